package org.fascicle.api.expr;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One operation of the closed set from which every technique is built; the set is {@link Primitives}. A primitive knows
 * its name, its operands and the type and shape of its result. What it computes is written in the table; a backend knows
 * it by name. Immutable.
 */
public final class Primitive {
    /** Finds type and shape of a result. */
    interface Rule {
        Result infer(List<Expr> operands, Attributes attributes);
    }

    /** Type and shape of a result. */
    static final class Result {
        final Type type;
        final Shape shape;

        Result(Type type, Shape shape) {
            this.type = type;
            this.shape = shape;
        }
    }

    /** What a backend or a pass needs to know of how elements of the result depend on elements of the operands. */
    public enum Access {
        /** No operands: a constant, an input, a draw. */
        LEAF,
        /** Each element from the elements at the same place; all operands have the result's shape. */
        ELEMENTWISE,
        /** Elements are moved or repeated, none is computed: reshape, broadcast, slice, … */
        MOVEMENT,
        /** Elements along axes are combined: sum, max, argmax, cumulative sum. */
        REDUCTION,
        /** Worth a kernel of its own: matrix product, gather, scatter, sort. */
        HEAVY
    }

    private final String name;
    private final int arity;
    private final Access access;
    private final Rule rule;
    private final @Nullable Function<Expr, Expr> decomposition;

    Primitive(String name, int arity, Access access, Rule rule, @Nullable Function<Expr, Expr> decomposition) {
        this.name = name;
        this.arity = arity;
        this.access = access;
        this.rule = rule;
        this.decomposition = decomposition;
    }

    /** The name, in the table's spelling: {@code expm1}, {@code matmul}. */
    public String name() {
        return name;
    }

    /** The number of operands, or −1 if it varies. */
    public int arity() {
        return arity;
    }

    /** How elements of the result depend on elements of the operands. */
    public Access access() {
        return access;
    }

    /**
     * What an expression of this operation is, in older primitives. Present for the canonical composites ({@code softmax},
     * {@code softplus}, …), which are rewritten for stability as long as they stand and are decomposed before
     * differentiation; no backend meets them.
     */
    public Optional<Function<Expr, Expr>> decomposition() {
        return Optional.ofNullable(decomposition);
    }

    /**
     * An expression of this operation.
     *
     * @param operands the operands, in the table's order
     * @param attributes the constants that the table asks for
     * @throws ShapeException if number, types or shapes of the operands do not fit
     */
    public Expr apply(List<Expr> operands, Attributes attributes) {
        if (arity >= 0 && operands.size() != arity) {
            throw new ShapeException(name + " takes " + arity + " operands, not " + operands.size());
        }
        Result result;
        try {
            result = rule.infer(operands, attributes);
        } catch (ArithmeticException e) {
            throw new ShapeException(name + " would make an axis too long: " + operands);
        }
        return new Expr(this, List.copyOf(operands), attributes, result.type, result.shape);
    }

    @Override
    public String toString() {
        return name;
    }
}

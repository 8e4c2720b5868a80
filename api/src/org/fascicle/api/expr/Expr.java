package org.fascicle.api.expr;

import java.util.List;

/**
 * A tensor that is still to be computed: an operation, its operands and its attributes. An expression has a
 * {@linkplain #type() type} and a {@linkplain #shape() shape}, is immutable, and is equal to itself only. The methods
 * here build larger expressions; what has no natural receiver is in {@link Expressions}.
 *
 * <p>Two operands of an elementwise operation are broadcast against each other as NumPy does it: shapes are aligned at
 * their last axes, an extent of 1 is repeated. A number on the right takes the type of the left.
 */
public final class Expr {
    private final Primitive op;
    private final List<Expr> operands;
    private final Attributes attributes;
    private final Type type;
    private final Shape shape;

    Expr(Primitive op, List<Expr> operands, Attributes attributes, Type type, Shape shape) {
        this.op = op;
        this.operands = operands;
        this.attributes = attributes;
        this.type = type;
        this.shape = shape;
    }

    /** The operation. */
    public Primitive op() {
        return op;
    }

    /** The operands, in the operation's order. */
    public List<Expr> operands() {
        return operands;
    }

    /** The operation's constants. */
    public Attributes attributes() {
        return attributes;
    }

    /** The type of the elements. */
    public Type type() {
        return type;
    }

    /** The shape; one extent may be the batch's rows. */
    public Shape shape() {
        return shape;
    }

    /** this + other. */
    public Expr add(Expr other) {
        return Expressions.elementwise(Primitives.ADD, this, other);
    }

    /** this + number. */
    public Expr add(double number) {
        return add(Expressions.like(this, number));
    }

    /** this − other. */
    public Expr sub(Expr other) {
        return Expressions.elementwise(Primitives.SUB, this, other);
    }

    /** this − number. */
    public Expr sub(double number) {
        return sub(Expressions.like(this, number));
    }

    /** this · other, element by element. */
    public Expr mul(Expr other) {
        return Expressions.elementwise(Primitives.MUL, this, other);
    }

    /** this · number. */
    public Expr mul(double number) {
        return mul(Expressions.like(this, number));
    }

    /** this / other; integers are truncated towards zero. */
    public Expr div(Expr other) {
        return Expressions.elementwise(Primitives.DIV, this, other);
    }

    /** this / number. */
    public Expr div(double number) {
        return div(Expressions.like(this, number));
    }

    /** this to the power of other, as {@link Math#pow}. */
    public Expr pow(Expr other) {
        return Expressions.elementwise(Primitives.POW, this, other);
    }

    /** this to the power of a number. */
    public Expr pow(double number) {
        return pow(Expressions.like(this, number));
    }

    /** −this. */
    public Expr neg() {
        return Expressions.elementwise(Primitives.NEG, this);
    }

    /**
     * This, with the gradient of another one: its value is this one's to the bit, and the gradient flows to the surrogate alone. So a step
     * function passes a gradient, or a gradient is reversed. A technique says that it does so, with {@code stopsGradient}.
     *
     * @param surrogate real, what it is to the gradient
     */
    public Expr withGradientOf(Expr surrogate) {
        return Expressions.elementwise(Primitives.WITH_GRADIENT_OF, this, surrogate);
    }

    /** this · this. */
    public Expr square() {
        return mul(this);
    }

    /** Whether this &gt; other. */
    public Expr gt(Expr other) {
        return Expressions.elementwise(Primitives.GT, this, other);
    }

    /** Whether this &gt; number. */
    public Expr gt(double number) {
        return gt(Expressions.like(this, number));
    }

    /** Whether this ≥ other. */
    public Expr ge(Expr other) {
        return Expressions.elementwise(Primitives.GE, this, other);
    }

    /** Whether this ≥ number. */
    public Expr ge(double number) {
        return ge(Expressions.like(this, number));
    }

    /** Whether this &lt; other. */
    public Expr lt(Expr other) {
        return other.gt(this);
    }

    /** Whether this &lt; number. */
    public Expr lt(double number) {
        return lt(Expressions.like(this, number));
    }

    /** Whether this ≤ other. */
    public Expr le(Expr other) {
        return other.ge(this);
    }

    /** Whether this ≤ number. */
    public Expr le(double number) {
        return le(Expressions.like(this, number));
    }

    /** Whether this = other. */
    public Expr eq(Expr other) {
        return Expressions.elementwise(Primitives.EQ, this, other);
    }

    /** Whether this = number. */
    public Expr eq(double number) {
        return eq(Expressions.like(this, number));
    }

    /** Whether both are true. */
    public Expr and(Expr other) {
        return Expressions.elementwise(Primitives.AND, this, other);
    }

    /** Whether at least one is true. */
    public Expr or(Expr other) {
        return Expressions.elementwise(Primitives.OR, this, other);
    }

    /** Whether this is false. */
    public Expr not() {
        return Expressions.elementwise(Primitives.NOT, this);
    }

    /** The same values in another type. */
    public Expr cast(Type to) {
        return Expressions.cast(this, to);
    }

    /** The operation, type and shape, for messages: {@code matmul real [rows, 300]}. */
    @Override
    public String toString() {
        return op.name() + " " + type + " " + shape;
    }
}

package org.fascicle.compiler.gradient;

import java.util.Set;
import java.util.function.BiConsumer;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.jspecify.annotations.Nullable;

/** What a gradient rule sees: one expression, its gradient, and the operands that need theirs. */
final class Backward {
    private final Expr node;
    private final Adjoint arrived;
    private final Set<Expr> active;
    private final BiConsumer<Expr, Adjoint> sink;
    private @Nullable Expr whole;

    Backward(Expr node, Adjoint arrived, Set<Expr> active, BiConsumer<Expr, Adjoint> sink) {
        this.node = node;
        this.arrived = arrived;
        this.active = active;
        this.sink = sink;
    }

    /** The expression itself: its value. */
    Expr y() {
        return node;
    }

    /** One operand. */
    Expr x(int operand) {
        return node.operands().get(operand);
    }

    /** The expression's attributes. */
    Attributes attributes() {
        return node.attributes();
    }

    /** Whether the operand depends on anything that a gradient was asked for. */
    boolean wants(int operand) {
        return active.contains(x(operand));
    }

    /** The gradient, for elementwise rules only: what is masked may be infinite in it, and {@code pass} keeps the mask. */
    Expr g() {
        return arrived.value;
    }

    /** The gradient with zeros where it does not count. */
    Expr whole() {
        if (whole == null) {
            whole = arrived.materialise();
        }
        return whole;
    }

    /** Hands an operand its gradient, under the mask that arrived. */
    void pass(int operand, Expr gradient) {
        sink.accept(x(operand), new Adjoint(gradient, arrived.mask));
    }

    /** Hands an operand its gradient, under the mask that arrived and one more condition. */
    void passWhere(int operand, Expr gradient, Expr condition, boolean holds) {
        sink.accept(x(operand), new Adjoint(gradient, arrived.mask.and(condition, holds)));
    }

    /** Hands an operand a gradient that was computed from {@link #whole()}. */
    void give(int operand, Expr gradient) {
        sink.accept(x(operand), new Adjoint(gradient, root()));
    }

    /** As {@link #give}, to count only where the condition is true. */
    void giveWhere(int operand, Expr gradient, Expr condition) {
        sink.accept(x(operand), new Adjoint(gradient, root().and(condition, true)));
    }

    private Mask root() {
        Mask root = arrived.mask;
        while (!root.isEverywhere()) {
            root = root.parent();
        }
        return root;
    }
}

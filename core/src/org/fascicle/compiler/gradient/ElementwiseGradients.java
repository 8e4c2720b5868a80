package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.cos;
import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.sign;
import static org.fascicle.api.expr.Expressions.sin;

import java.util.Map;
import java.util.OptionalDouble;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.compiler.expression.Uniform;

/** The gradients of the elementwise operations. They keep the mask of the gradient that arrived. */
final class ElementwiseGradients {
    private static final double TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);

    /** The gradient of an operation of one operand x with result y. */
    private interface Unary {
        Expr gradient(Expr g, Expr x, Expr y);
    }

    private ElementwiseGradients() {}

    static void register(Map<Primitive, GradientRule> rules) {
        unary(rules, Primitives.NEG, (g, x, y) -> g.neg());
        unary(rules, Primitives.ABS, (g, x, y) -> times(g, sign(x)));
        unary(rules, Primitives.EXP, (g, x, y) -> times(g, y));
        unary(rules, Primitives.EXPM1, (g, x, y) -> times(g, y.add(1)));
        unary(rules, Primitives.LOG, (g, x, y) -> g.div(x));
        unary(rules, Primitives.LOG1P, (g, x, y) -> g.div(x.add(1)));
        unary(rules, Primitives.TANH, (g, x, y) -> times(g, constant(1).sub(y.square())));
        unary(rules, Primitives.ERF, (g, x, y) -> times(g, exp(x.square().neg()).mul(TWO_BY_ROOT_PI)));
        unary(rules, Primitives.ERFC, (g, x, y) -> times(g, exp(x.square().neg()).mul(-TWO_BY_ROOT_PI)));
        unary(rules, Primitives.ERFINV, (g, x, y) -> times(g, exp(y.square()).mul(1 / TWO_BY_ROOT_PI)));
        unary(rules, Primitives.SIN, (g, x, y) -> times(g, cos(x)));
        unary(rules, Primitives.COS, (g, x, y) -> times(g, sin(x).neg()));
        unary(rules, Primitives.CAST, (g, x, y) -> g);
        rules.put(Primitives.SQRT, b -> b.passWhere(0, b.g().div(b.y().mul(2)), b.y().eq(0), false));
        rules.put(Primitives.ADD, ElementwiseGradients::add);
        rules.put(Primitives.SUB, ElementwiseGradients::sub);
        rules.put(Primitives.MUL, ElementwiseGradients::mul);
        rules.put(Primitives.DIV, ElementwiseGradients::div);
        rules.put(Primitives.POW, ElementwiseGradients::pow);
        rules.put(Primitives.MAX, b -> choose(b, 0, b.x(0).ge(b.x(1))));
        rules.put(Primitives.MIN, b -> choose(b, 0, b.x(1).ge(b.x(0))));
        rules.put(Primitives.WITH_GRADIENT_OF, b -> b.pass(1, b.g()));
        rules.put(Primitives.WHERE, b -> choose(b, 1, b.x(0)));
    }

    private static void unary(Map<Primitive, GradientRule> rules, Primitive op, Unary rule) {
        rules.put(op, b -> b.pass(0, rule.gradient(b.g(), b.x(0), b.y())));
    }

    /** The product; nothing is multiplied by 1. */
    private static Expr times(Expr g, Expr derivative) {
        return Uniform.is(g, 1) ? derivative : g.mul(derivative);
    }

    // The gradient is doubled and not x: it often is one number, repeated.
    private static Expr twice(Expr g, Expr x) {
        return Uniform.is(g, 1) ? x.mul(2) : g.mul(2).mul(x);
    }

    private static void add(Backward b) {
        for (int i = 0; i < 2; i++) {
            if (b.wants(i)) {
                b.pass(i, b.g());
            }
        }
    }

    private static void sub(Backward b) {
        if (b.wants(0)) {
            b.pass(0, b.g());
        }
        if (b.wants(1)) {
            b.pass(1, b.g().neg());
        }
    }

    private static void mul(Backward b) {
        if (b.x(0) == b.x(1)) {
            b.pass(0, twice(b.g(), b.x(0)));
            return;
        }
        for (int i = 0; i < 2; i++) {
            if (b.wants(i)) {
                b.pass(i, times(b.g(), b.x(1 - i)));
            }
        }
    }

    private static void div(Backward b) {
        if (b.wants(0)) {
            b.pass(0, b.g().div(b.x(1)));
        }
        if (b.wants(1)) {
            b.pass(1, times(b.g(), b.y()).div(b.x(1)).neg());
        }
    }

    private static void pow(Backward b) {
        Expr base = b.x(0);
        Expr exponent = b.x(1);
        if (b.wants(0)) {
            powBase(b, base, exponent);
        }
        if (b.wants(1)) {
            b.passWhere(1, times(b.g(), log(base).mul(b.y())), base.le(0), false);
        }
    }

    private static void powBase(Backward b, Expr base, Expr exponent) {
        OptionalDouble known = Uniform.constant(exponent);
        if (known.isEmpty()) {
            b.passWhere(0, times(b.g(), exponent.mul(base.pow(exponent.sub(1)))), exponent.eq(0), false);
        } else if (known.getAsDouble() == 2) {
            b.pass(0, twice(b.g(), base));
        } else if (known.getAsDouble() == 1) {
            b.pass(0, b.g());
        } else if (known.getAsDouble() != 0) {
            b.pass(0, times(b.g(), base.pow(known.getAsDouble() - 1).mul(known.getAsDouble())));
        }
    }

    /** The operand at {@code first} was taken where the condition is true, else the one behind it. */
    private static void choose(Backward b, int first, Expr condition) {
        for (int i = 0; i < 2; i++) {
            if (b.wants(first + i)) {
                b.passWhere(first + i, b.g(), condition, i == 0);
            }
        }
    }
}

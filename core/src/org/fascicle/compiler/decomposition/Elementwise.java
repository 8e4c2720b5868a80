package org.fascicle.compiler.decomposition;

import static org.fascicle.api.expr.Expressions.cast;
import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.sin;
import static org.fascicle.api.expr.Expressions.where;

import java.util.Optional;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Type;

/** Decompositions of elementwise operations; zeros keep their sign, and infinities and NaN come out as the table says. */
final class Elementwise {
    /** Whole numbers alone are as great. */
    private static final double WHOLE = 0x1p52;
    private static final double INT_RANGE = 0x1p31;

    private Elementwise() {}

    static Optional<Expr> neg(Expr e) {
        return Optional.of(first(e).mul(-1));
    }

    static Optional<Expr> abs(Expr e) {
        return Optional.of(maximum(first(e), first(e).neg()));
    }

    static Optional<Expr> sign(Expr e) {
        Expr x = first(e);
        return Optional.of(where(x.gt(0), 1, where(x.lt(0), -1, x)));
    }

    /** By way of int32: what is beyond its range in two steps. */
    static Optional<Expr> floor(Expr e) {
        Expr x = first(e);
        Expr high = truncated(x.mul(1 / INT_RANGE)).mul(INT_RANGE);
        Expr towardsZero = high.add(truncated(x.sub(high)));
        Expr below = where(towardsZero.gt(x), towardsZero.sub(1), towardsZero);
        // What is whole stays what it is, −0 too.
        return Optional.of(where(Expressions.abs(x).lt(WHOLE).and(below.eq(x).not()), below, x));
    }

    private static Expr truncated(Expr x) {
        return cast(cast(x, Type.INT32), Type.REAL);
    }

    /** Kahan's way: the error of exp(x) − 1 cancels out of (u − 1) · x / log(u). */
    static Optional<Expr> expm1(Expr e) {
        Expr x = first(e);
        Expr u = exp(x);
        Expr less = u.sub(1);
        Expr exact = less.mul(x.div(log(u)));
        return Optional.of(where(u.eq(1), x, where(less.gt(-1).and(u.lt(Double.POSITIVE_INFINITY)), exact, less)));
    }

    /** As {@link #expm1}. */
    static Optional<Expr> log1p(Expr e) {
        Expr x = first(e);
        Expr u = x.add(1);
        return Optional.of(where(u.eq(1), x, where(u.lt(Double.POSITIVE_INFINITY), log(u).mul(x.div(u.sub(1))), u)));
    }

    static Optional<Expr> sqrt(Expr e) {
        Expr x = first(e);
        return Optional.of(where(x.gt(0), x.pow(0.5), where(x.eq(0), x, Double.NaN)));
    }

    static Optional<Expr> tanh(Expr e) {
        Expr x = first(e);
        Expr decay = Expressions.expm1(Expressions.abs(x).mul(-2));
        Expr size = decay.neg().div(decay.add(2));
        return Optional.of(where(x.gt(0), size, where(x.lt(0), size.neg(), x)));
    }

    /** 1 − 2·sin²(x/2), as a product, which loses less near 0; to the last bits of 1, not of the result. */
    static Optional<Expr> cos(Expr e) {
        Expr s = sin(first(e).mul(0.5)).mul(Math.sqrt(2));
        return Optional.of(s.neg().add(1).mul(s.add(1)));
    }

    static Optional<Expr> not(Expr e) {
        return Optional.of(first(e).eq(0));
    }

    static Optional<Expr> and(Expr e) {
        return Optional.of(where(first(e), second(e), 0));
    }

    static Optional<Expr> or(Expr e) {
        return Optional.of(where(first(e), 1, second(e)));
    }

    static Optional<Expr> sub(Expr e) {
        return Optional.of(first(e).add(second(e).neg()));
    }

    static Optional<Expr> max(Expr e) {
        Expr a = first(e);
        Expr b = second(e);
        if (e.type() != Type.REAL) {
            return Optional.of(where(a.gt(b), a, b));
        }
        // The sum is NaN where one is, and 0 unless both are −0 where both are zeros.
        Expr sum = a.add(b);
        Expr alike = where(a.eq(b).and(a.eq(0).not()), a, sum);
        return Optional.of(where(a.gt(b), a, where(b.gt(a), b, alike)));
    }

    static Optional<Expr> min(Expr e) {
        Expr a = first(e);
        Expr b = second(e);
        return Optional.of(e.type() == Type.REAL ? maximum(a.neg(), b.neg()).neg() : where(b.gt(a), a, b));
    }

    static Optional<Expr> gt(Expr e) {
        return Optional.of(first(e).ge(second(e)).and(first(e).eq(second(e)).not()));
    }

    static Optional<Expr> ge(Expr e) {
        return Optional.of(first(e).gt(second(e)).or(first(e).eq(second(e))));
    }

    static Optional<Expr> eq(Expr e) {
        Expr a = first(e);
        Expr b = second(e);
        return Optional.of(e.operands().get(0).type() == Type.BOOL ? where(a, b, b.not()) : a.ge(b).and(b.ge(a)));
    }

    /** What is there for gradients alone is its first operand. */
    static Optional<Expr> value(Expr e) {
        return Optional.of(first(e));
    }

    private static Expr first(Expr e) {
        return e.operands().get(0);
    }

    private static Expr second(Expr e) {
        return e.operands().get(1);
    }
}

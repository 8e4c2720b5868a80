package org.fascicle.compiler.rewrite;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.expression.Uniform;

/**
 * Elementwise operations that can be left out or replaced by a cheaper one. Only what holds for every IEEE number: x + 0 is
 * not x (−0 + 0 is 0), x − 0 is; x · 0 is not 0.
 */
final class ElementwiseIdentities {
    /** A smaller expression, or the given one; the two operands are the same where there is one. */
    private interface Identity {
        Expr apply(Expr e, Expr a, Expr b, Simplifier s);
    }

    private static final Map<Primitive, Identity> TABLE = new IdentityHashMap<>();

    static {
        TABLE.put(Primitives.STOP_GRADIENT, (e, a, b, s) -> a);
        TABLE.put(Primitives.WITH_GRADIENT_OF, (e, a, b, s) -> a);
        TABLE.put(Primitives.CAST, ElementwiseIdentities::cast);
        TABLE.put(Primitives.NEG, (e, a, b, s) -> a.op() == Primitives.NEG ? inner(a) : e);
        TABLE.put(Primitives.NOT, (e, a, b, s) -> a.op() == Primitives.NOT ? inner(a) : e);
        TABLE.put(Primitives.ABS, ElementwiseIdentities::abs);
        TABLE.put(Primitives.FLOOR, (e, a, b, s) -> a.op() == Primitives.FLOOR ? a : e);
        TABLE.put(Primitives.ADD, ElementwiseIdentities::add);
        TABLE.put(Primitives.SUB, ElementwiseIdentities::sub);
        TABLE.put(Primitives.MUL, ElementwiseIdentities::mul);
        TABLE.put(Primitives.DIV, ElementwiseIdentities::div);
        TABLE.put(Primitives.POW, ElementwiseIdentities::pow);
        TABLE.put(Primitives.MAX, (e, a, b, s) -> a == b ? a : e);
        TABLE.put(Primitives.MIN, (e, a, b, s) -> a == b ? a : e);
        TABLE.put(Primitives.AND, (e, a, b, s) -> logic(e, a, b, true));
        TABLE.put(Primitives.OR, (e, a, b, s) -> logic(e, a, b, false));
        TABLE.put(Primitives.WHERE, ElementwiseIdentities::where);
    }

    private ElementwiseIdentities() {}

    static Expr apply(Expr e, Simplifier s) {
        Identity identity = TABLE.get(e.op());
        if (identity == null) {
            return e;
        }
        List<Expr> x = e.operands();
        return identity.apply(e, x.get(0), x.get(Math.min(1, x.size() - 1)), s);
    }

    private static Expr cast(Expr e, Expr a, Expr b, Simplifier s) {
        boolean rounds = Bfloat16.isRounding(e.op(), e.attributes()) && !Bfloat16.isRounding(a.op(), a.attributes());
        return a.type() == e.type() && !rounds ? a : e;
    }

    private static Expr abs(Expr e, Expr a, Expr b, Simplifier s) {
        if (a.op() == Primitives.ABS) {
            return a;
        }
        return a.op() == Primitives.NEG ? s.make(Primitives.ABS, inner(a)) : e;
    }

    private static Expr add(Expr e, Expr a, Expr b, Simplifier s) {
        if (isNeutral(b)) {
            return a;
        }
        if (isNeutral(a)) {
            return b;
        }
        if (b.op() == Primitives.NEG) {
            return s.make(Primitives.SUB, a, inner(b));
        }
        return a.op() == Primitives.NEG ? s.make(Primitives.SUB, b, inner(a)) : e;
    }

    // −0 for reals: 0 would turn −0 into 0.
    private static boolean isNeutral(Expr x) {
        return Uniform.is(x, -0.0) || x.type() == Type.INT32 && Uniform.is(x, 0);
    }

    private static Expr sub(Expr e, Expr a, Expr b, Simplifier s) {
        if (Uniform.is(b, 0)) {
            return a;
        }
        if (Uniform.is(a, -0.0)) {
            return s.make(Primitives.NEG, b);
        }
        return b.op() == Primitives.NEG ? s.make(Primitives.ADD, a, inner(b)) : e;
    }

    private static Expr mul(Expr e, Expr a, Expr b, Simplifier s) {
        if (Uniform.is(b, 1)) {
            return a;
        }
        if (Uniform.is(a, 1)) {
            return b;
        }
        if (Uniform.is(b, -1)) {
            return s.make(Primitives.NEG, a);
        }
        return Uniform.is(a, -1) ? s.make(Primitives.NEG, b) : e;
    }

    private static Expr div(Expr e, Expr a, Expr b, Simplifier s) {
        OptionalDouble by = Uniform.constant(b);
        if (by.isEmpty()) {
            return e;
        }
        if (by.getAsDouble() == 1) {
            return a;
        }
        if (e.type() == Type.REAL && isPowerOfTwo(by.getAsDouble())) {
            return s.make(Primitives.MUL, a, s.full(1 / by.getAsDouble(), Type.REAL, e.shape()));
        }
        return e;
    }

    // And its reciprocal is a normal number in float32 as well.
    private static boolean isPowerOfTwo(double x) {
        double size = Math.abs(x);
        return size >= 0x1p-100 && size <= 0x1p100 && size == Math.scalb(1.0, Math.getExponent(size));
    }

    private static Expr pow(Expr e, Expr a, Expr b, Simplifier s) {
        OptionalDouble exponent = Uniform.constant(b);
        if (exponent.isEmpty()) {
            return e;
        }
        if (exponent.getAsDouble() == 0) {
            return s.full(1, Type.REAL, e.shape());
        }
        if (exponent.getAsDouble() == 1) {
            return a;
        }
        return exponent.getAsDouble() == 2 ? s.make(Primitives.MUL, a, a) : e;
    }

    private static Expr logic(Expr e, Expr a, Expr b, boolean neutral) {
        if (a == b) {
            return a;
        }
        for (int i = 0; i < 2; i++) {
            OptionalDouble known = Uniform.constant(i == 0 ? a : b);
            if (known.isPresent()) {
                boolean isNeutral = (known.getAsDouble() != 0) == neutral;
                return isNeutral == (i == 0) ? b : a;
            }
        }
        return e;
    }

    private static Expr where(Expr e, Expr condition, Expr a, Simplifier s) {
        Expr b = e.operands().get(2);
        OptionalDouble known = Uniform.constant(condition);
        if (known.isPresent()) {
            return known.getAsDouble() != 0 ? a : b;
        }
        if (a == b) {
            return a;
        }
        return condition.op() == Primitives.NOT ? s.make(Primitives.WHERE, inner(condition), b, a) : e;
    }

    private static Expr inner(Expr e) {
        return e.operands().get(0);
    }
}

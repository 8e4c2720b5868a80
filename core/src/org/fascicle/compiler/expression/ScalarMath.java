package org.fascicle.compiler.expression;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;

/** The elementwise operations on single numbers, in float64; integers and truth values (0 or 1) are held in doubles, too. */
public final class ScalarMath {
    /** An operation; operands that it does not have are ignored. */
    @FunctionalInterface
    public interface Operation {
        double apply(double a, double b, double c);
    }

    private static final Map<Primitive, Operation> REAL = new IdentityHashMap<>();
    private static final Map<Primitive, Operation> INTEGER = new IdentityHashMap<>();

    static {
        REAL.put(Primitives.NEG, (a, b, c) -> -a);
        REAL.put(Primitives.ABS, (a, b, c) -> Math.abs(a));
        REAL.put(Primitives.SIGN, (a, b, c) -> Math.signum(a));
        REAL.put(Primitives.FLOOR, (a, b, c) -> Math.floor(a));
        REAL.put(Primitives.EXP, (a, b, c) -> Math.exp(a));
        REAL.put(Primitives.EXPM1, (a, b, c) -> Math.expm1(a));
        REAL.put(Primitives.LOG, (a, b, c) -> Math.log(a));
        REAL.put(Primitives.LOG1P, (a, b, c) -> Math.log1p(a));
        REAL.put(Primitives.SQRT, (a, b, c) -> Math.sqrt(a));
        REAL.put(Primitives.TANH, (a, b, c) -> Math.tanh(a));
        REAL.put(Primitives.ERF, (a, b, c) -> ErrorFunction.erf(a));
        REAL.put(Primitives.ERFC, (a, b, c) -> ErrorFunction.erfc(a));
        REAL.put(Primitives.ERFINV, (a, b, c) -> ErrorFunction.inverse(a));
        REAL.put(Primitives.SIN, (a, b, c) -> Math.sin(a));
        REAL.put(Primitives.COS, (a, b, c) -> Math.cos(a));
        REAL.put(Primitives.NOT, (a, b, c) -> truth(a == 0));
        REAL.put(Primitives.ADD, (a, b, c) -> a + b);
        REAL.put(Primitives.SUB, (a, b, c) -> a - b);
        REAL.put(Primitives.MUL, (a, b, c) -> a * b);
        REAL.put(Primitives.DIV, (a, b, c) -> a / b);
        REAL.put(Primitives.POW, (a, b, c) -> Math.pow(a, b));
        REAL.put(Primitives.MAX, (a, b, c) -> Math.max(a, b));
        REAL.put(Primitives.MIN, (a, b, c) -> Math.min(a, b));
        REAL.put(Primitives.AND, (a, b, c) -> truth(a != 0 && b != 0));
        REAL.put(Primitives.OR, (a, b, c) -> truth(a != 0 || b != 0));
        REAL.put(Primitives.GT, (a, b, c) -> truth(a > b));
        REAL.put(Primitives.GE, (a, b, c) -> truth(a >= b));
        REAL.put(Primitives.EQ, (a, b, c) -> truth(a == b));
        REAL.put(Primitives.WHERE, (a, b, c) -> a != 0 ? b : c);
        REAL.put(Primitives.STOP_GRADIENT, (a, b, c) -> a);
        REAL.put(Primitives.WITH_GRADIENT_OF, (a, b, c) -> a);
        INTEGER.put(Primitives.NEG, (a, b, c) -> -(int) a);
        INTEGER.put(Primitives.ABS, (a, b, c) -> Math.abs((int) a));
        INTEGER.put(Primitives.ADD, (a, b, c) -> (int) a + (int) b);
        INTEGER.put(Primitives.SUB, (a, b, c) -> (int) a - (int) b);
        INTEGER.put(Primitives.MUL, (a, b, c) -> (int) a * (int) b);
        INTEGER.put(Primitives.DIV, (a, b, c) -> (int) b == 0 ? 0 : (int) a / (int) b);
    }

    private ScalarMath() {}

    /** Whether an expression is an elementwise operation that the host can compute. */
    public static boolean knows(Primitive op) {
        return op == Primitives.CAST || REAL.containsKey(op);
    }

    /** What an elementwise expression does with single numbers. */
    public static Operation of(Expr e) {
        if (e.op() == Primitives.CAST) {
            return Bfloat16.isRounding(e.op(), e.attributes()) ? (a, b, c) -> Bfloat16.round((float) a) : cast(e.type());
        }
        Operation integer = e.operands().get(0).type() == Type.INT32 ? INTEGER.get(e.op()) : null;
        return integer != null ? integer : Objects.requireNonNull(REAL.get(e.op()), () -> "no arithmetic of " + e);
    }

    private static Operation cast(Type to) {
        switch (to) {
            case INT32:
                return (a, b, c) -> (int) a;
            case UINT32:
                return (a, b, c) -> (long) a & 0xFFFFFFFFL;
            case BOOL:
                return (a, b, c) -> truth(a != 0);
            default:
                return (a, b, c) -> a;
        }
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }
}

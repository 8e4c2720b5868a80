package org.fascicle.compiler.rewrite;

import static org.fascicle.api.expr.Expressions.logSoftmax;
import static org.fascicle.api.expr.Expressions.logSumExp;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.softplus;

import java.util.Arrays;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.compiler.expression.Uniform;
import org.jspecify.annotations.Nullable;

/**
 * What overflows or cancels as it is written, and the canonical composite that does not. Every rule holds for all real
 * numbers; an expression to which none applies is returned as it is.
 */
final class StabilityRules {
    private StabilityRules() {}

    static Expr apply(Expr e) {
        if (e.op() == Primitives.LOG) {
            return logarithm(e, e.operands().get(0));
        }
        if (e.op() == Primitives.LOG1P) {
            return logarithmOfOneAnd(e, e.operands().get(0));
        }
        if (e.op() == Primitives.SUB && Uniform.is(e.operands().get(0), 1) && is(e.operands().get(1), Primitives.SIGMOID)) {
            return sigmoid(negated(inner(e.operands().get(1))));
        }
        if (e.op() == Primitives.DIV && Uniform.is(e.operands().get(0), 1)) {
            return reciprocal(e, e.operands().get(1));
        }
        return e;
    }

    private static Expr logarithm(Expr e, Expr x) {
        if (is(x, Primitives.SOFTMAX)) {
            return logSoftmax(inner(x));
        }
        if (is(x, Primitives.SIGMOID)) {
            return softplus(negated(inner(x))).neg();
        }
        if (is(x, Primitives.EXP)) {
            return inner(x);
        }
        if (is(x, Primitives.SUM) && is(inner(x), Primitives.EXP)) {
            return logarithmOfSum(e, x, inner(inner(x)));
        }
        Expr exponent = onePlusExp(x);
        return exponent == null ? e : softplus(exponent);
    }

    private static Expr logarithmOfOneAnd(Expr e, Expr x) {
        if (is(x, Primitives.EXP)) {
            return softplus(inner(x));
        }
        if (is(x, Primitives.NEG) && is(inner(x), Primitives.SIGMOID)) {
            return softplus(inner(inner(x))).neg();
        }
        return e;
    }

    private static Expr logarithmOfSum(Expr e, Expr sum, Expr x) {
        int rank = x.shape().rank();
        boolean last = rank > 0 && Arrays.equals(sum.attributes().integers("axes"), new int[] {rank - 1});
        Shape kept = last ? x.shape().with(-1, 1) : x.shape();
        return last && kept.rowsAxis() <= 0 ? reshape(logSumExp(x), e.shape()) : e;
    }

    private static Expr reciprocal(Expr e, Expr x) {
        Expr exponent = onePlusExp(x);
        return exponent == null ? e : sigmoid(negated(exponent));
    }

    private static @Nullable Expr onePlusExp(Expr x) {
        if (x.op() != Primitives.ADD) {
            return null;
        }
        for (int i = 0; i < 2; i++) {
            if (Uniform.is(x.operands().get(i), 1) && is(x.operands().get(1 - i), Primitives.EXP)) {
                return inner(x.operands().get(1 - i));
            }
        }
        return null;
    }

    private static Expr negated(Expr x) {
        return is(x, Primitives.NEG) ? inner(x) : x.neg();
    }

    private static boolean is(Expr e, Primitive op) {
        return e.op() == op;
    }

    private static Expr inner(Expr e) {
        return e.operands().get(0);
    }
}

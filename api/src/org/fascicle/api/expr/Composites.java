package org.fascicle.api.expr;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.log1p;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.stopGradient;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.where;

/** The canonical composites in terms of older primitives; without overflow for all finite operands. */
final class Composites {
    private Composites() {}

    static Expr logSumExp(Expr x) {
        Expr shift = shiftOf(x);
        Expr kept = log(sumKeep(exp(x.sub(shift)), -1)).add(shift);
        // Rows stay where they are in a reshape only if they come first.
        return x.shape().rowsAxis() > 0 ? sum(kept, -1) : reshape(kept, x.shape().drop(-1));
    }

    static Expr softmax(Expr x) {
        return exp(logSoftmax(x));
    }

    static Expr logSoftmax(Expr x) {
        Expr shifted = x.sub(shiftOf(x));
        return shifted.sub(log(sumKeep(exp(shifted), -1)));
    }

    static Expr softplus(Expr x) {
        return where(x.gt(0), x, 0).add(log1p(exp(nonPositive(x))));
    }

    static Expr sigmoid(Expr x) {
        Expr e = exp(nonPositive(x));
        return where(x.gt(0), 1, e).div(e.add(1));
    }

    // −|x|, but with the derivative 1 at 0 (that of |x| is 0 there), which softplus and sigmoid need.
    private static Expr nonPositive(Expr x) {
        return where(x.gt(0), x.neg(), x);
    }

    // The shift cancels out of the value, and therefore out of the gradient. An infinite one would not cancel.
    private static Expr shiftOf(Expr x) {
        Expr greatest = stopGradient(maxKeep(x, -1));
        return where(abs(greatest).lt(Double.POSITIVE_INFINITY), greatest, 0);
    }
}

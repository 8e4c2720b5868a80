package org.fascicle.optimizer.muon;

import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;

import org.fascicle.api.expr.Expr;

/** The Newton–Schulz iteration: all singular values of a matrix move towards 1, its singular vectors stay. */
final class NewtonSchulz {
    /** Keras's, so that a gradient that is all 0 stays so. */
    private static final double LEAST_NORM = 1e-7;

    private final double a;
    private final double b;
    private final double c;
    private final int steps;

    /** X → a X + (b A + c A²) X, where A = X Xᵀ, so many times. */
    NewtonSchulz(double a, double b, double c, int steps) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.steps = steps;
    }

    /** The nearly orthogonal matrix of a matrix, started at its Frobenius norm 1; the smaller side makes the products. */
    Expr orthogonal(Expr matrix) {
        boolean tall = matrix.shape().extent(0) > matrix.shape().extent(1);
        Expr x = matrix.div(sqrt(sum(matrix.square())).add(LEAST_NORM));
        for (int i = 0; i < steps; i++) {
            Expr gram = matmul(x, x, tall, !tall);
            Expr factor = gram.mul(b).add(matmul(gram, gram).mul(c));
            x = x.mul(a).add(tall ? matmul(x, factor) : matmul(factor, x));
        }
        return x;
    }
}

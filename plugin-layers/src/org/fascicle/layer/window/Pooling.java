package org.fascicle.layer.window;

import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.sumPool;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Window;

/** Means under windows. */
public final class Pooling {
    private Pooling() {}

    /** The mean of the cells of images {@code [rows, height, width, channels]} under the window, without its padding. */
    public static Expr average(Expr x, Window window) {
        Expr sum = sumPool(x, window);
        return window.isPadded() ? sum.div(sumPool(full(x.shape().with(0, 1), 1), window)) : sum.div(window.size());
    }
}

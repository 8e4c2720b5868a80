package org.fascicle.layer.upsampling2d;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.sin;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;

/** What a cell weighs at a distance. */
enum Kernel {
    /** Keys, 1981, doi:10.1109/TASSP.1981.1163711, with a = −1/2. */
    CUBIC(2) {
        @Override
        Expr weight(Expr distance) {
            Expr x = abs(distance);
            Expr near = x.mul(1.5).sub(2.5).mul(x).mul(x).add(1);
            Expr far = x.mul(-0.5).add(2.5).mul(x).sub(4).mul(x).add(2);
            return where(x.lt(1), near, where(x.lt(2), far, 0));
        }
    },
    /** Lanczos's windowed sine, over three cells to each side. */
    LANCZOS3(3),
    /** The same over five. */
    LANCZOS5(5);

    private final int radius;

    Kernel(int radius) {
        this.radius = radius;
    }

    /** How many cells to each side have a weight. */
    int radius() {
        return radius;
    }

    /** The weight at a distance. */
    Expr weight(Expr distance) {
        Expr x = abs(distance).mul(Math.PI);
        Expr wave = sin(x).mul(sin(x.div(radius))).mul(radius).div(x.square());
        return where(abs(distance).ge(radius), 0, where(x.gt(0), wave, 1));
    }
}

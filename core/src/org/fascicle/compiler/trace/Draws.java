package org.fascicle.compiler.trace;

import static org.fascicle.api.expr.Expressions.cast;
import static org.fascicle.api.expr.Expressions.randomBits;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;

/**
 * Where the random numbers of a trace come from: {@link #philox} in every network; a test may supply its own numbers.
 * All distributions are computed from these numbers.
 */
@FunctionalInterface
public interface Draws {
    /** The bits of a uniform number. */
    int BITS = 24;
    /** The distance of uniform numbers. */
    double ULP = 1.0 / (1 << BITS);

    /**
     * Numbers uniform in [0, 1), real.
     *
     * @param path the place that draws
     * @param draw how often the place has drawn in this trace before
     * @param shape of the result
     */
    Expr uniform(String path, int draw, Shape shape);

    /** Multiples of 2⁻²⁴ from the generator of the platform, keyed by the seed and counted by step, place and draw. */
    static Expr philox(String path, int draw, Shape shape) {
        return cast(randomBits(path, draw, shape, BITS), Type.REAL).mul(ULP);
    }
}

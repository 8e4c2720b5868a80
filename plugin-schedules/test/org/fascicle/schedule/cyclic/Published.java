package org.fascicle.schedule.cyclic;

import java.util.function.IntToDoubleFunction;

import org.fascicle.schedule.PublishedCurves;

/** From the formula of Smith, 2015, arXiv:1506.01186. */
public final class Published extends PublishedCurves {
    // Up for ten steps and down for ten.
    @Override
    protected void curves() {
        IntToDoubleFunction triangle = n -> n % 20 <= 10 ? n % 20 / 10.0 : 2 - n % 20 / 10.0;
        compare(made(Cyclic.class, "minimum", 1.0, "maximum", 3.0, "half", 2.0), n -> 1 + 2 * triangle.applyAsDouble(n));
        compare(made(Cyclic.class, "minimum", 1.0, "maximum", 3.0, "half", 10.0, "unit", "step", "mode", "triangular2"),
                n -> 1 + 2 * triangle.applyAsDouble(n) / (n < 20 ? 1 : n < 40 ? 2 : 4));
        compare(made(Cyclic.class, "minimum", 1.0, "maximum", 3.0, "half", 10.0, "unit", "step", "mode", "exp_range",
                "gamma", 0.97), n -> 1 + 2 * triangle.applyAsDouble(n) * Math.pow(0.97, n));
    }
}

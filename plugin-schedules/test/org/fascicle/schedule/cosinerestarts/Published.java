package org.fascicle.schedule.cosinerestarts;

import org.fascicle.schedule.PublishedCurves;

/** From the formula of Loshchilov and Hutter, 2016, arXiv:1608.03983. */
public final class Published extends PublishedCurves {
    // Periods of 8, 16 and 32 steps.
    @Override
    protected void curves() {
        compare(made(CosineRestarts.class, "initial", 1.0, "first", 8.0, "unit", "step", "m_mul", 0.5),
                n -> n < 8 ? wave(n, 8) : n < 24 ? 0.5 * wave(n - 8, 16) : 0.25 * wave(n - 24, 32));
        compare(made(CosineRestarts.class, "initial", 2.0, "first", 2.0, "t_mul", 1.0, "alpha", 0.25),
                n -> 2 * (0.75 * wave(n % 10, 10) + 0.25));
    }
}

package org.fascicle.schedule.cosine;

import org.fascicle.schedule.PublishedCurves;

/** From the formula of Loshchilov and Hutter, 2016, arXiv:1608.03983. */
public final class Published extends PublishedCurves {
    @Override
    protected void curves() {
        compare(made(Cosine.class, "initial", 0.2, "over", 6.0, "alpha", 0.1),
                n -> n < 30 ? 0.2 * (0.9 * (1 + Math.cos(Math.PI * n / 30)) / 2 + 0.1) : 0.02);
        compare(made(Cosine.class, "initial", 0.2, "unit", "step"), n -> 0.1 * (1 + Math.cos(Math.PI * n / 50)));
    }
}

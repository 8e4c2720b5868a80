package org.fascicle.schedule.exponential;

import org.fascicle.schedule.PublishedCurves;

/** From the formula of Senior, Heigold, Ranzato and Yang, 2013, doi:10.1109/ICASSP.2013.6638963. */
public final class Published extends PublishedCurves {
    // A tenth after 20 epochs; by step, half after ten; in stairs of two epochs.
    @Override
    protected void curves() {
        compare(made(Exponential.class, "initial", 0.01, "factor", 0.1, "every", 20.0), n -> Math.pow(10, -2 - n / 100.0));
        compare(made(Exponential.class, "initial", 8.0, "factor", 0.5, "every", 10.0, "unit", "step"),
                n -> Math.exp(Math.log(2) * (3 - n / 10.0)));
        compare(made(Exponential.class, "initial", 8.0, "factor", 0.5, "every", 2.0, "staircase", true),
                n -> 8 >> n / 10 > 0 ? 8 >> n / 10 : 0.5);
    }
}

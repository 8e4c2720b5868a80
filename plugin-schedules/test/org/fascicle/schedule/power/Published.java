package org.fascicle.schedule.power;

import org.fascicle.schedule.PublishedCurves;

/** From the formula of Senior, Heigold, Ranzato and Yang, 2013, doi:10.1109/ICASSP.2013.6638963; Keras InverseTimeDecay. */
public final class Published extends PublishedCurves {
    @Override
    protected void curves() {
        compare(made(Power.class, "initial", 0.3, "every", 4.0), n -> 0.3 / (1 + n / 5.0 / 4));
        compare(made(Power.class, "initial", 0.3, "every", 10.0, "unit", "step", "power", 2.0),
                n -> 0.3 / ((1 + n / 10.0) * (1 + n / 10.0)));
        compare(made(Power.class, "initial", 0.3, "every", 10.0, "unit", "step", "rate", 0.5), n -> 0.3 / (1 + 0.5 * n / 10.0));
        compare(made(Power.class, "initial", 0.3, "every", 10.0, "unit", "step", "rate", 0.5, "staircase", true),
                n -> 0.3 / (1 + 0.5 * (n / 10)));
        double[] stairs = {0.6, 0.3, 0.2, 0.15, 0.12};
        compare(made(Power.class, "initial", 0.6, "every", 2.0, "staircase", true), n -> stairs[n / 10]);
    }
}

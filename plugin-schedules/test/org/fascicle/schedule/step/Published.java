package org.fascicle.schedule.step;

import org.fascicle.schedule.PublishedCurves;

/** From the customary formula; PyTorch StepLR. */
public final class Published extends PublishedCurves {
    @Override
    protected void curves() {
        double[] stairs = {8, 4, 2, 1, 0.5};
        compare(made(Step.class, "initial", 8.0, "factor", 0.5, "every", 2.0), n -> stairs[n / 10]);
        compare(made(Step.class, "initial", 1.0, "every", 20.0, "unit", "step"), n -> n < 20 ? 1 : n < 40 ? 0.1 : 0.01);
    }
}

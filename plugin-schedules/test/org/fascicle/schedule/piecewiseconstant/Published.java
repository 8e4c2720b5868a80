package org.fascicle.schedule.piecewiseconstant;

import java.util.List;

import org.fascicle.schedule.PublishedCurves;

/** From the customary formula; Keras PiecewiseConstantDecay, PyTorch MultiStepLR. */
public final class Published extends PublishedCurves {
    @Override
    protected void curves() {
        compare(made(PiecewiseConstant.class, "boundaries", List.of(2.0, 7.0), "values", List.of(0.1, 0.05, 0.01)),
                n -> n <= 10 ? 0.1 : n <= 35 ? 0.05 : 0.01);
        compare(made(PiecewiseConstant.class, "boundaries", List.of(3.0), "values", List.of(1.0, 2.0), "unit", "step"),
                n -> n <= 3 ? 1 : 2);
    }
}

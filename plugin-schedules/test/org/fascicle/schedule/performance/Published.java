package org.fascicle.schedule.performance;

import java.util.List;

import org.fascicle.schedule.PublishedCurves;

/** From the customary formula; Keras ReduceLROnPlateau. */
public final class Published extends PublishedCurves {
    @Override
    protected void curves() {
        performanceFallsWhenTheMetricStays();
        performanceMaximizesAccuraciesAndCoolsDown();
    }

    // Improves in epochs 1, 2 and 5; two epochs without lead to a tenth after epochs 4, 7 and 9.
    private void performanceFallsWhenTheMetricStays() {
        List<Double> loss = List.of(1.0, 0.9, 0.9, 0.95, 0.8, 0.79995, 0.8, 0.9, 0.9, 0.9);
        double[] expected = {1, 1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001};
        compare(made(Performance.class, "initial", 1.0, "patience", 2), loss, n -> expected[n / 5]);
        compare(made(Performance.class, "initial", 1.0, "patience", 2, "minimum", 0.02), loss,
                n -> Math.max(0.02, expected[n / 5]));
    }

    private void performanceMaximizesAccuraciesAndCoolsDown() {
        List<Double> accuracy = List.of(0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6);
        double[] every = {8, 8, 8, 4, 2, 1, 0.5, 0.25, 0.125, 0.0625};
        double[] cooled = {8, 8, 8, 4, 4, 2, 2, 1, 1, 0.5};
        String[] metrics = {"val_accuracy", "auto", "score", "max"};
        for (int i = 0; i < 4; i += 2) {
            compare(made(Performance.class, "initial", 8.0, "factor", 0.5, "patience", 1, "monitor", metrics[i],
                    "mode", metrics[i + 1]), accuracy, n -> every[n / 5]);
        }
        compare(made(Performance.class, "initial", 8.0, "factor", 0.5, "patience", 1, "monitor", "acc", "cooldown", 2),
                accuracy, n -> cooled[n / 5]);
        compare(made(Performance.class, "initial", 8.0, "factor", 0.5, "patience", 1, "mode", "min"),
                accuracy, n -> new double[] {8, 8, 4, 2, 1, 0.5, 0.25, 0.125, 0.0625, 0.03125}[n / 5]);
    }
}

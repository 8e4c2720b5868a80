package org.fascicle.schedule.onecycle;

import java.util.function.IntToDoubleFunction;

import org.fascicle.schedule.PublishedCurves;

/** From the formula of Smith, 2018, arXiv:1803.09820; defaults of optax's linear_onecycle_schedule. */
public final class Published extends PublishedCurves {
    @Override
    protected void curves() {
        oneCycleRisesFallsAndEnds();
        oneCycleOfAMomentumGoesTheOtherWay();
    }

    // 15 steps up, until 42.5 down, and 7.5 to the end.
    private void oneCycleRisesFallsAndEnds() {
        double low = 0.5 / 25;
        double end = low / 10000;
        IntToDoubleFunction expected = n -> n <= 15 ? low + (0.5 - low) * n / 15
                : n <= 42.5 ? 0.5 - (0.5 - low) * (n - 15) / 27.5 : low - (low - end) * (n - 42.5) / 7.5;
        compare(made(OneCycle.class, "peak", 0.5), expected);
        compare(made(OneCycle.class, "peak", 0.5, "unit", "step"), expected);
        compare(made(OneCycle.class, "peak", 0.5, "over", 4.0), n -> n <= 6 ? low + (0.5 - low) * n / 6
                : n <= 17 ? 0.5 - (0.5 - low) * (n - 6) / 11 : n <= 20 ? low - (low - end) * (n - 17) / 3 : end);
    }

    private void oneCycleOfAMomentumGoesTheOtherWay() {
        compare(made(OneCycle.class, "initial", 0.95, "peak", 0.85, "end", 0.95, "rise", 0.5, "fall", 1.0),
                n -> n <= 25 ? 0.95 - 0.1 * n / 25 : 0.85 + 0.1 * (n - 25) / 25);
    }
}

package org.fascicle.schedule.warmup;

import java.util.Collections;
import java.util.List;

import org.fascicle.api.schedule.Schedule;
import org.fascicle.schedule.PublishedCurves;
import org.fascicle.schedule.constant.Constant;
import org.fascicle.schedule.cosine.Cosine;
import org.fascicle.schedule.exponential.Exponential;
import org.fascicle.schedule.performance.Performance;
import org.fascicle.schedule.polynomial.Polynomial;
import org.fascicle.schedule.step.Step;

/** From the formula of Goyal, Dollár, Girshick et al., 2017, arXiv:1706.02677. */
public final class Published extends PublishedCurves {
    @Override
    protected void curves() {
        warmupStandsInFrontOfAnyOther();
        fractionsOfEpochsAreKept();
        warmupHandsTheHistoryOn();
    }

    private void warmupStandsInFrontOfAnyOther() {
        compare(made(Warmup.class, "schedule", new Constant(0.4), "over", 2.0), n -> n < 10 ? 0.04 * n : 0.4);
        Schedule exponential = made(Exponential.class, "initial", 1.0, "factor", 0.5, "every", 2.0);
        compare(made(Warmup.class, "schedule", exponential, "over", 2.0, "initial", 0.5),
                n -> n < 10 ? 0.5 + 0.05 * n : Math.pow(0.5, (n - 10) / 10.0));
        Schedule cosine = made(Cosine.class, "initial", 1.0);
        compare(made(Warmup.class, "schedule", cosine, "over", 10.0, "unit", "step"),
                n -> n < 10 ? n / 10.0 : wave(n - 10, 40));
        compare(made(Warmup.class, "schedule", made(Step.class, "initial", 1.0, "every", 3.0), "over", 1.0),
                n -> n < 5 ? n / 5.0 : Math.pow(0.1, (n - 5) / 15));
    }

    // Of 50 steps, 3 are the warm-up: the polynomial takes the other 47, though an epoch has five.
    private void fractionsOfEpochsAreKept() {
        Schedule whole = made(Polynomial.class, "initial", 1.0, "end", 0.0);
        compare(made(Warmup.class, "schedule", whole, "over", 3.0, "unit", "step"), n -> n < 3 ? n / 3.0 : 1 - (n - 3) / 47.0);
        compare(made(Warmup.class, "schedule", whole, "over", 0.6), n -> n < 3 ? n / 3.0 : 1 - (n - 3) / 47.0);
        compare(made(Warmup.class, "schedule", whole, "over", 0.5),
                n -> n < 2.5 ? n / 2.5 : 1 - (n - 2.5) / 47.5);
        Schedule inner = made(Warmup.class, "schedule", whole, "over", 3.0, "unit", "step");
        compare(made(Warmup.class, "schedule", inner, "over", 4.0, "unit", "step"),
                n -> n < 4 ? 0 : n < 7 ? (n - 4) / 3.0 : 1 - (n - 7) / 43.0);
        compare(made(Warmup.class, "schedule", made(Step.class, "initial", 1.0, "every", 3.0), "over", 0.6),
                n -> n < 3 ? n / 3.0 : Math.pow(0.1, (n - 3) / 15));
    }

    private void warmupHandsTheHistoryOn() {
        List<Double> loss = Collections.nCopies(9, 1.0);
        Schedule performance = made(Performance.class, "initial", 1.0, "patience", 3);
        compare(made(Warmup.class, "schedule", performance, "over", 2.0), loss,
                n -> n < 10 ? n / 10.0 : n < 20 ? 1 : n < 35 ? 0.1 : 0.01);
    }
}

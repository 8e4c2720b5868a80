package org.fascicle.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.OptionException;
import org.fascicle.schedule.constant.Constant;
import org.fascicle.schedule.cosine.Cosine;
import org.fascicle.schedule.cosinerestarts.CosineRestarts;
import org.fascicle.schedule.cyclic.Cyclic;
import org.fascicle.schedule.onecycle.OneCycle;
import org.fascicle.schedule.performance.Performance;
import org.fascicle.schedule.polynomial.Polynomial;
import org.fascicle.schedule.power.Power;
import org.fascicle.schedule.step.Step;
import org.fascicle.schedule.warmup.Warmup;
import org.fascicle.testing.Described;
import org.fascicle.testing.Techniques;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each schedule of this project over 50 steps, of which five make an epoch, against its published formula. */
class CurvesTest {
    @TestFactory
    Stream<DynamicTest> curvesAreThePublishedOnes() {
        return Techniques.beside(Constant.class).stream().map(technique -> DynamicTest.dynamicTest(technique.getSimpleName(),
                () -> Techniques.companion(technique, "Published", PublishedCurves.class).check(technique)));
    }

    @Test
    void performanceMissesAMetricThatIsNotThere() {
        Schedule schedule = made(Performance.class, "initial", 0.1, "monitor", "absent");
        assertEquals(0.1, schedule.at(At.step(4, List.of(1.0))));
        String message = assertThrows(IllegalArgumentException.class,
                () -> schedule.at(At.step(5, List.of(1.0)))).getMessage();
        assertTrue(message.contains("'absent'"), message);
        assertEquals(0.1, schedule.at(At.step(500)));
    }

    @Test
    void performanceWaitsForNobodyInEpochsThatAnotherSystemMade() {
        Schedule schedule = made(Performance.class, "initial", 1.0, "patience", 2);
        List<Double> losses = List.of(Double.NaN, Double.NaN, Double.NaN, 0.5, 0.5, 0.5);
        assertEquals(1.0, schedule.at(At.step(25, losses)));
        assertEquals(0.1, schedule.at(At.step(30, losses)));
        assertEquals(1.0, made(Performance.class, "initial", 1.0, "monitor", "absent").at(At.step(15, losses)));
    }

    @Test
    void performanceOfAMetricThatSaysNothingNeedsItsMode() {
        Schedule schedule = made(Performance.class, "initial", 0.1, "monitor", "score");
        String message = assertThrows(IllegalArgumentException.class, () -> schedule.at(At.step(0))).getMessage();
        assertEquals("'score' is no metric that says whether more or less is better: give \"mode\" as \"max\" or \"min\"",
                message);
        assertEquals(0.1, made(Performance.class, "initial", 0.1, "monitor", "score", "mode", "min").at(At.step(0)));
        assertEquals(Set.of("score"), schedule.monitors());
        assertEquals(Set.of("val_loss"), made(Performance.class, "initial", 0.1).monitors());
    }

    @Test
    void oneCycleRisesBeforeItFalls() {
        assertThrows(OptionException.class, () -> made(OneCycle.class, "peak", 0.5, "rise", 0.5, "fall", 0.5));
    }

    @Test
    void options() {
        String initial = "initial: a number in (-inf,inf)";
        String unit = "unit: one of step, epoch = epoch";
        String over = "over: a number in (0,inf) = null";
        assertEquals(List.of(initial, "every: a number in (0,inf)", "power: a number in [0,inf) = 1.0",
                "rate: a number in [0,inf) = 1.0", unit,
                "staircase: true or false = false"), Described.options(Power.class));
        assertEquals(List.of(initial, "factor: a number in (0,inf) = 0.1", "every: a number in (0,inf)", unit),
                Described.options(Step.class));
        assertEquals(List.of(initial, over, "end: a number in (-inf,inf) = 0.0001", "power: a number in (0,inf) = 1.0", unit,
                "cycle: true or false = false"), Described.options(Polynomial.class));
        assertEquals(List.of(initial, over, "alpha: a number in [0,1] = 0.0", unit), Described.options(Cosine.class));
        assertEquals(List.of(initial, "first: a number in (0,inf)", "t_mul: a number in [1,inf) = 2.0",
                "m_mul: a number in [0,inf) = 1.0", "alpha: a number in [0,1] = 0.0", unit),
                Described.options(CosineRestarts.class));
        assertEquals(List.of("minimum: a number in (-inf,inf)", "maximum: a number in (-inf,inf)",
                "half: a number in (0,inf)", "mode: one of triangular, triangular2, exp_range = triangular",
                "gamma: a number in (0,inf) = 1.0", unit), Described.options(Cyclic.class));
        assertEquals(List.of("peak: a number in (-inf,inf)", initial + " = null", "end: a number in (-inf,inf) = null",
                "rise: a number in (0,1) = 0.3", "fall: a number in (0,1] = 0.85", over, unit),
                Described.options(OneCycle.class));
        assertEquals(List.of(initial, "monitor: a text = val_loss", "factor: a number in (0,1) = 0.1",
                "patience: a whole number in [1,inf) = 10", "mode: one of auto, min, max = auto",
                "min_delta: a number in [0,inf) = 1e-4", "cooldown: a whole number in [0,inf) = 0",
                "minimum: a number in (-inf,inf) = 0.0"), Described.options(Performance.class));
        assertEquals(List.of("schedule: a schedule", "over: a number in (0,inf)", initial + " = 0.0", unit),
                Described.options(Warmup.class));
    }

    @Test
    void names() {
        Map<Class<?>, String> names = Map.of(Power.class, "power", Step.class, "step", Polynomial.class, "polynomial",
                Cosine.class, "cosine", CosineRestarts.class, "cosine_restarts", Cyclic.class, "cyclic",
                OneCycle.class, "one_cycle", Performance.class, "performance", Warmup.class, "warmup");
        names.forEach((technique, name) -> assertEquals("schedule " + name, Described.identity(technique)));
    }

    private static Schedule made(Class<?> technique, Object... options) {
        return PublishedCurves.made(technique, options);
    }
}

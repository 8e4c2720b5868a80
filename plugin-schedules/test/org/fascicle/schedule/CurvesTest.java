package org.fascicle.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

import org.junit.jupiter.api.Test;

import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.schedule.constant.Constant;
import org.fascicle.schedule.cosine.Cosine;
import org.fascicle.schedule.cosinerestarts.CosineRestarts;
import org.fascicle.schedule.cyclic.Cyclic;
import org.fascicle.schedule.exponential.Exponential;
import org.fascicle.schedule.onecycle.OneCycle;
import org.fascicle.schedule.performance.Performance;
import org.fascicle.schedule.polynomial.Polynomial;
import org.fascicle.schedule.power.Power;
import org.fascicle.schedule.step.Step;
import org.fascicle.schedule.warmup.Warmup;
import org.fascicle.testing.Described;

/** Each schedule over 50 steps, of which five make an epoch, against its published formula. */
class CurvesTest {
    @Test
    void powerIsAHalfThenAThird() {
        compare(made(Power.class, "initial", 0.3, "every", 4.0), n -> 0.3 / (1 + n / 5.0 / 4));
        compare(made(Power.class, "initial", 0.3, "every", 10.0, "unit", "step", "power", 2.0),
                n -> 0.3 / ((1 + n / 10.0) * (1 + n / 10.0)));
        double[] stairs = {0.6, 0.3, 0.2, 0.15, 0.12};
        compare(made(Power.class, "initial", 0.6, "every", 2.0, "staircase", true), n -> stairs[n / 10]);
    }

    @Test
    void stepFallsAtOnce() {
        double[] stairs = {8, 4, 2, 1, 0.5};
        compare(made(Step.class, "initial", 8.0, "factor", 0.5, "every", 2.0), n -> stairs[n / 10]);
        compare(made(Step.class, "initial", 1.0, "every", 20.0, "unit", "step"), n -> n < 20 ? 1 : n < 40 ? 0.1 : 0.01);
    }

    @Test
    void polynomialEndsAndStays() {
        compare(made(Polynomial.class, "initial", 0.1, "over", 8.0),
                n -> n < 40 ? (0.1 - 0.0001) * (1 - n / 40.0) + 0.0001 : 0.0001);
        compare(made(Polynomial.class, "initial", 0.1, "over", 30.0, "unit", "step", "power", 2.0, "end", 0.01),
                n -> n < 30 ? 0.09 * (1 - n / 30.0) * (1 - n / 30.0) + 0.01 : 0.01);
        compare(made(Polynomial.class, "initial", 1.0, "end", 0.0), n -> 1 - n / 50.0);
    }

    // Over 20, then over 40, then over 60 steps, all from the start.
    @Test
    void polynomialCycles() {
        compare(made(Polynomial.class, "initial", 1.0, "end", 0.0, "over", 20.0, "unit", "step", "cycle", true),
                n -> n <= 20 ? 1 - n / 20.0 : n <= 40 ? 1 - n / 40.0 : 1 - n / 60.0);
    }

    @Test
    void cosineEndsAtAlphaAndStays() {
        compare(made(Cosine.class, "initial", 0.2, "over", 6.0, "alpha", 0.1),
                n -> n < 30 ? 0.2 * (0.9 * (1 + Math.cos(Math.PI * n / 30)) / 2 + 0.1) : 0.02);
        compare(made(Cosine.class, "initial", 0.2, "unit", "step"), n -> 0.1 * (1 + Math.cos(Math.PI * n / 50)));
    }

    // Periods of 8, 16 and 32 steps.
    @Test
    void cosineRestartsInLongerPeriods() {
        compare(made(CosineRestarts.class, "initial", 1.0, "first", 8.0, "unit", "step", "m_mul", 0.5), n ->
                n < 8 ? wave(n, 8) : n < 24 ? 0.5 * wave(n - 8, 16) : 0.25 * wave(n - 24, 32));
        compare(made(CosineRestarts.class, "initial", 2.0, "first", 2.0, "t_mul", 1.0, "alpha", 0.25),
                n -> 2 * (0.75 * wave(n % 10, 10) + 0.25));
    }

    private static double wave(int n, int period) {
        return (1 + Math.cos(Math.PI * n / period)) / 2;
    }

    // Up for ten steps and down for ten.
    @Test
    void cyclicGoesUpAndDown() {
        IntToDoubleFunction triangle = n -> n % 20 <= 10 ? n % 20 / 10.0 : 2 - n % 20 / 10.0;
        compare(made(Cyclic.class, "minimum", 1.0, "maximum", 3.0, "half", 2.0), n -> 1 + 2 * triangle.applyAsDouble(n));
        compare(made(Cyclic.class, "minimum", 1.0, "maximum", 3.0, "half", 10.0, "unit", "step", "mode", "triangular2"),
                n -> 1 + 2 * triangle.applyAsDouble(n) / (n < 20 ? 1 : n < 40 ? 2 : 4));
        compare(made(Cyclic.class, "minimum", 1.0, "maximum", 3.0, "half", 10.0, "unit", "step", "mode", "exp_range",
                "gamma", 0.97), n -> 1 + 2 * triangle.applyAsDouble(n) * Math.pow(0.97, n));
    }

    // 15 steps up, until 42.5 down, and 7.5 to the end.
    @Test
    void oneCycleRisesFallsAndEnds() {
        double low = 0.5 / 25;
        double end = low / 10000;
        IntToDoubleFunction expected = n -> n <= 15 ? low + (0.5 - low) * n / 15
                : n <= 42.5 ? 0.5 - (0.5 - low) * (n - 15) / 27.5 : low - (low - end) * (n - 42.5) / 7.5;
        compare(made(OneCycle.class, "peak", 0.5), expected);
        compare(made(OneCycle.class, "peak", 0.5, "unit", "step"), expected);
        assertEquals(end, made(OneCycle.class, "peak", 0.5, "over", 4.0).at(At.step(20)), 1e-17);
        assertEquals(end, made(OneCycle.class, "peak", 0.5, "over", 4.0).at(At.step(49)), 1e-17);
    }

    @Test
    void oneCycleOfAMomentumGoesTheOtherWay() {
        compare(made(OneCycle.class, "initial", 0.95, "peak", 0.85, "end", 0.95, "rise", 0.5, "fall", 1.0),
                n -> n <= 25 ? 0.95 - 0.1 * n / 25 : 0.85 + 0.1 * (n - 25) / 25);
        assertThrows(OptionException.class, () -> made(OneCycle.class, "peak", 0.5, "rise", 0.5, "fall", 0.5));
    }

    // Improves in epochs 1, 2 and 5; two epochs without lead to a tenth after epochs 4, 7 and 9.
    @Test
    void performanceFallsWhenTheMetricStays() {
        List<Double> loss = List.of(1.0, 0.9, 0.9, 0.95, 0.8, 0.79995, 0.8, 0.9, 0.9, 0.9);
        double[] expected = {1, 1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001};
        compare(made(Performance.class, "initial", 1.0, "patience", 2), loss, n -> expected[n / 5]);
        compare(made(Performance.class, "initial", 1.0, "patience", 2, "minimum", 0.02), loss,
                n -> Math.max(0.02, expected[n / 5]));
    }

    @Test
    void performanceMaximizesAccuraciesAndCoolsDown() {
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
    void warmupStandsInFrontOfAnyOther() {
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

    @Test
    void warmupHandsTheHistoryOn() {
        List<Double> loss = new ArrayList<>(Arrays.asList(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0));
        Schedule performance = made(Performance.class, "initial", 1.0, "patience", 3);
        compare(made(Warmup.class, "schedule", performance, "over", 2.0), loss,
                n -> n < 10 ? n / 10.0 : n < 20 ? 1 : n < 35 ? 0.1 : 0.01);
    }

    @Test
    void options() {
        String initial = "initial: a number in (-inf,inf)";
        String unit = "unit: one of step, epoch = epoch";
        String over = "over: a number in (0,inf) = null";
        assertEquals(List.of(initial, "every: a number in (0,inf)", "power: a number in [0,inf) = 1.0", unit,
                "staircase: true or false = false"), Described.options(Power.class));
        assertEquals(List.of(initial, "factor: a number in (0,inf) = 0.1", "every: a number in (0,inf)", unit),
                Described.options(Step.class));
        assertEquals(List.of(initial, over, "end: a number in (-inf,inf) = 0.0001", "power: a number in (0,inf) = 1.0", unit,
                "cycle: true or false = false"), Described.options(Polynomial.class));
        assertEquals(List.of(initial, over, "alpha: a number in (-inf,inf) = 0.0", unit), Described.options(Cosine.class));
        assertEquals(List.of(initial, "first: a number in (0,inf)", "t_mul: a number in [1,inf) = 2.0",
                "m_mul: a number in [0,inf) = 1.0", "alpha: a number in (-inf,inf) = 0.0", unit),
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
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            values.put((String) options[i], options[i + 1]);
        }
        return (Schedule) TechniqueType.of(technique).create(values);
    }

    private static void compare(Schedule schedule, IntToDoubleFunction expected) {
        compare(schedule, List.of(), expected);
    }

    private static void compare(Schedule schedule, List<Double> metric, IntToDoubleFunction expected) {
        for (int n = 0; n < At.STEPS; n++) {
            assertEquals(expected.applyAsDouble(n), schedule.at(At.step(n, metric)), 1e-15, "step " + n);
        }
    }
}

package org.fascicle.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.schedule.constant.Constant;
import org.fascicle.schedule.exponential.Exponential;
import org.fascicle.schedule.piecewiseconstant.PiecewiseConstant;
import org.fascicle.testing.Described;
import org.fascicle.testing.Given;

/** Each schedule over 50 steps, of which five make an epoch. */
class SchedulesTest {
    private static final int STEPS = 50;
    private static final int STEPS_PER_EPOCH = 5;

    // A tenth after 20 epochs: each step multiplies by the hundredth root of 0.1.
    @Test
    void exponentialFallsGradually() {
        Schedule schedule = made(Exponential.class, Map.of("initial", 0.01, "factor", 0.1, "every", 20.0, "unit", "epoch"));
        assertEquals(0.01, schedule.at(moment(0)), 1e-17);
        assertEquals(0.01 * 0.9772372209558107, schedule.at(moment(1)), 1e-17);
        assertEquals(0.001, schedule.at(moment(100)), 1e-17);
    }

    @Test
    void exponentialByStepHalvesEveryTen() {
        Schedule schedule = made(Exponential.class, Map.of("initial", 8.0, "factor", 0.5, "every", 10.0, "unit", "step"));
        double[] decades = {8, 4, 2, 1, 0.5};
        for (int decade = 0; decade < decades.length; decade++) {
            assertEquals(decades[decade], schedule.at(moment(10 * decade)), 1e-15);
            assertEquals(decades[decade] * 0.7071067811865476, schedule.at(moment(10 * decade + 5)), 1e-15);
        }
    }

    @Test
    void piecewiseConstantNeedsOneValueMoreThanBoundariesThatIncrease() {
        assertThrows(OptionException.class, () -> made(PiecewiseConstant.class,
                Map.of("boundaries", List.of(1.0), "values", List.of(0.1))));
        assertThrows(OptionException.class, () -> made(PiecewiseConstant.class,
                Map.of("boundaries", List.of(2.0, 2.0), "values", List.of(0.1, 0.2, 0.3))));
        assertEquals(7, made(PiecewiseConstant.class,
                Map.of("boundaries", List.of(), "values", List.of(7.0))).at(moment(0)));
    }

    @Test
    void optionsAndNames() {
        assertEquals(List.of("value: a number in (-inf,inf)"), Described.options(Constant.class));
        assertEquals(List.of("initial: a number in (-inf,inf)", "factor: a number in (0,inf)", "every: a number in (0,inf)",
                "unit: one of step, epoch = epoch", "staircase: true or false = false"),
                Described.options(Exponential.class));
        assertEquals(List.of("boundaries: a list of numbers in [0,inf)", "values: a list of numbers in (-inf,inf)",
                "unit: one of step, epoch = epoch"), Described.options(PiecewiseConstant.class));
        assertEquals("schedule constant", Described.identity(Constant.class));
        assertEquals("schedule exponential", Described.identity(Exponential.class));
        assertEquals("schedule piecewise_constant", Described.identity(PiecewiseConstant.class));
    }

    @Test
    void impossibleRatesAreRefused() {
        assertThrows(OptionException.class, () -> made(Constant.class, Map.of("value", Double.POSITIVE_INFINITY)));
        assertThrows(OptionException.class,
                () -> made(Exponential.class, Map.of("initial", 0.1, "factor", 0.5, "every", 0.0)));
        assertThrows(OptionException.class,
                () -> made(Exponential.class, Map.of("initial", 0.1, "factor", -0.5, "every", 1.0)));
    }

    private static Schedule made(Class<?> technique, Map<String, ?> options) {
        return (Schedule) TechniqueType.of(technique).create(options);
    }

    private static Moment moment(long step) {
        return Given.moment(step, STEPS_PER_EPOCH, STEPS / STEPS_PER_EPOCH);
    }
}

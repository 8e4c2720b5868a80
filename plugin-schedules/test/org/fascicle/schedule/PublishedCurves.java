package org.fascicle.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.TechniqueType;

/**
 * The published formula of a schedule, to compare it with, over 50 steps of which five make an epoch. Each schedule has one
 * in a class {@code Published} in its package.
 */
public abstract class PublishedCurves {
    private Class<?> technique;
    private int compared;

    /** Calls {@code compare} for each configuration. */
    protected abstract void curves();

    final void check(Class<?> schedule) {
        technique = schedule;
        curves();
        assertTrue(compared > 0, "nothing was compared");
    }

    protected final void compare(Schedule schedule, IntToDoubleFunction expected) {
        compare(schedule, List.of(), expected);
    }

    /**
     * Compares.
     *
     * @param metric what was measured after each epoch
     * @param expected by step
     */
    protected final void compare(Schedule schedule, List<Double> metric, IntToDoubleFunction expected) {
        assertEquals(technique, schedule.getClass());
        compared++;
        for (int n = 0; n < At.STEPS; n++) {
            double value = expected.applyAsDouble(n);
            assertEquals(value, schedule.at(At.step(n, metric)), 2e-15 * Math.max(1, Math.abs(value)), "step " + n);
        }
    }

    /** A schedule with options, each name followed by its value. */
    protected static Schedule made(Class<?> technique, Object... options) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            values.put((String) options[i], options[i + 1]);
        }
        return (Schedule) TechniqueType.of(technique).create(values);
    }

    /** Half a wave of the cosine, from 1 to 0 over a period. */
    protected static double wave(int n, int period) {
        return (1 + Math.cos(Math.PI * n / period)) / 2;
    }
}

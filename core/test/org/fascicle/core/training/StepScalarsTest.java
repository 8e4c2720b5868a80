package org.fascicle.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.fascicle.api.problem.InputException;
import org.fascicle.compiler.trace.TraceScope;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.junit.jupiter.api.Test;

class StepScalarsTest {
    private static final String DEVIATION = TraceScope.SCHEDULE + "/network/0/noise/deviation/falling";

    private final Clock clock = new Clock(4, 2);

    @Test
    void aScheduleIsAskedOnceAStep() {
        StepScalars scalars = scalars("{'falling': {'start': 0.5}}", "0.5");
        Toys.ASKED.set(0);
        assertEquals(0.5, scalars.applyAsDouble(UpdateTraceScope.LEARNING_RATE));
        assertEquals(0.5, scalars.applyAsDouble(UpdateTraceScope.LEARNING_RATE));
        assertEquals(1, Toys.ASKED.get());
        clock.tick();
        assertEquals(0.25, scalars.applyAsDouble(UpdateTraceScope.LEARNING_RATE));
        assertEquals(2, Toys.ASKED.get());
        assertEquals(0.25, scalars.rows(3).lastLearningRate());
        assertEquals(2, Toys.ASKED.get());
    }

    @Test
    void plainNumbersAskNobody() {
        StepScalars scalars = scalars("0.125", "0.5");
        Toys.ASKED.set(0);
        assertEquals(Double.NaN, scalars.lastLearningRate());
        assertEquals(0.125, scalars.applyAsDouble(UpdateTraceScope.LEARNING_RATE));
        assertEquals(17, scalars.rows(17).applyAsDouble("rows"));
        clock.tick();
        assertEquals(1, scalars.applyAsDouble(UpdateTraceScope.STEP));
        assertEquals(0, Toys.ASKED.get());
        assertThrows(IllegalStateException.class, () -> scalars.applyAsDouble("speed"));
    }

    @Test
    void schedulesOfLayersAreKnownByTheirPlace() {
        StepScalars scalars = scalars("0.1", "{'falling': {'start': 0.5}}");
        clock.tick();
        assertEquals(0.25, scalars.applyAsDouble(DEVIATION));
    }

    @Test
    void whatIsOutOfTheOptionsRangeIsRefused() {
        StepScalars scalars = scalars("{'falling': {'until': 2, 'then': 'minus'}}", "0.5");
        clock.tick();
        scalars.applyAsDouble(UpdateTraceScope.LEARNING_RATE);
        clock.tick();
        InputException refused =
                assertThrows(InputException.class, () -> scalars.applyAsDouble(UpdateTraceScope.LEARNING_RATE));
        assertEquals("the schedule 'falling' gives -1.0 in step 2, which is not in [0,inf)", refused.problem());
        assertEquals("/optimizer/heavy_ball/learning_rate/falling", refused.pointer());
        InputException layer = assertThrows(InputException.class,
                () -> scalars("0.1", "{'falling': {'start': 8.0}}").applyAsDouble(DEVIATION));
        assertEquals("/network/0/noise/deviation/falling", layer.pointer());
    }

    @Test
    void turnsOfSeveralStepsAreCounted() {
        StepScalars scalars = scalars("0.1", "0.5");
        StringBuilder values = new StringBuilder();
        for (int step = 0; step < 7; step++) {
            values.append((int) scalars.applyAsDouble("step/3"))
                    .append((int) scalars.applyAsDouble("updates/3")).append(' ');
            clock.tick();
        }
        assertEquals("00 00 01 10 10 11 20 ", values.toString());
    }

    @Test
    void nanIsRefused() {
        StepScalars scalars = scalars("{'falling': {'until': 0}}", "0.5");
        InputException refused =
                assertThrows(InputException.class, () -> scalars.applyAsDouble(UpdateTraceScope.LEARNING_RATE));
        assertEquals("the schedule 'falling' gives NaN in step 0, which is not in [0,inf)", refused.problem());
    }

    private StepScalars scalars(String rate, String deviation) {
        ModelSpec model = Toys.model("", "{'noise': {'deviation': " + deviation + "}}, {'linear': {'units': 3}}",
                "'loss': 'squares', 'optimizer': {'heavy_ball': {'learning_rate': " + rate + "}}");
        return new StepScalars(clock, new TechniqueFactory(Toys.techniques()), model);
    }
}

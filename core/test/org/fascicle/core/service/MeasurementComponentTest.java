package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.measure.BenchmarkResult;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;

class MeasurementComponentTest {
    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);
    private final Measurement measurement = new MeasurementComponent();

    @Test
    void measuresStepsAndLeavesTheModelAsItWas() {
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), Settings.defaults())) {
            Data data = fascicle.data(model);
            double[] before = model.tensor("linear/kernel");
            long held = backend.open();
            BenchmarkResult result = measurement.benchmark(model, data, 4, 0.01);
            assertEquals(4, result.batch());
            assertTrue(result.steps() > 0 && result.medianStepMicros() > 0);
            assertArrayEquals(before, model.tensor("linear/kernel"));
            assertEquals(held, backend.open());
        }
    }

    @Test
    void refusesWhatItCannotMeasure() {
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), Settings.defaults())) {
            Data data = fascicle.data(model);
            long held = backend.open();
            assertThrows(InputException.class, () -> measurement.benchmark(model, data, -1, 0.01));
            InputException refusal = assertThrows(InputException.class, () -> measurement.profile(model, data, 4, 0.01));
            assertTrue(refusal.getMessage().contains("does not measure the parts of a step"), refusal.getMessage());
            assertEquals(held, backend.open());
        }
    }
}

package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Stream;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.DivergedException;
import org.fascicle.api.training.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A loss that is not finite ends training with a message, and the parameters are those from before that step. */
@ComputesAlone
public class DivergenceTest extends PlatformTest {
    static Stream<Arguments> checks() throws Exception {
        return allBackends().stream().flatMap(backend -> Stream.of(1, 3, 100).map(every -> Arguments.of(backend, every)));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aLossThatTurnsNanKeepsFiniteWeights(String backend) {
        Settings settings = on(backend).override("optimizer", "{ \"sgd\": { \"learning_rate\": 1e30 } }");
        String model = Models.with(Models.NORMALIZED, "{ \"batch_normalization\": {} },", "");
        try (Model network = create(model, settings)) {
            assertRefused(SOURCE, () -> train(network),
                    "loss is not finite", "epoch 1", "as they were before", "smaller learning rate");
            Tensors.assertFinite(weights(network));
            evaluate(network, validationRows(network));
        }
    }

    /**
     * The step that goes wrong changes nothing at all, and neither do those that were asked for before that was noticed: parameters, slots
     * and moving averages are those of the step before.
     */
    @ParameterizedTest
    @MethodSource("checks")
    void theStepThatFailsChangesNothing(String backend, int checkEvery) {
        // Steps 0 to 4 are ordinary; the sixth one multiplies the weights by so much that the seventh overflows.
        Settings settings = on(backend).override("optimizer",
                "{ \"nesterov\": { \"learning_rate\": { \"piecewise_constant\": "
                        + "{ \"boundaries\": [ 4 ], \"values\": [ 0.01, 1e30 ], \"unit\": \"step\" } } } }");
        String model = Models.with(Models.NORMALIZED, "{ \"batch_normalization\": {} },", "");
        try (Model network = create(model, settings); Model again = create(model, settings)) {
            long[] made = new long[1];
            Training failing = fascicle.train(network).checkEvery(checkEvery)
                    .listener(Listen.step(progress -> made[0] = progress.step())).start();
            InputException refusal = assertRefused(SOURCE, failing::join, "not finite in step " + (5 + 2));
            assertEquals(6, ((DivergedException) refusal).step());
            assertTrue(made[0] >= 6 && made[0] < 6 + checkEvery, "steps that were reported: " + made[0]);
            assertEquals(6, failing.step());
            Map<String, double[]> slots = tensors(trainTo(again, failing.step()), "training/");
            Tensors.assertSameBits(slots, tensors(failing, "training/"));
            Tensors.assertSameBits(weights(again), weights(network));
        }
    }
}

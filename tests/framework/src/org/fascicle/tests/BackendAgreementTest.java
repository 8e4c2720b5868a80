package org.fascicle.tests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.fascicle.api.network.Network;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every backend, in float32, computes what the reference computes in float64 with the same draws. */
public class BackendAgreementTest extends PlatformTest {
    private static final int STEPS = 100;
    private static final double AFTER_STEPS = 5e-6;
    private static final int STATES = 20;
    private static final double AFTER_ONE_STEP = 2e-6;
    /** Of {@link Models#DEEP}: what it adds to every row, the normalization behind it takes away again. */
    private static final String WITHOUT_GRADIENT = "offset/bias";

    @TempDir
    Path folder;

    static Stream<Arguments> backendsAndModels() throws Exception {
        List<Arguments> all = new ArrayList<>();
        for (String backend : backends()) {
            all.add(Arguments.of(backend, "normalized", Models.NORMALIZED));
            all.add(Arguments.of(backend, "normalized, adam",
                    Models.with(Models.NORMALIZED, "{ \"nesterov\": { \"learning_rate\": 0.02, \"momentum\": 0.9 } }",
                            "\"adam\"")));
            all.add(Arguments.of(backend, "deep", Models.DEEP));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("backendsAndModels")
    void hundredStepsStayWithinFiveMillionths(String backend, String name, String model) {
        try (Network exact = read(model, oracle()); Network network = read(model, on(backend))) {
            StopAt.step(exact, STEPS);
            StopAt.step(network, STEPS);
            Tensors.assertNear(weights(exact), weights(network), AFTER_STEPS, WITHOUT_GRADIENT, AFTER_STEPS);
        }
    }

    static Stream<Arguments> othersAndModels() throws Exception {
        return backendsAndModels().filter(arguments -> !arguments.get()[0].equals("reference"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("othersAndModels")
    void eachOfTwentySingleStepsStaysWithinTwoMillionths(String backend, String name, String model) {
        Path archive = folder.resolve("state.fascicle");
        try (Network run = read(model, on(backend))) {
            run.save(archive);
            for (int state = 0; state < STATES; state++) {
                long next = 3L * state + 1;
                try (Network exact = networks.restore(archive, oracle());
                        Network network = networks.restore(archive, on(backend))) {
                    StopAt.step(exact, next);
                    StopAt.step(network, next);
                    Tensors.assertNear(weights(exact), weights(network), AFTER_ONE_STEP, WITHOUT_GRADIENT, AFTER_ONE_STEP);
                }
                StopAt.step(run, 3L * (state + 1));
                run.save(archive);
            }
        }
    }
}

package org.fascicle.tests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.fascicle.api.model.Model;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every backend, in float32, computes what the reference computes in float64 with the same draws. */
@ComputesAlone
public class BackendAgreementTest extends PlatformTest {
    private static final int STEPS = 100;
    private static final double AFTER_STEPS = 5e-6;
    private static final int STATES = 20;
    private static final double AFTER_ONE_STEP = 2e-6;
    /** Of {@link Models#DEEP}: what it adds to every row, the normalization behind it takes away again. */
    private static final String WITHOUT_GRADIENT = "offset/bias";

    private static final TrainingListener ONE_STEP = Listen.step(Progress::stop);

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
        try (Model exact = create(model, oracle()); Model network = create(model, on(backend))) {
            trainTo(exact, STEPS);
            trainTo(network, STEPS);
            Tensors.assertNear(weights(exact), weights(network), AFTER_STEPS, WITHOUT_GRADIENT, AFTER_STEPS);
        }
    }

    static Stream<Arguments> othersAndModels() throws Exception {
        return backendsAndModels().filter(arguments -> !arguments.get()[0].equals("reference"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("othersAndModels")
    void eachOfTwentySingleStepsStaysWithinTwoMillionths(String backend, String name, String model) {
        for (Path archive : states(model, backend)) {
            try (Model exact = resume(archive, oracle(), ONE_STEP).model();
                    Model network = resume(archive, on(backend), ONE_STEP).model()) {
                Tensors.assertNear(weights(exact), weights(network), AFTER_ONE_STEP, WITHOUT_GRADIENT, AFTER_ONE_STEP);
            }
        }
    }

    /** Archives of a run, from its first step on every three steps. */
    private List<Path> states(String model, String backend) {
        List<Path> archives = new ArrayList<>();
        CompletableFuture<Training> started = new CompletableFuture<>();
        try (Model network = create(model, on(backend))) {
            started.complete(fascicle.train(network).listener(new TrainingListener() {
                @Override
                public void started(Progress progress) {
                    save();
                }

                @Override
                public void stepped(Progress progress) {
                    if (progress.step() % 3 == 0 && save() == STATES) {
                        progress.stop();
                    }
                }

                private int save() {
                    archives.add(folder.resolve(archives.size() + ".fascicle"));
                    started.join().save(archives.get(archives.size() - 1));
                    return archives.size();
                }
            }).start());
            started.join().join();
        }
        return archives;
    }
}

package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.fascicle.api.model.Model;
import org.fascicle.api.training.DefinitionChange;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainings whose definition is changed while they run, on every backend. */
@Timeout(300)
public class ChangedTrainingTest extends PlatformTest {
    private static final int MOMENT = 17;
    private static final String KERNEL = "dense/kernel";
    private static final double RATE = 0.001;

    @TempDir
    Path folder;

    private final List<DefinitionChange> changes = new ArrayList<>();
    private final List<double[]> kernels = new ArrayList<>();

    /** A training of a model to its end, to which something is done after a step. */
    private Training trained(Model model, Consumer<Training> act) {
        CompletableFuture<Training> started = new CompletableFuture<>();
        Training training = fascicle.train(model).listener(new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                kernels.add(model.tensor(KERNEL));
                if (progress.step() == MOMENT) {
                    act.accept(started.join());
                }
            }

            @Override
            public void changed(DefinitionChange change) {
                changes.add(change);
            }
        }).start();
        started.complete(training);
        training.join();
        return training;
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aRateOfZeroFreezesTheParameters(String backend) {
        try (Model model = create(Models.NORMALIZED, on(backend).override("optimizer", "adam"))) {
            Training training = trained(model, running -> running.change("optimizer.learning_rate", "0"));
            assertFalse(Arrays.equals(kernels.get(0), kernels.get(MOMENT - 1)));
            assertTrue(kernels.size() > MOMENT + 20);
            for (double[] kernel : kernels.subList(MOMENT, kernels.size())) {
                assertArrayEquals(kernels.get(MOMENT - 1), kernel);
            }
            int epochs = training.history().epochs();
            assertEquals(0, training.history().value("learning_rate", epochs - 1));
        }
    }

    /** Both have slots called velocity, which mean different things; and adam counts its updates. */
    @ParameterizedTest
    @MethodSource("backends")
    void anotherOptimizerBeginsAsIfItWereItsFirstStep(String backend) {
        String momentum = "{ \"momentum\": { \"learning_rate\": 0.01 } }";
        Path archive = folder.resolve("changed.fasc");
        try (Model model = create(Models.NORMALIZED, on(backend).override("optimizer", momentum))) {
            Training training = trained(model, running -> {
                running.change("optimizer", "{ \"adam\": { \"learning_rate\": " + RATE + ", \"clipnorm\": 1 } }");
                running.save(archive);
            });
            assertTrue(changes.get(0).begunAnew().contains("optimizer/dense/kernel/velocity"), changes.toString());
            double most = 0;
            for (int i = 0; i < kernels.get(0).length; i++) {
                most = Math.max(most, Math.abs(kernels.get(MOMENT)[i] - kernels.get(MOMENT - 1)[i]));
            }
            assertEquals(RATE, most, 0.01 * RATE);
            Training second = resume(archive, on(backend));
            try (Model resumed = second.model()) {
                Tensors.assertSameBits(tensors(training), tensors(second));
                assertEquals(training.history().values(), second.history().values());
            }
        }
    }

    /** What has other programs and the same numbers changes no bit. */
    @ParameterizedTest
    @MethodSource("backends")
    void whatComputesTheSameIsEqualToTheBit(String backend) {
        String plain = "{ \"adam\": { \"learning_rate\": 0.001 } }";
        try (Model undisturbed = create(Models.NORMALIZED, on(backend).override("optimizer", plain));
                Model model = create(Models.NORMALIZED, on(backend).override("optimizer", plain))) {
            Map<String, double[]> expected = tensors(train(undisturbed));
            Map<String, double[]> changed = tensors(trained(model, running -> {
                running.change("optimizer.global_clipnorm", "1e-3");
                running.change("updates", "[ \"lookahead\" ]");
                running.change("updates", "[]");
                running.change("optimizer", plain);
            }));
            Tensors.assertSameBits(expected, changed);
            assertEquals(4, changes.size());
        }
    }
}

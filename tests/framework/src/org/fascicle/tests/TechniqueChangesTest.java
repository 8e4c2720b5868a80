package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bundles of techniques come, change and go while a network trains that uses them. */
@Timeout(300)
public class TechniqueChangesTest extends PlatformTest {
    private static final String BUNDLE = "com.example.optimizer.signum";
    /** Another default, and a slot more. */
    private static final String NEXT = "com.example.optimizer.signum.next";
    private static final String NAME = "com.example:signum";
    private static final String ACTIVATION = "com.example.activation.softsign";
    private static final String ACTIVATION_NAME = "com.example:softsign";
    private static final String MODEL = Models.with(
            Models.with(Models.NORMALIZED, "\"elu\"", "{ \"" + ACTIVATION_NAME + "\": {}, \"version\": \"[1.2,2)\" }"),
            "{ \"nesterov\": { \"learning_rate\": 0.02, \"momentum\": 0.9 } }", "\"" + NAME + "\"");
    private static final int CHANGE = 17;
    private static final int STEPS = 60;

    @TempDir
    Path folder;

    private final List<TechniqueChange> changes = new ArrayList<>();

    /** Something that may fail. */
    private interface Act {
        void run() throws Exception;
    }

    private static TrainingListener at(long step, Act act) {
        return Listen.step(progress -> {
            if (progress.step() == step) {
                try {
                    act.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    private TrainingListener noting() {
        return new TrainingListener() {
            @Override
            public void techniquesChanged(TechniqueChange change) {
                changes.add(change);
            }
        };
    }

    private Map<String, double[]> trained(Settings settings, Function<TrainingPlan, TrainingPlan> how, Act act) {
        try (Model model = create(MODEL, settings)) {
            Training training = how.apply(fascicle.train(model)).listener(noting()).listener(at(CHANGE, act)).start();
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
            assertEquals(STEPS, training.step());
            return tensors(training);
        }
    }

    private Map<String, double[]> undisturbed(Settings settings) {
        return trained(settings, plan -> plan, () -> {});
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aTrainingKeepsWhatItStartedWith(String backend) throws Exception {
        try (Guest activation = Guest.install(ACTIVATION); Guest guest = Guest.install(BUNDLE)) {
            Map<String, double[]> expected = undisturbed(on(backend));
            List<Guest> later = new ArrayList<>();
            Map<String, double[]> kept = trained(on(backend), plan -> plan, () -> {
                later.add(Guest.install(NEXT, BUNDLE, "1.3.0"));
                later.add(Guest.install(ACTIVATION, ACTIVATION, "1.9.0"));
            });
            for (Guest one : later) {
                one.close();
            }
            Tensors.assertSameBits(expected, kept);
            assertEquals(List.of(), changes);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void followingLosesNoStepAndNoBit(String backend) throws Exception {
        try (Guest activation = Guest.install(ACTIVATION); Guest guest = Guest.install(BUNDLE)) {
            Map<String, double[]> expected = undisturbed(on(backend));
            List<Guest> later = new ArrayList<>();
            Map<String, double[]> followed = trained(on(backend), plan -> plan.follow(true), () -> {
                later.add(Guest.install(BUNDLE, BUNDLE, "1.2.5"));
                later.add(Guest.install(ACTIVATION, ACTIVATION, "1.9.0"));
                later.add(Guest.install(ACTIVATION, ACTIVATION, "2.0.0"));
            });
            for (Guest one : later) {
                one.close();
            }
            Tensors.assertSameBits(expected, followed);
            assertEquals(1, changes.size());
            assertEquals(CHANGE, changes.get(0).step());
            assertEquals(List.of("1.9.0", "1.2.5"),
                    Arrays.asList(changes.get(0).replacements().stream().map(TechniqueChange.Replacement::to).toArray()));
        }
    }

    @Test
    void followingSaysWhatDiffersAndWhatBeginsAnew() throws Exception {
        try (Guest activation = Guest.install(ACTIVATION); Guest guest = Guest.install(BUNDLE)) {
            List<Guest> later = new ArrayList<>();
            trained(on("reference"), plan -> plan.follow(true), () -> later.add(Guest.install(NEXT, BUNDLE, "1.3.0")));
            later.get(0).close();
            TechniqueChange change = changes.get(0);
            assertEquals("optimizer com.example:signum 1.2.0 replaced by 1.3.0 (beta 0.9 then, 0.5 now)",
                    change.replacements().get(0).toString());
            assertEquals(List.of("optimizer/updates"), change.begunAnew());
            assertTrue(change.carried().contains("optimizer/dense/kernel/average"), change.toString());
        }
    }

    /** An update is leave and come: the training waits for the one that comes. */
    @ParameterizedTest
    @MethodSource("backends")
    void aBundleThatIsUpdatedTakesItsTrainingAlong(String backend) throws Exception {
        try (Guest activation = Guest.install(ACTIVATION); Guest guest = Guest.install(BUNDLE)) {
            Map<String, double[]> expected = undisturbed(on(backend));
            CompletableFuture<Void> updated = new CompletableFuture<>();
            Map<String, double[]> taken = trained(on(backend), plan -> plan, () -> new Thread(() -> {
                try {
                    activation.update(ACTIVATION, "1.3.0");
                    updated.complete(null);
                } catch (Exception e) {
                    updated.completeExceptionally(e);
                }
            }).start());
            updated.join();
            Tensors.assertSameBits(expected, taken);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aBundleThatIsUninstalledEndsTheTrainingWithAllItHas(String backend) throws Exception {
        Path archive = folder.resolve("missing.fasc");
        Map<String, double[]> expected;
        try (Guest activation = Guest.install(ACTIVATION)) {
            Guest guest = Guest.install(BUNDLE);
            expected = undisturbed(on(backend));
            try (Model model = create(MODEL, on(backend))) {
                Training training = fascicle.train(model).listener(at(CHANGE, guest::close)).start();
                TrainingResult result = training.join();
                assertEquals(TrainingResult.End.TECHNIQUE_MISSING, result.end());
                assertEquals(CHANGE, training.step());
                assertEquals(1, result.history().epochs());
                String reason = result.reason().orElseThrow();
                assertTrue(reason.contains("optimizer com.example:signum 1.2.0 of the bundle " + BUNDLE + " 1.2.0"), reason);
                assertTrue(reason.contains("the optimizer '" + NAME + "' in any version"), reason);
                training.save(archive);
            }
            assertRefused(archive.toString(), () -> fascicle.resume(archive, on(backend)).start(), NAME);
            try (Guest again = Guest.install(BUNDLE)) {
                Training training = resume(archive, on(backend));
                Tensors.assertSameBits(expected, tensors(training));
                training.model().close();
            }
        }
    }

    @Test
    void theReasonNamesTheBundleThatWouldProvideIt() throws Exception {
        try (Guest activation = Guest.install(ACTIVATION); Guest guest = Guest.install(BUNDLE);
                Model model = create(MODEL, on("reference"))) {
            TrainingResult result = fascicle.train(model).listener(at(CHANGE, () -> activation.bundle().stop())).start().join();
            String reason = result.reason().orElseThrow();
            assertTrue(reason.contains("the activation '" + ACTIVATION_NAME + "' in [1.2,2)"), reason);
            assertTrue(reason.contains("The bundle " + ACTIVATION + " 1.2.0 has it, but is not started. Start it"), reason);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aTrainingThatWaitsGoesOnWhenItIsBack(String backend) throws Exception {
        try (Guest activation = Guest.install(ACTIVATION); Guest guest = Guest.install(BUNDLE);
                Model model = create(MODEL, on(backend))) {
            Map<String, double[]> expected = undisturbed(on(backend));
            Training training = fascicle.train(model).waitForTechniques(true)
                    .listener(at(CHANGE, () -> activation.bundle().stop())).start();
            Path archive = folder.resolve("waiting.fasc");
            do {
                training.save(archive);
            } while (training.step() < CHANGE);
            training.save(archive);
            assertTrue(training.isRunning());
            assertEquals(CHANGE, training.step());
            activation.bundle().start();
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
            Tensors.assertSameBits(expected, tensors(training));
        }
    }

    @Test
    void anArchiveTakesTheRecordedVersionOrIsRefused() throws Exception {
        Path archive = folder.resolve("pinned.fasc");
        try (Guest activation = Guest.install(ACTIVATION)) {
            try (Guest guest = Guest.install(BUNDLE); Model model = create(MODEL, on("reference"))) {
                trainTo(model, CHANGE).save(archive);
                try (Guest next = Guest.install(NEXT, BUNDLE, "1.3.0")) {
                    Training training = resume(archive, on("reference"), Listen.stopAt(CHANGE + 1));
                    assertFalse(tensors(training).containsKey("optimizer/updates"), "that is a slot of 1.3.0");
                    training.model().close();
                }
            }
            try (Guest next = Guest.install(NEXT, BUNDLE, "1.3.0")) {
                float[] before;
                try (Model model = fascicle.open(archive, on("reference"))) {
                    before = predict(model, testRows(model), 0, 3);
                }
                assertRefused(archive.toString(), () -> fascicle.resume(archive, on("reference")).start(), "version 1.2.0", NAME,
                        "beta 0.9 then, 0.5 now", "Installed: 1.3.0", "Install 1.2.0", "--upgrade");
                try (Model model = fascicle.open(archive, on("reference").upgrade(true))) {
                    assertArrayEquals(before, predict(model, testRows(model), 0, 3));
                }
            }
        }
        try (Guest guest = Guest.install(BUNDLE); Guest other = Guest.install(ACTIVATION, ACTIVATION, "1.4.0")) {
            assertRefused(archive.toString(), () -> fascicle.open(archive, on("reference")), ACTIVATION_NAME, "Install 1.2.0");
            fascicle.open(archive, on("reference").upgrade(true)).close();
        }
        try (Guest guest = Guest.install(BUNDLE); Guest other = Guest.install(ACTIVATION, ACTIVATION, "2.4.0")) {
            assertRefused(archive.toString(), () -> fascicle.open(archive, on("reference").upgrade(true)), "[1.2,2)", "2.4.0");
        }
        assertTrue(Files.size(archive) > 0);
    }

    @Test
    void twoModelsPinAVersionEachInOneProcess() throws Exception {
        try (Guest activation = Guest.install(ACTIVATION); Guest one = Guest.install(BUNDLE);
                Guest two = Guest.install(NEXT, BUNDLE, "1.3.0");
                Model first = create(pinned("[1.2,1.3)"), on("reference"));
                Model second = create(pinned("[1.3,2)"), on("reference"));
                Model free = create(MODEL, on("reference"))) {
            assertFalse(tensors(trainTo(first, 3)).containsKey("optimizer/updates"));
            Map<String, double[]> latest = tensors(trainTo(second, 3));
            assertTrue(latest.containsKey("optimizer/updates"));
            Tensors.assertSameBits(latest, tensors(trainTo(free, 3)));
        }
    }

    private static String pinned(String range) {
        return Models.with(MODEL, "\"optimizer\": \"" + NAME + "\"",
                "\"optimizer\": { \"" + NAME + "\": {}, \"version\": \"" + range + "\" }");
    }
}

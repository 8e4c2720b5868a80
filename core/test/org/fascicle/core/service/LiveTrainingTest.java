package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.DivergedException;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.registry.Shelf;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings on the reference backend. */
class LiveTrainingTest {
    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);

    @TempDir
    Path folder;

    @Test
    void trainsAndReportsIt() {
        List<String> reported = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void started(Progress progress) {
                reported.add("started");
            }

            @Override
            public void stepped(Progress progress) {
                reported.add(progress.epoch() + ":" + progress.samples());
            }

            @Override
            public void epochEnded(Progress progress) {
                reported.add("ended " + progress.epoch() + " " + progress.metrics().keySet());
            }
        };
        try (Model model = create(Fixture.LAYERS, Fixture.REST);
                Training training = fascicle.train(model).listener(listener).start()) {
            TrainingResult result = training.join();
            assertEquals(TrainingResult.End.COMPLETED, result.end());
            assertEquals(0, result.bestEpoch());
            assertEquals(List.of("loss", "accuracy", "val_loss", "val_accuracy", "learning_rate"),
                    List.copyOf(result.history().values().keySet()));
            assertEquals(3, training.history().epochs());
            assertEquals(12, training.step());
            assertArrayEquals(new double[] {15}, tensors(training).get("training/loss/count"), "metrics are those of one epoch");
            assertEquals(0.1 / 12, training.history().value("learning_rate", 2), 1e-9);
            assertEquals(Fixture.loss(fascicle, model), training.history().value("val_loss", 2));
        }
        assertEquals(List.of("started", "1:4", "1:8", "1:12", "1:15", "ended 1 [loss, accuracy, val_loss, val_accuracy]"),
                reported.subList(0, 6));
        assertEquals("ended 3 [loss, accuracy, val_loss, val_accuracy]", reported.get(reported.size() - 1));
        assertEquals(0, backend.open());
    }

    @Test
    void stoppedSavedAndResumedIsEqualToTheBit() {
        Map<String, double[]> whole = trained(Fixture.LAYERS, Fixture.REST);
        Path file = cut(Fixture.LAYERS, Fixture.REST, 6);
        TrainingPlan plan = fascicle.resume(file, Settings.defaults());
        try (Model model = plan.model(); Training training = plan.start()) {
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
            Map<String, double[]> resumed = tensors(training);
            assertTrue(resumed.keySet().containsAll(
                    List.of("linear/kernel", "running/mean", "optimizer/linear/kernel/velocity", "optimizer/count")));
            assertSame(whole, resumed);
            assertEquals(3, training.history().epochs());
            assertArrayEquals(whole.get("linear/kernel"), model.tensor("linear/kernel"));
        }
    }

    @Test
    void aTrainingWhoseTechniquesHaveGoneLeavesItsParameters() {
        Shelf leaving = new Shelf(Toys.techniques().all());
        Fascicle without = Fixture.fascicle(backend, leaving);
        Definition definition = Fixture.definition(Fixture.LAYERS, Fixture.REST);
        try (Model model = without.create(definition, Settings.defaults()); Training training = without.train(model).start()) {
            training.join();
            double[] trained = model.tensor("linear/kernel");
            leaving.clear();
            training.close();
            assertArrayEquals(trained, model.tensor("linear/kernel"));
        }
        assertEquals(0, backend.open());
    }

    @Test
    void aResumedTrainingBeginsWhereItStood() {
        Path file = cut(Fixture.LAYERS, Fixture.REST, 6);
        List<Long> steps = new ArrayList<>();
        TrainingPlan plan = fascicle.resume(file, Settings.defaults()).listener(new TrainingListener() {
            @Override
            public void started(Progress progress) {
                steps.add(progress.step());
                steps.add(progress.stepInEpoch());
                steps.add((long) progress.epoch());
            }
        });
        try (Model model = plan.model(); Training training = plan.start()) {
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
        }
        assertEquals(List.of(6L, 2L, 2L), steps);
    }

    @Test
    void earlyStoppingPutsTheBestWeightsBackAlsoAfterAResume() {
        String rest =
                Fixture.REST.replace("'epochs': 3", "'epochs': 50, 'early_stopping': {'monitor': 'val_loss', 'patience': 3, "
                        + "'restore_best_weights': true}").replace("{'falling': {}}", "2.0");
        Map<String, double[]> whole;
        TrainingResult result;
        try (Model model = create(Fixture.LAYERS, rest); Training training = fascicle.train(model).start()) {
            result = training.join();
            assertEquals(TrainingResult.End.EARLY_STOPPED, result.end());
            List<Double> losses = result.history().values().get("val_loss");
            int best = losses.indexOf(losses.stream().min(Double::compare).orElseThrow());
            assertEquals(best + 1, result.bestEpoch());
            assertEquals(best + 1 + 3, losses.size());
            assertEquals(losses.get(best), Fixture.loss(fascicle, model));
            whole = tensors(training);
        }
        int best = result.bestEpoch();
        TrainingPlan plan = fascicle.resume(cut(Fixture.LAYERS, rest, best * 4 + 5), Settings.defaults());
        try (Model model = plan.model(); Training training = plan.start()) {
            TrainingResult resumed = training.join();
            assertEquals(TrainingResult.End.EARLY_STOPPED, resumed.end());
            assertEquals(best, resumed.bestEpoch());
            assertEquals(result.history().values(), resumed.history().values());
            assertSame(whole, tensors(training));
        }
    }

    @Test
    void updatesWithAllAroundThemGoOnAfterAResumeToTheBit() {
        String rest = Fixture.REST.replace("'learning_rate': {'falling': {}}", "'learning_rate': {'falling': {}}, "
                + "'weight_decay': 0.1, 'exclude_from_weight_decay': 'bias', 'use_ema': true, 'ema_momentum': 0.5, "
                + "'ema_overwrite_frequency': 3, 'gradient_accumulation_steps': 2")
                .replace("'training'", "'gradient_transforms': ['counting', 'counting'], "
                        + "'parameter_groups': [{'match': 'linear', 'learning_rate_multiplier': {'falling': {'start': 2.0}}}, "
                        + "{'match': 'linear_1/bias', 'optimizer': 'descent'}], 'training'");
        Map<String, double[]> whole = trained(Fixture.LAYERS, rest);
        for (int cut = 1; cut < 12; cut += 2) {
            TrainingPlan plan = fascicle.resume(cut(Fixture.LAYERS, rest, cut), Settings.defaults());
            try (Model model = plan.model(); Training training = plan.start()) {
                training.join();
                assertSame(whole, tensors(training));
            }
        }
        assertTrue(whole.containsKey("optimizer/linear/kernel/gradient_accumulator"), whole.keySet().toString());
    }

    @Test
    void aPlansOwnValuesAreThoseOfItsTraining() {
        try (Model model = create(Fixture.LAYERS, Fixture.REST)) {
            TrainingPlan plan = fascicle.train(model).epochs(2).batchSize(5).set("optimizer", "\"descent\"");
            assertTrue(plan.summary().parameters().stream().filter(parameter -> parameter.path().startsWith("linear"))
                    .allMatch(parameter -> parameter.update().orElseThrow().equals("descent")));
            try (Training training = plan.start()) {
                assertEquals(2, training.join().history().epochs());
                assertEquals(6, training.step());
                assertTrue(tensors(training).keySet().stream().noneMatch(path -> path.startsWith("optimizer/")));
            }
            InputException refused = assertThrows(InputException.class, () -> fascicle.train(model).batchSize(0).start());
            assertEquals("/training/batch_size", refused.pointer());
        }
        assertEquals(0, backend.open());
    }

    @Test
    void anAutoencoderComparesWithItsOwnFeatures() {
        String rest = "'loss': 'squares', 'optimizer': {'heavy_ball': {'learning_rate': 0.01}}, 'training': {'epochs': 4}";
        String json = Toys.json("'target': 'features', 'classes': 0", "{'linear': {'units': 3}}", rest);
        try (Model model = fascicle.create(Definition.text(json, "m.json"), Settings.defaults())) {
            double before = model.evaluate(fascicle.data(model).training()).metrics().get("loss");
            try (Training training = fascicle.train(model).start()) {
                training.join();
            }
            double after = model.evaluate(fascicle.data(model).training()).metrics().get("loss");
            assertTrue(after < before, before + " " + after);
        }
    }

    @Test
    void allProgramsOfAModelKeepToItsThreads() {
        Settings two = Settings.defaults().threads(2);
        Path file = folder.resolve("threads.fasc");
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), two);
                Training training = fascicle.train(model).start()) {
            training.join();
            Fixture.loss(fascicle, model);
            model.predict(Fixture.features(2), 2);
            training.save(file);
        }
        assertTrue(backend.compiledThreads().size() > 3, backend.compiledThreads().toString());
        assertEquals(Set.of(OptionalInt.of(2)), Set.copyOf(backend.compiledThreads()));
        try (Model model = fascicle.open(file, Settings.defaults())) {
            model.predict(Fixture.features(2), 2);
        }
        assertEquals(Set.of(OptionalInt.of(2), OptionalInt.empty()), Set.copyOf(backend.compiledThreads()));
        assertEquals("a model is computed by at least 1 thread, not 0",
                assertThrows(InputException.class, () -> Settings.defaults().threads(0)).getMessage());
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        try (Model model = create("{'linear': {'units': 2}}", Fixture.REST)) {
            InputException classes = assertThrows(InputException.class, () -> fascicle.train(model).start());
            assertEquals("/network/0", classes.pointer());
            assertEquals("the last layer gives [2] for each row, and the data have 3 classes", classes.problem());
        }
        String json = Toys.json("'classes': 0", "{'linear': {'units': 3}}", Fixture.REST);
        try (Model model = fascicle.create(Definition.text(json, "m.json"), Settings.defaults())) {
            InputException values = assertThrows(InputException.class, () -> fascicle.train(model).start());
            assertEquals("the loss 'cross_entropy' needs labelled rows, and the data have target values", values.problem());
        }
        assertEquals(0, backend.open());
    }

    @Test
    void aLabelOutsideTheClassesIsNotTrainedOn() {
        String json = Toys.json("'wrong_label': 3", Fixture.LAYERS, Fixture.REST);
        try (Model model = fascicle.create(Definition.text(json, "m.json"), Settings.defaults())) {
            assertEquals("the data's row 0 has the label 3, and labels go from 0 to 2",
                    assertThrows(InputException.class, () -> fascicle.train(model).start()).getMessage());
        }
        assertEquals(0, backend.open());
    }

    @Test
    void aLossThatIsNotFiniteLeavesTheParametersAlone() {
        String rest = Fixture.REST.replace("cross_entropy", "centers").replace("{'falling': {}}", "1e30");
        List<double[]> last = new ArrayList<>();
        try (Model model = create("{'linear': {'units': 3}}", rest); Training training = fascicle.train(model)
                .listener(Fixture.each(progress -> last.add(model.tensor("linear/kernel")))).start()) {
            DivergedException refused = assertThrows(DivergedException.class, training::join);
            assertTrue(refused.problem().startsWith("the loss is not finite in step "), refused.problem());
            assertEquals(training.step(), refused.step());
            assertArrayEquals(last.get(last.size() - 1), model.tensor("linear/kernel"));
            training.close();
            assertArrayEquals(last.get(last.size() - 1), model.tensor("linear/kernel"));
            assertTrue(Arrays.stream(model.tensor("linear/kernel")).allMatch(Double::isFinite));
        }
    }

    @Test
    void whatFailsGivesItsMemoryBack() {
        backend.refuse(graph -> !graph.outputs().isEmpty());
        assertThrows(StateException.class, () -> create(Fixture.LAYERS, Fixture.REST));
        assertEquals(0, backend.open());
        backend.refuse(graph -> graph.guard().isPresent());
        Model model = create(Fixture.LAYERS, Fixture.REST);
        Fixture.loss(fascicle, model);
        long held = backend.open();
        StateException failed = assertThrows(StateException.class, () -> fascicle.train(model).start());
        assertEquals("the backend cannot go on: cannot compile this graph", failed.getMessage());
        assertEquals(held, backend.open());
        model.close();
        assertEquals(0, backend.open());
    }

    private Map<String, double[]> trained(String layers, String rest) {
        try (Model model = create(layers, rest); Training training = fascicle.train(model).start()) {
            training.join();
            return tensors(training);
        }
    }

    /** The archive of a training that was stopped after a step. */
    private Path cut(String layers, String rest, long step) {
        Path file = folder.resolve("cut.fasc");
        try (Model model = create(layers, rest);
                Training training = fascicle.train(model).listener(Fixture.stopAt(step)).start()) {
            assertEquals(TrainingResult.End.STOPPED, training.join().end());
            training.save(file);
        }
        return file;
    }

    /** All that a training keeps, by path. */
    private Map<String, double[]> tensors(Training training) {
        Path file = folder.resolve("kept.fasc");
        training.save(file);
        Archive archive = Archive.read(file);
        Map<String, double[]> tensors = new TreeMap<>();
        archive.weights().forEach((path, tensor) -> tensors.put(path, tensor.reals()));
        archive.training().forEach((path, tensor) -> tensors.put(path, tensor.reals()));
        return tensors;
    }

    private Model create(String layers, String rest) {
        return fascicle.create(Fixture.definition(layers, rest), Settings.defaults());
    }

    private static void assertSame(Map<String, double[]> expected, Map<String, double[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((path, values) -> assertArrayEquals(values, actual.get(path), path));
    }
}

package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.fascicle.api.data.Data;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.registry.Shelf;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models, trainings and archives keep the versions of techniques, and the values of options, that they started with. */
class BindingTest {
    private static final Settings DEFAULTS = Settings.defaults();
    private static final String NETWORK =
            "{'linear': {'units': 3}}, {'" + Versions.SCALED + "': {'times': 1}}, {'soft': {}}";
    private static final String REST = "'loss': 'cross_entropy', 'optimizer': {'" + Versions.PUSH
            + "': {'learning_rate': '" + Versions.FADING + "'}}, 'training': {'epochs': 2, 'batch_size': 4, 'seed': 3}";

    @TempDir
    Path folder;

    private final Shelf shelf = shelf();
    private final FascicleComponent fascicle = Fixture.fascicle(new Fixture.TestBackend("tests"), shelf);

    private static Shelf shelf() {
        Shelf shelf = new Shelf(Toys.techniques().all());
        shelf.add(Shelf.type(Versions.Scaled.class, "1.0.0"), Shelf.type(Versions.Push.class, "1.0.0"),
                Shelf.type(Versions.Fading.class, "1.0.0"));
        return shelf;
    }

    private static Definition definition() {
        return Fixture.definition(NETWORK, REST);
    }

    @Test
    void aModelKeepsItsVersionWhileItIsThere() {
        try (Model model = fascicle.create(definition(), DEFAULTS)) {
            float[] before = model.predict(Fixture.features(2), 2);
            shelf.add(Shelf.type(Versions.OtherDefault.class, "1.1.0"));
            assertArrayEquals(first(before, 1), model.predict(Fixture.features(1), 1));
            assertArrayEquals(before, model.predict(Fixture.features(2), 2));
            try (Model later = fascicle.create(definition(), DEFAULTS)) {
                assertFalse(Arrays.equals(before, later.predict(Fixture.features(2), 2)),
                        "without an archive, the highest is taken");
            }
        }
    }

    @Test
    void aTrainingKeepsItsVersionsThroughAllTraces() {
        Map<String, List<Double>> undisturbed = history(fascicle.create(definition(), DEFAULTS), () -> {});
        Map<String, List<Double>> disturbed = history(fascicle.create(definition(), DEFAULTS), this::addOthers);
        assertEquals(undisturbed, disturbed);
    }

    private void addOthers() {
        shelf.add(Shelf.type(Versions.OtherDefault.class, "1.1.0"), Shelf.type(Versions.PushCounted.class, "2.0.0"));
    }

    private Map<String, List<Double>> history(Model model, Runnable afterThree) {
        try (model; Training training = fascicle.train(model).listener(Fixture.each(progress -> {
            if (progress.step() == 3) {
                afterThree.run();
                // Traced anew: for another number of rows, and for an evaluation.
                model.predict(Fixture.features(1), 1);
                model.evaluate(Data.of(new Toys.PointRows(7, 3, 3, 0)).training());
            }
        })).start()) {
            Map<String, List<Double>> history = new TreeMap<>(training.join().history().values());
            history.put("judged", List.of(Fixture.loss(fascicle, model)));
            return history;
        }
    }

    @Test
    void anArchiveRecordsVersionsAndValues() {
        TechniqueRecord scaled = record(saved(), Versions.SCALED);
        assertEquals("1.0.0", scaled.version());
        assertEquals("com.example", scaled.namespace());
        assertEquals(Map.of("factor", 0.5, "times", 1L), scaled.defaults());
        assertEquals(Map.of("start", 0.1), record(saved(), Versions.FADING).defaults());
        assertEquals(Map.of("initializer", "normal"), withoutNull(record(saved(), "linear").defaults()));
    }

    private static Map<String, Object> withoutNull(Map<String, Object> values) {
        assertTrue(values.containsKey("constraint"));
        Map<String, Object> given = new TreeMap<>(values);
        given.values().removeIf(value -> value == null);
        return given;
    }

    @Test
    void anArchiveTakesTheRecordedVersion() {
        Path file = saved();
        float[] before;
        try (Model model = fascicle.open(file, DEFAULTS)) {
            before = model.predict(Fixture.features(2), 2);
        }
        addOthers();
        try (Model model = fascicle.open(file, DEFAULTS); Training training = fascicle.resume(file, DEFAULTS).start()) {
            assertArrayEquals(before, model.predict(Fixture.features(2), 2));
            training.join();
            training.save(folder.resolve("resumed"));
            training.model().close();
        }
        assertEquals("1.0.0", record(folder.resolve("resumed"), Versions.PUSH).version());
    }

    @Test
    void anArchiveWhoseVersionIsNotInstalledIsRefusedUnlessAskedFor() {
        Path file = saved();
        shelf.remove(Versions.SCALED, "1.0.0");
        addOthers();
        InputException refused = assertThrows(InputException.class, () -> fascicle.open(file, DEFAULTS));
        assertEquals(
                "the archive was written with version 1.0.0 of the layer 'com.example:scaled', and only others are installed; "
                        + "defaults that differ: factor 0.5 then, 0.75 now; quick none then, true now",
                refused.problem());
        assertEquals("/network/1/com.example:scaled", refused.pointer());
        assertEquals("Installed: 1.1.0. Install 1.0.0, or go on with 1.1.0 by --upgrade (in Java: Settings.upgrade(true))",
                refused.remedy());
        assertThrows(InputException.class, () -> fascicle.resume(file, DEFAULTS));
        try (Model model = fascicle.open(file, DEFAULTS.upgrade(true))) {
            model.save(folder.resolve("upgraded"));
        }
        assertEquals(Optional.of(0.75),
                Optional.of(record(folder.resolve("upgraded"), Versions.SCALED).defaults().get("factor")));
        try (Training training = fascicle.resume(file, DEFAULTS.upgrade(true)).start()) {
            training.join();
            training.save(folder.resolve("resumed"));
            training.model().close();
        }
        assertEquals("1.1.0", record(folder.resolve("resumed"), Versions.SCALED).version());
        assertEquals("1.0.0", record(folder.resolve("resumed"), Versions.PUSH).version(), "that one is still there");
    }

    @Test
    void slotsThatOnlyTheInstalledVersionHasBeginAnewInAnUpgrade() {
        Path file = saved();
        shelf.remove(Versions.PUSH, "1.0.0");
        shelf.add(Shelf.type(Versions.PushCounted.class, "1.1.0"));
        assertThrows(InputException.class, () -> fascicle.resume(file, DEFAULTS).start());
        try (Training training = fascicle.resume(file, DEFAULTS.upgrade(true)).start()) {
            training.join();
            training.save(folder.resolve("resumed"));
            training.model().close();
        }
        double made = Archive.read(folder.resolve("resumed")).step() - Archive.read(file).step();
        assertEquals(made, Archive.read(folder.resolve("resumed")).training().get("optimizer/pushes").reals()[0]);
    }

    /** As when a training follows: it begins as its initializer says, all others go on, and both are said. */
    @Test
    void aParameterThatOnlyTheInstalledVersionHasBeginsAnewInAnUpgrade() {
        Path file = saved();
        shelf.remove(Versions.SCALED, "1.0.0");
        shelf.add(Shelf.type(Versions.WithParameter.class, "1.1.0"));
        InputException untrained = assertThrows(InputException.class, () -> fascicle.open(file, DEFAULTS.upgrade(true)));
        assertTrue(untrained.problem().contains("has no tensor 'scaled/gain'"), untrained.problem());
        Path resumed = folder.resolve("resumed");
        List<String> said = upgraded(file, resumed, "scaled/gain", new double[] {1});
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).contains("layer com.example:scaled 1.0.0 replaced by 1.1.0; "), said.get(0));
        assertTrue(said.get(0).endsWith("; begun anew: optimizer/scaled/gain/velocity, scaled/gain"), said.get(0));
        double learned = Archive.read(resumed).weights().get("scaled/gain").reals()[0];
        assertTrue(Double.isFinite(learned) && learned != 1, "it is trained: " + learned);

        shelf.remove(Versions.SCALED, "1.1.0");
        shelf.add(Shelf.type(Versions.Scaled.class, "1.2.0"));
        double[] kernel = Archive.read(resumed).weights().get("linear/kernel").reals();
        said = upgraded(resumed, folder.resolve("without"), "linear/kernel", kernel);
        assertTrue(said.get(0).endsWith("; dropped: optimizer/scaled/gain/velocity, scaled/gain"), said.get(0));
        assertFalse(Archive.read(folder.resolve("without")).weights().containsKey("scaled/gain"));
    }

    /** Resumes with what is installed for one epoch more; gives what was logged of it. */
    private List<String> upgraded(Path from, Path to, String path, double[] first) {
        List<String> said = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger(Resumption.class.getName());
        log.addHandler(handler);
        int epochs = Archive.read(from).history().get("loss").size() + 1;
        try (Model model = fascicle.resume(from, DEFAULTS.upgrade(true)).model()) {
            assertArrayEquals(first, model.tensor(path), "before it goes on");
        }
        TrainingPlan plan = fascicle.resume(from, DEFAULTS.upgrade(true)).epochs(epochs);
        try (Model model = plan.model(); Training training = plan.listener(new TrainingListener() {
            @Override
            public void started(Progress progress) {
                assertArrayEquals(first, model.tensor(path), "at the first step");
            }
        }).start()) {
            training.join();
            training.save(to);
        } finally {
            log.removeHandler(handler);
        }
        said.removeIf(line -> line.contains("epochs"));
        return said;
    }

    @Test
    void anEvaluationTakesTheRecordedLossOrIsRefused() {
        Path file = saved();
        shelf.remove("cross_entropy", "0.0.0");
        shelf.add(Shelf.type(Toys.CrossEntropy.class, "3.0.0"));
        try (Model model = fascicle.open(file, DEFAULTS); Model upgraded = fascicle.open(file, DEFAULTS.upgrade(true))) {
            assertEquals(6, model.predict(Fixture.features(2), 2).length, "prediction needs no loss");
            InputException refused = assertThrows(InputException.class, () -> Fixture.loss(fascicle, model));
            assertTrue(refused.problem().contains("version 0.0.0 of the loss 'cross_entropy'"), refused.problem());
            assertTrue(Double.isFinite(Fixture.loss(fascicle, upgraded)));
        }
    }

    @Test
    void theRangeOfTheModelFileStillHolds() {
        Definition ranged = Definition.text(Toys.json(Fixture.DATA,
                NETWORK.replace("{'times': 1}", "{'times': 1}, 'version': '[1.0,2)'"), REST), "model.json");
        Path file = folder.resolve("ranged");
        try (Model model = fascicle.create(ranged, DEFAULTS)) {
            model.save(file);
        }
        shelf.remove(Versions.SCALED, "1.0.0");
        shelf.add(Shelf.type(Versions.OtherDefault.class, "2.0.0"));
        assertThrows(InputException.class, () -> fascicle.open(file, DEFAULTS.upgrade(true)));
        shelf.add(Shelf.type(Versions.OtherDefault.class, "1.1.0"));
        try (Model model = fascicle.open(file, DEFAULTS.upgrade(true))) {
            model.save(file);
        }
        assertEquals("1.1.0", record(file, Versions.SCALED).version());
    }

    /** The same version, built anew with other defaults: what was recorded counts. */
    @Test
    void recordedValuesOutliveABundleOfTheSameVersion() {
        Path file = saved();
        float[] before;
        try (Model model = fascicle.open(file, DEFAULTS)) {
            before = model.predict(Fixture.features(2), 2);
        }
        shelf.remove(Versions.SCALED, "1.0.0");
        shelf.add(Shelf.type(Versions.OtherDefault.class, "1.0.0"));
        try (Model model = fascicle.open(file, DEFAULTS)) {
            assertArrayEquals(before, model.predict(Fixture.features(2), 2));
        }
    }

    @Test
    void anArchiveOfBeforeIsReadAndPinsItsVersions() {
        Path file = folder.resolve("old");
        Archive archive = Archive.read(saved());
        Archive.Builder old = new Archive.Builder(archive.modelJson()).weights(archive.weights()).training(archive.training())
                .history(archive.history()).seed(archive.seed()).step(archive.step())
                .backend(archive.backend(), archive.backendRecord());
        archive.extra().forEach(old::extra);
        archive.techniques().forEach(technique -> old.technique(new TechniqueRecord(technique.kind(), technique.name(),
                technique.version(), technique.bundle(), technique.sha256())));
        old.build().write(file);
        addOthers();
        try (Model model = fascicle.open(file, DEFAULTS)) {
            model.save(folder.resolve("again"));
        }
        assertEquals("1.0.0", record(folder.resolve("again"), Versions.SCALED).version());
        shelf.remove(Versions.SCALED, "1.0.0");
        InputException refused = assertThrows(InputException.class, () -> fascicle.open(file, DEFAULTS));
        assertTrue(refused.problem().contains("before defaults were recorded"), refused.problem());
    }

    @Test
    void aModelWhoseVersionLeavesTakesTheNext() {
        try (Model model = fascicle.create(definition(), DEFAULTS)) {
            shelf.add(Shelf.type(Versions.OtherDefault.class, "1.1.0"));
            shelf.remove(Versions.SCALED, "1.0.0");
            assertEquals(6, model.predict(Fixture.features(2), 2).length);
            shelf.remove(Versions.SCALED, "1.1.0");
            assertThrows(InputException.class, () -> model.predict(Fixture.features(600), 600));
        }
    }

    @Test
    void twoModelsUseTwoVersionsAtATime() {
        shelf.add(Shelf.type(Versions.OtherDefault.class, "2.0.0"));
        try (Model one = pinned("[1.0,2)"); Model two = pinned("[2.0,3)"); Model free = fascicle.create(definition(), DEFAULTS)) {
            float[] second = two.predict(Fixture.features(2), 2);
            assertFalse(Arrays.equals(one.predict(Fixture.features(2), 2), second));
            assertArrayEquals(second, free.predict(Fixture.features(2), 2));
        }
    }

    @Test
    void aSummarySaysWhichVersionsAreChosenAndWhy() {
        Path file = saved();
        shelf.add(Shelf.type(Versions.OtherDefault.class, "1.1.0"));
        try (Model free = fascicle.create(definition(), DEFAULTS); Model one = pinned("[1.0,1.1)");
                Model opened = fascicle.open(file, DEFAULTS)) {
            assertEquals("1.1.0: the highest of 1.1.0, 1.0.0", chosen(free.summary(), Versions.SCALED));
            assertEquals("1.0.0: the highest in the model's range [1.0,1.1) of 1.1.0, 1.0.0",
                    chosen(one.summary(), Versions.SCALED));
            assertEquals("1.0.0: recorded in the archive", chosen(opened.summary(), Versions.SCALED));
            assertEquals("0.0.0: the only version", chosen(free.summary(), "linear"));
            assertEquals("1.0.0: the only version", chosen(fascicle.train(free).summary(), Versions.PUSH));
            shelf.add(Shelf.type(Versions.OtherDefault.class, "1.2.0"));
            assertEquals("1.1.0: kept from the start, though 1.2.0 is installed", chosen(free.summary(), Versions.SCALED));
        }
        shelf.remove(Versions.SCALED, "1.0.0");
        try (Model upgraded = fascicle.open(file, DEFAULTS.upgrade(true))) {
            assertEquals("1.2.0: in place of 1.0.0, which the archive records", chosen(upgraded.summary(), Versions.SCALED));
        }
    }

    private static String chosen(Summary summary, String name) {
        return summary.techniques().stream().filter(technique -> technique.name().equals(name))
                .map(technique -> technique.version() + ": " + technique.why()).findFirst().orElseThrow();
    }

    private Model pinned(String range) {
        return fascicle.create(definition(), DEFAULTS.override("network.1.version", range));
    }

    private Path saved() {
        Path file = folder.resolve("saved");
        try (Model model = fascicle.create(definition(), DEFAULTS);
                Training training = fascicle.train(model).listener(Fixture.stopAt(5)).start()) {
            training.join();
            training.save(file);
        }
        return file;
    }

    private static TechniqueRecord record(Path file, String name) {
        return Archive.read(file).techniques().stream().filter(record -> record.name().equals(name)).findFirst().orElseThrow();
    }

    private static float[] first(float[] outputs, int rows) {
        return Arrays.copyOf(outputs, rows * 3);
    }
}

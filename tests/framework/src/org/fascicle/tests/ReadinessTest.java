package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.ModelReadiness;
import org.fascicle.api.readiness.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.condition.Condition;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.util.tracker.ServiceTracker;

/** A condition is there while all that a model needs is there, and what is missing is said in words. */
public class ReadinessTest extends PlatformTest {
    private static final String ID = "org.fascicle.tests.model";
    private static final String SOFTSIGN = "com.example.activation.softsign";
    private static final String GUEST_MODEL = Models.with(Models.NORMALIZED, "\"activation\": \"elu\"",
            "\"activation\": { \"com.example:softsign\": {}, \"version\": \"[1.2,2)\" }");
    private static final long PATIENCE = 120_000;

    @TempDir
    Path folder;
    @InjectService(timeout = PATIENCE)
    Readiness readiness;

    private final List<ServiceRegistration<ModelNeed>> registered = new ArrayList<>();
    private final List<Bundle> stopped = new ArrayList<>();
    private ServiceTracker<Condition, Condition> conditions;

    @AfterEach
    void end() throws Exception {
        for (Bundle bundle : stopped) {
            bundle.start();
        }
        for (ServiceRegistration<ModelNeed> need : registered) {
            need.unregister();
        }
        if (conditions != null) {
            conditions.close();
        }
        assertFalse(isThere(), "no need is left, and its condition is");
    }

    @Test
    void aTechniqueThatArrivesLastCompletesTheConditionAndOneThatLeavesEndsIt() throws Exception {
        need(ModelNeed.toTrain(ID, Definition.text(GUEST_MODEL, "guest.json")));
        assertMissing("guest.json: at /network/3/activation/activation/com.example:softsign: there is no activation"
                + " 'com.example:softsign'. Is its bundle installed and started?");
        try (Guest guest = Guest.installOnly(SOFTSIGN)) {
            assertMissing("guest.json: at /network/3/activation/activation/com.example:softsign: there is no activation"
                    + " 'com.example:softsign'. The bundle " + SOFTSIGN + " 1.2.0 has it, and is installed, but not started."
                    + " Start it");
            assertFalse(isThere());
            guest.bundle().start();
            assertComes();
            assertReady();
            attempt(GUEST_MODEL, on("reference"));

            guest.bundle().stop();
            assertFalse(isThere(), "the condition ends before the technique has gone");
            assertMissing("guest.json: at /network/3/activation/activation/com.example:softsign: there is no activation"
                    + " 'com.example:softsign'. The bundle " + SOFTSIGN + " 1.2.0 has it, but is not started. Start it");
            guest.bundle().start();
            assertComes();
        }
        assertFalse(isThere());
        assertEquals(4, conditions.getTrackingCount(), "it came twice and went twice, and nothing else happened");
    }

    @Test
    void versionsAreThoseThatTheModelAsksFor() throws Exception {
        String later = Models.with(GUEST_MODEL, "[1.2,2)", "[2,3)");
        try (Guest first = Guest.install(SOFTSIGN)) {
            need(ModelNeed.toTrain(ID, Definition.text(later, "later.json")));
            assertMissing("later.json: at /network/3/activation/activation/com.example:softsign: no installed version of the"
                    + " activation 'com.example:softsign' is in [2,3). Installed: 1.2.0");
            try (Guest second = Guest.install(SOFTSIGN, SOFTSIGN + ".two", "2.1.0")) {
                assertComes();
                first.close();
                assertTrue(isThere(), "the version that left was not the one that is needed");
            }
            assertFalse(isThere());
        }
    }

    @Test
    void defaultsAndNestedTechniquesCount() throws Exception {
        need(ModelNeed.toTrain(ID, Definition.text(Models.with(Models.NORMALIZED, "\"learning_rate\": 0.02",
                "\"learning_rate\": { \"exponential\": { \"initial\": 0.02, \"factor\": 0.5, \"every\": 2 } }"), "model.json")));
        assertComes();
        for (String bundle : List.of("fascicle.layer.dense", "fascicle.initializer.glorot_uniform", "fascicle.activation.softmax",
                "fascicle.regularizer.l2", "fascicle.loss.sparse_categorical_crossentropy", "fascicle.metric.accuracy",
                "fascicle.optimizer.nesterov", "fascicle.schedule.exponential", "fascicle.data.digits")) {
            Bundle stopping = stop(bundle);
            assertFalse(isThere(), bundle);
            assertTrue(missing().stream().anyMatch(line -> line.contains("The bundle " + bundle + " ")
                    && line.contains("has it, but is not started. Start it")), () -> bundle + ": " + missing());
            stopping.start();
            assertComes();
        }
        stop("fascicle.activation.selu");
        assertTrue(isThere(), "a technique that the model does not name");
    }

    @Test
    void toPredictFromAnArchiveTakesWhatTheNetworkHoldsAlone() throws Exception {
        Path archive = folder.resolve("model.fasc");
        float[] row = new float[64];
        float[] predicted;
        try (Model model = create(Models.NORMALIZED, on("reference"))) {
            trainTo(model, 2).save(archive);
            predicted = model.predict(row, 1);
        }
        need(ModelNeed.toPredict(ID, archive));
        assertComes();
        for (String bundle : List.of("fascicle.optimizer.nesterov", "fascicle.data.digits", "fascicle.metric.accuracy",
                "fascicle.loss.sparse_categorical_crossentropy", "fascicle.initializer.he_normal",
                "fascicle.initializer.glorot_uniform", "fascicle.initializer.zeros", "fascicle.initializer.ones",
                "fascicle.regularizer.l2")) {
            stop(bundle);
        }
        assertReady();
        assertTrue(isThere());
        try (Model model = fascicle.open(archive, on("reference"))) {
            assertArrayEquals(predicted, model.predict(row, 1));
            assertTrue(model.tensors().keySet().stream().noneMatch(path -> path.startsWith("optimizer/")));
            MemoryRows rows = MemoryRows.of(Shape.of(8, 8), new float[2 * 64]).labels(1, 9);
            assertRefused(archive.toString(), () -> model.evaluate(rows), "there is no regularizer 'l2'");
            assertRefused(archive.toString(), () -> fascicle.train(model, Data.of(rows)).start(),
                    "there is no initializer 'he_normal'");
        }
        stop("fascicle.activation.elu");
        assertFalse(isThere());
        assertMissing(archive + ": at /network/3/activation/activation: there is no activation 'elu'. The bundle"
                + " fascicle.activation.elu " + stopped.get(stopped.size() - 1).getVersion()
                + " has it, but is not started. Start it");
        assertRefused(archive.toString(), () -> fascicle.open(archive, on("reference")), "there is no activation 'elu'");
    }

    @Test
    void anArchiveNeedsTheVersionsThatItRecords() throws Exception {
        Path archive = folder.resolve("pinned.fasc");
        String bundle = "com.example.activation.softsign";
        try (Guest later = Guest.install(bundle, bundle, "1.4.0")) {
            Guest recorded = Guest.install(bundle);
            String pinned = Models.with(Models.NORMALIZED, "\"elu\"",
                    "{ \"com.example:softsign\": {}, \"version\": \"[1.0,1.4)\" }");
            try (Model model = create(pinned, on("reference"))) {
                trainTo(model, 1).save(archive);
            }
            need(ModelNeed.toPredict(ID, archive));
            assertComes();
            recorded.close();
            assertFalse(isThere());
            assertTrue(
                    missing().get(0)
                            .contains("no installed version of the activation 'com.example:softsign' is in [1.2.0,1.2.0]"),
                    () -> missing().toString());
            recorded = Guest.install(bundle);
            assertComes();
            recorded.close();
        }
    }

    @Test
    void toPredictWithADefinitionTakesTheDataThatItNames() throws Exception {
        need(ModelNeed.toPredict(ID, Definition.text(Models.NORMALIZED, "model.json")));
        assertComes();
        stop("fascicle.optimizer.nesterov");
        assertTrue(isThere());
        create(Models.NORMALIZED, on("reference")).close();
        stop("fascicle.data.digits");
        assertFalse(isThere());
    }

    @Test
    void theBackendCounts() throws Exception {
        need(ModelNeed.toPredict(ID, Definition.text(Models.NORMALIZED, "model.json"))
                .with(Settings.defaults().backend("reference")));
        assertComes();
        Bundle backend = stop("fascicle.backend.reference");
        assertFalse(isThere());
        assertTrue(missing().get(0).startsWith("there is no backend 'reference'; there are: "), () -> "" + missing());
        backend.start();
        assertComes();
    }

    @Test
    void severalThingsThatAreMissingAreSaidAtOnce() throws Exception {
        stop("fascicle.activation.elu");
        stop("fascicle.optimizer.nesterov");
        ModelReadiness state = readiness.check(ModelNeed.toTrain("asked", Definition.text(
                Models.with(Models.NORMALIZED, "\"accuracy\"", "\"acuracy\""), "model.json"))
                .with(Settings.defaults().backend("cud")));
        assertEquals(4, state.missing().size(), () -> "" + state);
        assertTrue(state.toString().startsWith("asked: model.json cannot be used yet:\n  "), () -> "" + state);
        assertTrue(state.toString().contains("at /metrics/0: there is no metric 'acuracy'. Did you mean 'accuracy'?"),
                () -> "" + state);
        assertTrue(state.toString().contains("there is no backend 'cud'"), () -> "" + state);
    }

    @Test
    void aNeedThatCannotBeReadIsReportedAndReadAgainWhenItChanges() throws Exception {
        Path file = folder.resolve("model.json");
        ServiceRegistration<ModelNeed> need = need(ModelNeed.toTrain(ID, Definition.file(file)));
        assertMissing(file + ": there is no such file");
        Files.writeString(file, Models.with(Models.NORMALIZED, "\"units\"", "\"unit\""));
        need.setProperties(new Hashtable<>(Map.of("changed", 1)));
        assertMissing(file + ": at /network/1/dense/unit: unknown option of 'dense': 'unit'. Did you mean 'units'?");
        Files.writeString(file, Models.NORMALIZED);
        need.setProperties(new Hashtable<>(Map.of("changed", 2)));
        assertComes();
        need.setProperties(new Hashtable<>(Map.of("changed", 3)));
        assertComes();
    }

    @Test
    void anIdBelongsToOneNeed() throws Exception {
        ServiceRegistration<ModelNeed> first = need(ModelNeed.toTrain(ID, Definition.text(Models.NORMALIZED, "first.json")));
        assertComes();
        need(ModelNeed.toTrain(ID, Definition.text(Models.DEEP, "second.json")));
        assertTrue(readiness.all().stream().flatMap(state -> state.missing().stream()).anyMatch(
                ("the id '" + ID + "' has been taken by the need of the bundle fascicle.tests."
                        + " Give each need an id of its own")::equals),
                () -> "" + readiness.all());
        registered.remove(first);
        first.unregister();
        assertComes();
        assertEquals("second.json", readiness.of(ID).orElseThrow().model());
    }

    @Test
    void aConfigurationIsANeed() throws Exception {
        Path file = Files.writeString(folder.resolve("model.json"), GUEST_MODEL);
        ConfigurationAdmin admin = context().getService(context().getServiceReference(ConfigurationAdmin.class));
        Configuration configuration = admin.getFactoryConfiguration("fascicle.model", "tests", "?");
        track();
        try (Guest guest = Guest.install(SOFTSIGN)) {
            configuration.update(new Hashtable<>(Map.of("id", ID, "file", file.toString(), "purpose", "training",
                    "backend", "reference")));
            assertComes();
            assertEquals(file.toString(), readiness.of(ID).orElseThrow().model());
            guest.close();
            assertFalse(isThere());
        } finally {
            configuration.delete();
        }
    }

    @Test
    void aNeedHoldsNothingOfATechniqueThatHasLeft() throws Exception {
        need(ModelNeed.toTrain(ID, Definition.text(GUEST_MODEL, "guest.json")));
        WeakReference<ClassLoader> loader = whileItIsThere();
        assertFalse(isThere());
        assertMissing("guest.json: at /network/3/activation/activation/com.example:softsign: there is no activation"
                + " 'com.example:softsign'. Is its bundle installed and started?");
        LeakTest.assertCollected(loader, SOFTSIGN);
    }

    // A frame of its own, so that nothing of the bundle is left on the caller's stack.
    private WeakReference<ClassLoader> whileItIsThere() throws Exception {
        try (Guest guest = Guest.install(SOFTSIGN)) {
            assertComes();
            assertReady();
            return guest.loader();
        }
    }

    private ServiceRegistration<ModelNeed> need(ModelNeed need) throws Exception {
        track();
        ServiceRegistration<ModelNeed> registration = context().registerService(ModelNeed.class, need, null);
        registered.add(registration);
        return registration;
    }

    private void track() throws Exception {
        if (conditions == null) {
            conditions = new ServiceTracker<>(context(), context().createFilter("(osgi.condition.id=" + ID + ")"), null);
            conditions.open();
        }
    }

    private Bundle stop(String symbolicName) throws Exception {
        Bundle bundle = Stream.of(context().getBundles())
                .filter(each -> symbolicName.equals(each.getSymbolicName())).findFirst().orElseThrow();
        bundle.stop();
        stopped.add(bundle);
        return bundle;
    }

    private void assertComes() throws InterruptedException {
        assertNotNull(conditions.waitForService(PATIENCE), () -> "no condition: " + missing());
        assertEquals(1, conditions.size());
    }

    private static boolean isThere() throws Exception {
        return !context().getServiceReferences(Condition.class, "(osgi.condition.id=" + ID + ")").isEmpty();
    }

    private void assertReady() {
        assertTrue(readiness.of(ID).orElseThrow().isReady(), () -> "" + readiness.all());
    }

    private void assertMissing(String message) {
        assertEquals(List.of(message), missing());
    }

    private List<String> missing() {
        return readiness.of(ID).map(ModelReadiness::missing).orElse(List.of("nothing is known of " + ID));
    }
}

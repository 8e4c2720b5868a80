package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.readiness.Readiness;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.condition.Condition;
import org.osgi.util.tracker.ServiceTracker;

/** The order in which bundles start, stop and start again does not matter. Looks services up itself, because they change. */
public class StartOrderTest {
    private static final String CORE = "fascicle.core";
    private static final String NAMESPACE = "fascicle.technique";
    private static final long PATIENCE = 120_000;
    private static final int ORDERS = 200;

    @Test
    void theCoreStartedAgainFindsAllTechniquesAgain() throws Exception {
        TreeSet<String> before = names(service(Techniques.class));
        Bundle core = bundle(CORE);
        core.stop();
        assertEquals(0, references(TechniqueType.class), "the stopped core took its services back");
        core.start();
        assertEquals(before, names(service(Techniques.class)));
        assertTrains();
    }

    @Test
    void aCoreThatIsStoppedCancelsItsTrainings() throws Exception {
        Fascicle fascicle = service(Fascicle.class);
        Definition endless =
                Definition.text(Models.with(Models.NORMALIZED, "\"epochs\": 4", "\"epochs\": 1000000"), "endless.json");
        CountDownLatch stepped = new CountDownLatch(1);
        try (Model model = fascicle.create(endless, PlatformTest.on("reference"));
                Training training = fascicle.train(model).listener(Listen.step(progress -> stepped.countDown())).start()) {
            stepped.await();
            bundle(CORE).stop();
            assertThrows(CancellationException.class, training::join);
            for (Executable use : List.<Executable>of(() -> fascicle.train(model).start(),
                    () -> fascicle.create(endless, PlatformTest.on("reference")))) {
                assertEquals("the platform has stopped", assertThrows(StateException.class, use).getMessage());
            }
        } finally {
            bundle(CORE).start();
        }
        assertTrains();
    }

    @Test
    void techniquesStartedBeforeTheCoreAreFound() throws Exception {
        TreeSet<String> before = names(service(Techniques.class));
        assertRestarts(before, false);
        assertRestarts(before, true);
    }

    /** Stops core and techniques and starts them again: techniques in one order or the other, then the core. */
    private static void assertRestarts(TreeSet<String> before, boolean backwards) throws Exception {
        List<Bundle> providers = bundles(StartOrderTest::providesTechniques);
        assertTrue(providers.size() > 10, "technique bundles: " + providers);
        bundle(CORE).stop();
        for (Bundle provider : providers) {
            provider.stop();
        }
        if (backwards) {
            Collections.reverse(providers);
        }
        for (Bundle provider : providers) {
            provider.start();
        }
        assertEquals(0, references(TechniqueType.class));
        bundle(CORE).start();
        assertEquals(before, names(service(Techniques.class)));
        assertTrains();
    }

    @Test
    void techniquesStartedAfterTheCoreAreFound() throws Exception {
        TreeSet<String> before = names(service(Techniques.class));
        List<Bundle> providers = bundles(StartOrderTest::providesTechniques);
        for (Bundle provider : providers) {
            provider.stop();
        }
        assertTrue(names(service(Techniques.class)).isEmpty());
        for (Bundle provider : providers) {
            provider.start();
        }
        assertEquals(before, names(service(Techniques.class)));
        assertTrains();
    }

    /**
     * An application waits for a model, in whatever order it, core, compiler, backend and the techniques stop and start: it works
     * afterwards, and everything else is as it was.
     */
    @Test
    void allStartOrdersEndInTheSameState() throws Exception {
        Set<String> names = Set.of("fascicle.compiler", CORE, "fascicle.backend.reference", "com.example.gateway",
                "fascicle.data.digits", "fascicle.layer.flatten", "fascicle.layer.dense", "fascicle.layer.batch_normalization",
                "fascicle.layer.activation", "fascicle.layer.dropout", "fascicle.activation.elu", "fascicle.activation.softmax",
                "fascicle.initializer.he_normal", "fascicle.initializer.zeros", "fascicle.initializer.ones",
                "fascicle.initializer.glorot_uniform", "fascicle.regularizer.l2", "fascicle.metric.accuracy",
                "fascicle.loss.sparse_categorical_crossentropy", "fascicle.optimizer.nesterov", "fascicle.schedule.exponential");
        try (Guest gateway = Guest.install("com.example.gateway")) {
            List<Bundle> bundles = bundles(bundle -> names.contains(bundle.getSymbolicName()));
            assertEquals(names.size(), bundles.size(), () -> names + " but " + bundles);
            String first = state();
            Random random = new Random(12);
            for (int order = 0; order < ORDERS; order++) {
                Collections.shuffle(bundles, random);
                for (Bundle bundle : bundles) {
                    bundle.stop();
                }
                assertEquals(0, references(IntSupplier.class), "the application has ended with its model");
                assertEquals(0, conditions());
                Collections.shuffle(bundles, random);
                for (Bundle bundle : bundles) {
                    bundle.start();
                }
                assertEquals(first, state(), () -> "after the start order " + bundles);
            }
            assertTrains();
        }
    }

    /** What can be seen of the platform and of the application, once that works. */
    private static String state() throws Exception {
        IntSupplier application = service(IntSupplier.class);
        Readiness readiness = service(Readiness.class);
        return "predicted " + application.getAsInt() + ", applications " + references(IntSupplier.class) + ", conditions "
                + conditions()
                + ", readiness " + readiness.all() + ", backends " + references(Backend.class) + ", techniques "
                + names(service(Techniques.class));
    }

    private static String missing() {
        ServiceReference<Readiness> readiness = PlatformTest.context().getServiceReference(Readiness.class);
        return readiness == null ? "" : PlatformTest.context().getService(readiness).all().toString();
    }

    private static int conditions() throws Exception {
        return PlatformTest.context().getServiceReferences(Condition.class, "(osgi.condition.id=com.example.gateway.model)")
                .size();
    }

    @Test
    void aBackendThatCameBackIsUsed() throws Exception {
        Bundle backend = bundle("fascicle.backend.reference");
        backend.stop();
        PlatformTest.assertRefused(null, StartOrderTest::train, "there is no backend 'reference'");
        backend.start();
        assertTrains();
    }

    private static void assertTrains() throws Exception {
        assertTrue(references(Backend.class) > 0);
        train();
    }

    private static void train() throws InterruptedException {
        Fascicle fascicle = service(Fascicle.class);
        Definition definition = Definition.text(Models.NORMALIZED, PlatformTest.SOURCE);
        try (Model model = fascicle.create(definition, PlatformTest.on("reference"))) {
            fascicle.train(model).listener(Listen.stopAt(2)).start().join();
        }
    }

    private static TreeSet<String> names(Techniques techniques) {
        return techniques.all().stream().map(TechniqueType::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static <T> T service(Class<T> type) throws InterruptedException {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(PlatformTest.context(), type, null);
        tracker.open();
        try {
            assertNotNull(tracker.waitForService(PATIENCE), () -> "no service " + type.getName() + ": " + missing());
            return PlatformTest.context().getService(tracker.getServiceReference());
        } finally {
            tracker.close();
        }
    }

    private static int references(Class<?> type) throws Exception {
        return PlatformTest.context().getServiceReferences(type, null).size();
    }

    private static Bundle bundle(String symbolicName) {
        List<Bundle> found = bundles(bundle -> symbolicName.equals(bundle.getSymbolicName()));
        assertEquals(1, found.size(), symbolicName);
        return found.get(0);
    }

    private static List<Bundle> bundles(Predicate<Bundle> condition) {
        return new ArrayList<>(Arrays.stream(PlatformTest.context().getBundles()).filter(condition)
                .collect(Collectors.toList()));
    }

    private static boolean providesTechniques(Bundle bundle) {
        return !bundle.adapt(BundleRevision.class).getDeclaredCapabilities(NAMESPACE).isEmpty();
    }
}

package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;

/** The order in which bundles start, stop and start again does not matter. Looks services up itself, because they change. */
public class StartOrderTest {
    private static final String CORE = "fascicle.core";
    private static final String NAMESPACE = "fascicle.technique";
    private static final long PATIENCE = 30_000;

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

    @Test
    void aBackendThatCameBackIsUsed() throws Exception {
        Bundle backend = bundle("fascicle.backend.reference");
        backend.stop();
        PlatformTest.assertRefused(null, StartOrderTest::train, "there is no backend 'reference'");
        backend.start();
        assertTrains();
    }

    private static void assertTrains() throws Exception {
        assertTrue(references(org.fascicle.api.backend.Backend.class) > 0);
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
        long end = System.nanoTime() + PATIENCE * 1_000_000;
        ServiceReference<T> reference = null;
        while (reference == null && System.nanoTime() < end) {
            reference = PlatformTest.context().getServiceReference(type);
            Thread.sleep(5);
        }
        assertNotNull(reference, "no service " + type.getName());
        return PlatformTest.context().getService(reference);
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

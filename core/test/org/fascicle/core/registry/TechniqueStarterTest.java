package org.fascicle.core.registry;

import static org.fascicle.core.registry.TestFramework.EXTENDED;
import static org.fascicle.core.registry.TestFramework.technique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.fascicle.api.technique.TechniqueType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

/** Bundles that an Eclipse installation installs and does not start. */
class TechniqueStarterTest {
    private static final Map<String, String> ECLIPSE = Map.of("osgi.bundles", "org.eclipse.equinox.simpleconfigurator@1:start");
    private static final String ELU = technique("activation", "fascicle", "elu", "1.2.0");
    private static final long PATIENCE = 120_000;

    @TempDir
    private Path storage;
    private TestFramework framework;
    private TechniqueStarter starter;

    @AfterEach
    void stop() throws Exception {
        if (starter != null) {
            starter.close();
        }
        framework.close();
    }

    @Test
    void whatIsResolvedBeforeOrAfterIsStarted() throws Exception {
        framework = new TestFramework(storage, ECLIPSE);
        resolve(install("fascicle.activation.before"));
        start();
        assertEquals("fascicle.activation.before", awaitProvider("(name=elu)").getSymbolicName());
        Bundle after =
                framework.install("fascicle.activation.after", technique("activation", "fascicle", "selu", "1.0.0"), EXTENDED);
        resolve(after);
        assertEquals(after, awaitProvider("(name=selu)"));
        assertTrue(!after.adapt(BundleStartLevel.class).isPersistentlyStarted(), "the installation has been changed");
    }

    @Test
    void whatIsBeyondTheStartLevelIsStartedWhenThatIsReached() throws Exception {
        framework = new TestFramework(storage, ECLIPSE);
        Bundle late = install("fascicle.activation.late");
        late.adapt(BundleStartLevel.class).setStartLevel(7);
        resolve(late);
        start();
        assertEquals(Bundle.RESOLVED, late.getState());
        startLevel(7);
        assertEquals(late, awaitProvider("(name=elu)"));
    }

    @Test
    void whatSomebodyHasStoppedStaysStopped() throws Exception {
        framework = new TestFramework(storage, ECLIPSE);
        Bundle bundle = install("fascicle.activation.elu");
        resolve(bundle);
        start();
        bundle.stop();
        startLevel(7);
        starter.frameworkEvent(new FrameworkEvent(FrameworkEvent.STARTLEVEL_CHANGED, framework.context().getBundle(), null));
        assertEquals(Bundle.RESOLVED, bundle.getState());
    }

    @Test
    void elsewhereNothingIsStarted() throws Exception {
        framework = new TestFramework(storage);
        Bundle bundle = install("fascicle.activation.elu");
        resolve(bundle);
        start();
        assertEquals(Bundle.RESOLVED, bundle.getState());
    }

    @Test
    void bundlesWithoutTechniquesAreLeftAlone() throws Exception {
        framework = new TestFramework(storage, ECLIPSE);
        Bundle other = framework.install("com.example.other", "com.example.nothing", "");
        resolve(other);
        start();
        assertEquals(Bundle.RESOLVED, other.getState());
    }

    private void start() {
        new TechniqueExtender(framework.context());
        starter = new TechniqueStarter(framework.context());
    }

    private Bundle install(String symbolicName) throws Exception {
        return framework.install(symbolicName, ELU, EXTENDED);
    }

    private void resolve(Bundle bundle) {
        assertTrue(framework.context().getBundle().adapt(FrameworkWiring.class).resolveBundles(List.of(bundle)));
    }

    private void startLevel(int level) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        framework.context().getBundle().adapt(FrameworkStartLevel.class).setStartLevel(level, event -> reached.countDown());
        assertTrue(reached.await(PATIENCE, TimeUnit.MILLISECONDS));
    }

    /** The bundle whose technique appears. */
    private Bundle awaitProvider(String filter) throws Exception {
        ServiceTracker<TechniqueType, TechniqueType> tracker = new ServiceTracker<>(framework.context(),
                framework.context().createFilter("(&(objectClass=" + TechniqueType.class.getName() + ")" + filter + ")"), null);
        tracker.open();
        try {
            assertNotNull(tracker.waitForService(PATIENCE), "no technique " + filter);
            return tracker.getServiceReference().getBundle();
        } finally {
            tracker.close();
        }
    }
}

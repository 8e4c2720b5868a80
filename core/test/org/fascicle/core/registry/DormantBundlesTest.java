package org.fascicle.core.registry;

import static org.fascicle.core.registry.TestFramework.EXTENDED;
import static org.fascicle.core.registry.TestFramework.technique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;

import org.fascicle.api.technique.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** What is said of bundles that are installed and offer nothing. */
class DormantBundlesTest {
    private static final String NAME = "com.example:swish";
    private static final String SWISH = technique("activation", "com.example", "swish", "1.2.0");
    private static final String HAS = "The bundle com.example.swish 3.1.4 has it, ";

    @TempDir
    private Path storage;
    private TestFramework framework;
    private DormantBundles dormant;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(storage);
        dormant = new DormantBundles(framework.context());
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    @Test
    void kindNameAndVersionMustFit() throws Exception {
        install(SWISH, EXTENDED);
        assertEquals(HAS + "and is installed, but not started. Start it", dormant.wouldOffer(Kind.ACTIVATION, NAME, null));
        assertEquals(HAS + "and is installed, but not started. Start it", dormant.wouldOffer(Kind.ACTIVATION, NAME, "[1.2,2)"));
        assertNull(dormant.wouldOffer(Kind.ACTIVATION, NAME, "[2,3)"));
        assertNull(dormant.wouldOffer(Kind.LAYER, NAME, null));
        assertNull(dormant.wouldOffer(Kind.ACTIVATION, "swish", null));
    }

    @Test
    void aliasesAreKnown() throws Exception {
        install(SWISH + ";aliases:List<String>=\"Swish,SWISH\"", EXTENDED);
        assertEquals(HAS + "and is installed, but not started. Start it",
                dormant.wouldOffer(Kind.ACTIVATION, "com.example:SWISH", null));
        assertNull(dormant.wouldOffer(Kind.ACTIVATION, "SWISH", null));
    }

    @Test
    void aBundleThatIsResolvedIsToBeStarted() throws Exception {
        Bundle bundle = install(SWISH, EXTENDED);
        bundle.start();
        bundle.stop();
        assertEquals(HAS + "but is not started. Start it", dormant.wouldOffer(Kind.ACTIVATION, NAME, null));
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        Bundle bundle = install(SWISH, EXTENDED + ",com.example.gpu;filter:=\"(cores>=3)\"");
        assertUnresolved(bundle, "it requires com.example.gpu (cores>=3), which nothing that is installed provides");
        Bundle far = framework.install("com.example.far", "com.example.gpu;cores:Long=4", "com.example.driver;filter:=\"(a=b)\"");
        assertUnresolved(bundle, "it needs the bundle com.example.far 3.1.4, which cannot be resolved either: it requires"
                + " com.example.driver (a=b), which nothing that is installed provides");
        far.uninstall();
        framework.install("com.example.near", "com.example.gpu;cores:Long=4", "").start();
        assertEquals(HAS + "and is installed, but not started. Start it", dormant.wouldOffer(Kind.ACTIVATION, NAME, null));
    }

    @Test
    void optionalRequirementsAndThoseForRepositoriesAreNotMissed() throws Exception {
        install(SWISH, EXTENDED + ",com.example.a;filter:=\"(a=b)\";resolution:=optional,com.example.b;filter:=\"(a=b)\";"
                + "effective:=active");
        assertEquals(HAS + "and is installed, but not started. Start it", dormant.wouldOffer(Kind.ACTIVATION, NAME, null));
    }

    @Test
    void manyThatAreMissingAreCounted() throws Exception {
        StringBuilder requirements = new StringBuilder(EXTENDED);
        for (int i = 0; i < 5; i++) {
            requirements.append(",com.example.n").append(i).append(";filter:=\"(a=b)\"");
        }
        String message = dormantAfter(install(SWISH, requirements.toString()));
        assertEquals(3, message.split("it requires com.example.n", -1).length - 1, message);
        assertEquals("and 2 more", message.substring(message.lastIndexOf("; ") + 2));
    }

    @Test
    void anotherApiIsNamedAndNothingElse() throws Exception {
        String range = "osgi.extender;filter:=\"(&(osgi.extender=fascicle.technique)(version>=1.3)(!(version>=2.0)))\"";
        assertUnresolved(install(SWISH, range + ",com.example.gpu;filter:=\"(cores>=3)\""), "it was built against the version 1.3"
                + " of Fascicle's api, and this is 1.0; install an earlier version of it, or a later Fascicle");
    }

    private void assertUnresolved(Bundle bundle, String reason) {
        assertEquals(HAS + "but cannot be resolved: " + reason, dormantAfter(bundle));
    }

    private String dormantAfter(Bundle bundle) {
        assertEquals(BundleException.RESOLVE_ERROR, assertThrows(BundleException.class, bundle::start).getType());
        return dormant.wouldOffer(Kind.ACTIVATION, NAME, null);
    }

    private Bundle install(String capabilities, String requirements) throws Exception {
        return framework.install("com.example.swish", capabilities, requirements);
    }
}

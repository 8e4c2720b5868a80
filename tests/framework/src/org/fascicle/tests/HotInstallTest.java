package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.fascicle.api.network.Network;
import org.fascicle.api.network.Network.Subset;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.training.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;

/** A technique's bundle comes and goes while the platform runs. */
public class HotInstallTest extends PlatformTest {
    private static final String BUNDLE = "com.example.activation.softsign";
    private static final String NAME = "com.example:softsign";
    private static final String MODEL = Models.with(Models.NORMALIZED, "\"elu\"", "\"" + NAME + "\"");
    private static final String MISSING = "there is no activation '" + NAME + "'";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("backends")
    void anInstalledTechniqueTrainsAtOnceAndAnUninstalledOneIsMissed(String backend) throws Exception {
        assertRefused(SOURCE, () -> read(MODEL, on(backend)), "/network/3/activation/activation", MISSING);
        try (Guest guest = Guest.install(BUNDLE); Network network = read(MODEL, on(backend))) {
            network.train(TrainingListener.NONE);
            double accuracy = network.evaluate(Subset.TEST).get("accuracy");
            assertTrue(accuracy > 0.5, "test accuracy " + accuracy);
        }
        assertRefused(SOURCE, () -> read(MODEL, on(backend)), "/network/3/activation/activation", MISSING);
    }

    @Test
    void theRegistryDescribesWhatWasInstalled() throws Exception {
        try (Guest guest = Guest.install(BUNDLE)) {
            TechniqueType type = techniques.find(Kind.ACTIVATION, NAME, "[1.2,2)");
            assertEquals(NAME, type.qualifiedName());
            assertEquals("1.2.0", type.version());
            assertEquals(BUNDLE, type.provider());
            assertEquals("z / (1 + |z|)", type.formula());
        }
        assertRefused(null, () -> techniques.find(Kind.ACTIVATION, NAME, null), MISSING);
    }

    /** As Eclipse starts nearly all of its bundles. */
    @Test
    void aTechniqueWithLazyActivationIsOfferedBeforeItsBundleIsActive() throws Exception {
        try (Guest guest = Guest.installLazily(BUNDLE)) {
            assertEquals("z / (1 + |z|)", techniques.find(Kind.ACTIVATION, NAME, null).formula());
            assertEquals(Bundle.STARTING, guest.state());
            try (Network network = read(MODEL, on("reference"))) {
                StopAt.step(network, 1);
                assertEquals(Bundle.ACTIVE, guest.state());
                StopAt.step(network, 3);
            }
        }
        assertRefused(null, () -> techniques.find(Kind.ACTIVATION, NAME, null), MISSING);
    }

    @Test
    void anArchiveNamesTheTechniqueThatIsGone() throws Exception {
        Path archive = folder.resolve("softsign.fascicle");
        try (Guest guest = Guest.install(BUNDLE); Network network = read(MODEL, on("reference"))) {
            StopAt.step(network, 2);
            network.save(archive);
        }
        assertRefused(archive.toString(), () -> networks.restore(archive, on("reference")), NAME);
        try (Guest guest = Guest.install(BUNDLE); Network network = networks.restore(archive, on("reference"))) {
            StopAt.step(network, 4);
        }
    }

    /** Programs are made of expressions: what was compiled runs on; what must be traced again says what is missing. */
    @Test
    void anOpenNetworkSaysWhatIsMissingOnceItsTechniqueIsGone() throws Exception {
        try (Guest guest = Guest.install(BUNDLE); Network network = read(MODEL, on("reference"))) {
            StopAt.step(network, 2);
            guest.close();
            assertRefused(SOURCE, () -> network.predict(Subset.TEST, 0, 1), MISSING);
            Tensors.assertFinite(weights(network));
        }
    }
}

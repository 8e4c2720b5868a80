package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.fascicle.api.model.Model;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
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
        assertRefused(SOURCE, () -> attempt(MODEL, on(backend)), "/network/3/activation/activation", MISSING);
        try (Guest guest = Guest.install(BUNDLE); Model network = create(MODEL, on(backend))) {
            train(network);
            double accuracy = evaluate(network, testRows(network)).get("accuracy");
            assertTrue(accuracy > 0.5, "test accuracy " + accuracy);
        }
        assertRefused(SOURCE, () -> attempt(MODEL, on(backend)), "/network/3/activation/activation", MISSING);
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
            try (Model network = create(MODEL, on("reference"))) {
                assertEquals(Bundle.ACTIVE, guest.state());
                trainTo(network, 3);
            }
        }
        assertRefused(null, () -> techniques.find(Kind.ACTIVATION, NAME, null), MISSING);
    }

    @Test
    void anArchiveNamesTheTechniqueThatIsGone() throws Exception {
        Path archive = folder.resolve("softsign.fascicle");
        try (Guest guest = Guest.install(BUNDLE); Model network = create(MODEL, on("reference"))) {
            trainTo(network, 2).save(archive);
        }
        assertRefused(archive.toString(), () -> fascicle.open(archive, on("reference")), NAME);
        assertRefused(archive.toString(), () -> fascicle.resume(archive, on("reference")), NAME);
        try (Guest guest = Guest.install(BUNDLE);
                Model network = resume(archive, on("reference"), Listen.stopAt(4)).model()) {
            Tensors.assertFinite(weights(network));
        }
    }

    /** Programs are made of expressions: what was compiled runs on; what must be traced again says what is missing. */
    @Test
    void anOpenNetworkSaysWhatIsMissingOnceItsTechniqueIsGone() throws Exception {
        try (Guest guest = Guest.install(BUNDLE); Model network = create(MODEL, on("reference"))) {
            trainTo(network, 2);
            float[] row = features(testRows(network), 0, 1);
            guest.close();
            assertRefused(SOURCE, () -> network.predict(row, 1), MISSING);
            Tensors.assertFinite(weights(network));
        }
    }
}

package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Equinox, started as an Eclipse product is: hardly any bundle is marked as started. */
class EquinoxTest {
    @TempDir
    Path folder;

    @Test
    void trainsAndPredicts() throws Exception {
        Path product = folder.resolve("product");
        Path launcher = Workspace.jarOf("org.eclipse.equinox.launcher.Main");
        new Application(folder).args(Workspace.EXAMPLES.resolve("equinox/Product.java"), product,
                Workspace.EXAMPLES.resolve("equinox/config.ini"), Workspace.BUNDLES, Workspace.bundle("com.example.digits"),
                launcher,
                Workspace.jarOf("org.eclipse.equinox.internal.simpleconfigurator.Activator"),
                Workspace.jarOf("org.eclipse.core.runtime.adaptor.EclipseStarter")).prints();
        Path report = watch(product);
        Path work = Files.createDirectory(folder.resolve("work"));
        new Application(work).args("-jar", product.resolve("plugins/org.eclipse.equinox.launcher.jar")).prints(PlainHost.READ);
        assertEquals(PlainHost.weights(), Workspace.weights(work.resolve("digits.fasc")));
        // which is what Equinox's own launcher leaves behind
        assertEquals(List.of("the System property eclipse.exitcode was null and is 0"), Files.readAllLines(report));
    }

    /** Adds the bundle that watches the process; gives the file of its report. */
    private Path watch(Path product) throws Exception {
        Workspace.witness(product.resolve("plugins"));
        Path configuration = product.resolve("configuration");
        Files.writeString(configuration.resolve("org.eclipse.equinox.simpleconfigurator/bundles.info"),
                "witness,1.0.0,plugins/witness.jar,1,true\n", StandardOpenOption.APPEND);
        Path report = folder.resolve("report");
        Files.writeString(configuration.resolve("config.ini"), "witness.report=" + report + "\n", StandardOpenOption.APPEND);
        return report;
    }
}

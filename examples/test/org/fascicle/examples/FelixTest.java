package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache Felix, started by an application; with the example's bundle, and with rows that another component offers. */
class FelixTest {
    @TempDir
    Path folder;

    @Test
    void trainsAndPredicts() throws Exception {
        run("com.example.digits", PlainHost.READ);
        assertEquals(PlainHost.weights(), Workspace.weights(archive()));
    }

    @Test
    void trainsOnRowsOfAService() throws Exception {
        run("com.example.dataservice", "the machine is worn");
    }

    /** The application's own bundle is started before all others that it needs. */
    private void run(String bundle, String line) throws Exception {
        Path witness = Workspace.witness(folder.resolve("witness")).getParent();
        Path report = folder.resolve("report");
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.copy(Workspace.bundle(bundle), own.resolve(bundle + ".jar"));
        Path felix = Workspace.jarOf("org.apache.felix.framework.FrameworkFactory");
        new Application(folder).args("-Dwitness.report=" + report, "-cp", felix, Workspace.EXAMPLES.resolve("felix/Main.java"),
                folder.resolve("felix"), archive(),
                witness, own, Workspace.BUNDLES).prints(line);
        assertEquals(List.of(), Files.readAllLines(report));
    }

    private Path archive() {
        return folder.resolve("digits.fasc");
    }
}

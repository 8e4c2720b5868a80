package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.fascicle.api.installation.Change;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.installation.Jars;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.test.common.annotation.InjectService;

/** Bundles that offer a backend are changed like others, but not while something uses the backend. */
@Timeout(120)
public class BackendBundlesTest extends PlatformTest {
    @InjectService(timeout = 120_000)
    Installer installer;
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"reference", "nd4j"})
    void aBackendIsUninstalledOnceNothingUsesItAndComesBack(String backend) throws Exception {
        String name = "fascicle.backend." + backend;
        Path jar = Files.copy(file(bundle(name)), folder.resolve("shipped.jar"));
        Bundle before = bundle(name);
        String listed = list();
        CountDownLatch reached = new CountDownLatch(1);
        try (Model model = create(Models.NORMALIZED, on(backend).override("training.epochs", "1000000"));
                Training training = fascicle.train(model).listener(Listen.step(progress -> reached.countDown())).start()) {
            reached.await();
            assertUsed("the training of ", () -> installer.uninstall(name, null));
            assertUsed("runs on it. Stop or close that first", () -> installer.update(Jars.of(later(jar, "0.1.7")).ours()));
            training.stop();
            assertEquals(TrainingResult.End.STOPPED, training.join().end());
            assertUsed("the model ", () -> installer.uninstall(name, null));
        }
        assertEquals(Bundle.ACTIVE, before.getState());
        assertEquals(listed, list(), "what was refused is not in the list");
        assertEquals("uninstalled " + name + " 0.1.0", installer.uninstall(name, null).toString());
        try {
            assertTrue(list().replaceAll(".*\"removed\":", "").contains(name + "0.1.0"), list());
            InputException missing = assertThrows(InputException.class, () -> create(Models.NORMALIZED, on(backend)));
            assertTrue(missing.getMessage().startsWith("there is no backend '" + backend + "'; there are: "),
                    missing.getMessage());
            assertTrue(missing.getMessage().contains("are installed with --ours"), missing.getMessage());
        } finally {
            Change back = installer.install(Jars.of(jar).ours()).get(0);
            assertEquals("installed " + name + " 0.1.0", back.toString());
        }
        trains(backend);
    }

    @Test
    void aBackendIsUpdatedAndTheUpdateIsTakenBackIfItFails() throws Exception {
        String name = "fascicle.backend.reference";
        Path jar = Files.copy(file(bundle(name)), folder.resolve("shipped.jar"));
        refused("offers a backend, and has a name that is reserved for Fascicle's own bundles. If you know that it comes",
                () -> installer.update(Jars.of(later(jar, "0.1.1"))));
        refused("has the name of a bundle that offers a backend, fascicle.backend.reference 0.1.0, and declares none",
                () -> installer.update(Jars.of(new SampleJar().name(name).write(folder.resolve("none.jar"))).ours()));
        assertEquals("[updated " + name + " 0.1.0 to 0.1.1]", installer.update(Jars.of(later(jar, "0.1.1")).ours()).toString());
        trains("reference");
        Path broken = Rewritten.jar(jar, folder.resolve("broken.jar"), headers -> {
            headers.putValue(Constants.BUNDLE_VERSION, "0.1.2");
            headers.putValue(Constants.BUNDLE_ACTIVATOR, "com.example.Nowhere");
        });
        refused("broken.jar: does not start: ", () -> installer.update(Jars.of(broken).ours()));
        assertEquals("0.1.1", bundle(name).getVersion().toString());
        trains("reference");
        assertEquals("[updated " + name + " 0.1.1 to 0.1.0]", installer.update(Jars.of(jar).ours()).toString());
        trains("reference");
    }

    @Test
    void whatExtendsABackendIsUninstalledBeforeIt() throws Exception {
        refused("fascicle.backend.jit: is needed by fascicle.gemm.onednn 0.1.0. Uninstall these first",
                () -> installer.uninstall("fascicle.backend.jit", null));
        try (Model model = create(Models.NORMALIZED, on("jit"))) {
            assertUsed("fascicle.gemm.onednn 0.1.0 is in use: the model ",
                    () -> installer.uninstall("fascicle.gemm.onednn", null));
            assertNotEquals("", model.backend());
        }
    }

    @Test
    void nativeCodeStays() {
        for (String name : new String[] {"fascicle.backend.nd4j.lib", "fascicle.backend.nd4j.natives", "fascicle.gemm.onednn.lib",
            "fascicle.gemm.onednn.natives", "fascicle.compiler", "fascicle.api"}) {
            refused(name + ": is a part of the platform, and cannot be uninstalled", () -> installer.uninstall(name, null));
        }
    }

    private void trains(String backend) {
        try (Model model = create(Models.NORMALIZED, on(backend))) {
            assertEquals(2, trainTo(model, 2).step());
        }
    }

    private static Path later(Path jar, String version) throws Exception {
        return Rewritten.jar(jar, jar.resolveSibling("later.jar"),
                headers -> headers.putValue(Constants.BUNDLE_VERSION, version));
    }

    private static Bundle bundle(String name) {
        return Stream.of(context().getBundles()).filter(bundle -> bundle.getSymbolicName().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not installed"));
    }

    /** The jar of a bundle that was installed when the tests began, or later. */
    private static Path file(Bundle bundle) throws Exception {
        if (bundle.getLocation().startsWith("reference:")) {
            return Path.of(URI.create(bundle.getLocation().substring("reference:".length())));
        }
        Path added = installation().resolve("added");
        try (Stream<Path> files = Files.list(added)) {
            return files.filter(file -> file.getFileName().toString().startsWith(bundle.getSymbolicName() + "-")).findFirst()
                    .orElseThrow(() -> new AssertionError("no file of " + bundle + " in " + added));
        }
    }

    private static Path installation() {
        return Path.of(context().getProperty("fascicle.installation"));
    }

    private static String list() throws Exception {
        return Files.readString(installation().resolve("installation.json")).replaceAll("\\s+", "");
    }

    private static void assertUsed(String words, Executable action) {
        StateException problem = assertThrows(StateException.class, action);
        assertTrue(problem.getMessage().contains(" is in use: ") && problem.getMessage().contains(words), problem.getMessage());
    }

    private static void refused(String words, Executable action) {
        InputException problem = assertThrows(InputException.class, action);
        assertTrue(problem.getMessage().contains(words), "'" + words + "' is not in: " + problem.getMessage());
    }
}

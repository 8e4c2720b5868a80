package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.fascicle.api.installation.Installer;
import org.fascicle.api.installation.Jars;
import org.fascicle.api.installation.Leak;
import org.fascicle.api.model.Model;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.test.common.annotation.InjectService;

/** For a bundle that has left and is still held, the path by which it is held is said. */
public class HeldLoaderTest extends PlatformTest {
    private static final String LEAKY = "com.example.activation.leaky";
    private static final String MODEL = Models.with(Models.NORMALIZED, "\"elu\"", "\"com.example:leaky\"");
    private static final String SOFTSIGN = SampleJar.BUNDLE;
    /** As a bundle holds an object of another's. */
    private static volatile Object held;

    @InjectService(timeout = 120_000)
    Installer installer;
    @TempDir
    Path folder;

    @BeforeEach
    void nothingIsHeld() {
        assertEquals(List.of(), installer.leaks());
    }

    @AfterEach
    void letGo() throws Exception {
        held = null;
        for (Thread thread : threads()) {
            thread.interrupt();
            thread.join(120_000);
        }
        assertEquals(List.of(), installer.leaks());
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("leaky")).toList();
    }

    private static Bundle installed(String name) {
        return Stream.of(context().getBundles()).filter(bundle -> name.equals(bundle.getSymbolicName())).findFirst()
                .orElseThrow();
    }

    @Test
    void aThreadOfTheTechniquesHoldsIt() throws Exception {
        installLeaky();
        useLeaky();
        assertEquals(List.of(), installer.leaks(), "what is still installed is no leak");
        installer.uninstall(LEAKY, null);
        Leak leak = only();
        assertEquals(LEAKY + " 1.0.0", leak.bundle() + " " + leak.version());
        assertTrue(leak.path().get(0).contains("thread 'leaky' (java.lang.Thread)"), leak::toString);
        assertTrue(leak.toString().contains("com.example.activation.leaky.Leaky"), leak::toString);
    }

    private void installLeaky() throws IOException {
        Path jar = folder.resolve("leaky.jar");
        Files.copy(Guest.jar(LEAKY), jar);
        installer.install(Jars.of(jar));
    }

    private void useLeaky() {
        try (Model model = create(MODEL, on("reference"))) {
            trainTo(model, 1);
        }
        assertEquals(1, threads().size());
    }

    @Test
    void aStaticFieldOfAnotherBundleHoldsAVersionThatWasReplaced() throws Exception {
        installer.install(Jars.of(new SampleJar().write(folder.resolve("first.jar"))));
        held = installed(SOFTSIGN).loadClass("com.example.activation.softsign.Softsign").getConstructor().newInstance();
        installer.update(Jars.of(new SampleJar().version("1.3.0").header(Constants.BUNDLE_DESCRIPTION, "Other.")
                .write(folder.resolve("second.jar"))));
        Leak leak = only();
        assertEquals(SOFTSIGN + " 1.2.0", leak.bundle() + " " + leak.version());
        String path = String.join("\n", leak.path());
        assertTrue(path.contains("the class org.fascicle.tests.HeldLoaderTest\n-> the static field held: an object of"
                + " com.example.activation.softsign.Softsign\n-> the class loader of its class"), path);
        held = null;
        assertEquals(List.of(), installer.leaks());
        installer.uninstall(SOFTSIGN, null);
    }

    /** Classes of a bundle that only stands there can be loaded; it is never stopped when it leaves. */
    @Test
    void oneThatWasNeverStartedIsKnownToo() throws Exception {
        Guest guest = Guest.installOnly(SOFTSIGN);
        held = guest.bundle().loadClass("com.example.activation.softsign.Softsign");
        assertEquals(Bundle.RESOLVED, guest.state());
        assertEquals(List.of(), installer.leaks(), "it is still there");
        guest.update(SOFTSIGN, "1.3.0");
        Guest.refresh(List.of(guest.bundle()));
        assertEquals(SOFTSIGN + " 1.2.0", only().bundle() + " " + only().version());
        held = guest.bundle().loadClass("com.example.activation.softsign.Softsign");
        guest.close();
        assertEquals(SOFTSIGN + " 1.3.0", only().bundle() + " " + only().version());
        String path = String.join("\n", only().path());
        assertTrue(path.contains("-> the static field held: the class com.example.activation.softsign.Softsign"), path);
    }

    private Leak only() {
        List<Leak> leaks = installer.leaks();
        assertEquals(1, leaks.size(), leaks::toString);
        return leaks.get(0);
    }
}

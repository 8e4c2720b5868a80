package org.fascicle.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

class PlatformTest {
    @TempDir
    Path folder;
    private final List<Installation.Entry> bundles = new ArrayList<>();
    private Platform platform;

    @AfterEach
    void stop() throws Exception {
        if (platform != null) {
            assertTrue(platform.stop(5_000), "the framework stops in time");
        }
    }

    @Test
    void startsWhatItCanWhateverTheOrder() throws Exception {
        bundle("needs", true, Map.of("Import-Package", "p"));
        bundle("offers", true, Map.of("Export-Package", "p"));
        bundle("fragment", false, Map.of("Fragment-Host", "offers"));
        start();
        assertEquals(List.of(), platform.problems());
        assertEquals(Bundle.ACTIVE, state("needs"));
        assertEquals(Bundle.ACTIVE, state("offers"));
        assertEquals(Bundle.RESOLVED, state("fragment"));
    }

    @Test
    void saysInOneLineWhatIsNotThere() throws Exception {
        bundle("needs", true, Map.of("Require-Capability", "some.thing;filter:=\"(&(kind=a)(version>=1.0))\""));
        bundle("chain", true, Map.of("Require-Bundle", "needs"));
        bundles.add(new Installation.Entry("lost", "3.0.0", folder.resolve("lost.jar"), "", true));
        start();
        assertEquals(List.of(
                "lost 3.0.0: its file is missing: " + folder.resolve("lost.jar"),
                "needs 1.0.0: unsatisfied: some.thing (&(kind=a)(version>=1.0)) of needs"), platform.problems().subList(0, 2));
        assertTrue(platform.problems().get(2).endsWith("some.thing (&(kind=a)(version>=1.0)) of needs"),
                platform.problems().get(2));
    }

    @Test
    void offersTheArguments() throws Exception {
        start("train", "--json");
        ServiceReference<?> reference =
                platform.context().getServiceReferences(Object.class, "(launcher.arguments=*)").iterator().next();
        assertArrayEquals(new String[] {"train", "--json"}, (String[]) reference.getProperty("launcher.arguments"));
    }

    @Test
    void findsTheApplication() throws Exception {
        start();
        assertNull(Application.await(platform.context(), 50));
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("main.thread", true));
        platform.context().registerService(Callable.class, () -> 7, properties);
        assertEquals(7, Application.exitCode(Application.await(platform.context(), 1_000).call()));
        assertEquals(0, Application.exitCode(null));
    }

    private void start(String... arguments) throws Exception {
        platform = new Platform(new Installation(folder, Map.of(), bundles), folder.resolve("cache"), arguments);
        platform.start();
    }

    private int state(String name) {
        for (Bundle bundle : platform.context().getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return bundle.getState();
            }
        }
        return 0;
    }

    private void bundle(String name, boolean start, Map<String, String> headers) throws Exception {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", "1.0.0");
        headers.forEach(main::putValue);
        Path file = folder.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
        bundles.add(new Installation.Entry(name, "1.0.0", file, "", start));
    }
}

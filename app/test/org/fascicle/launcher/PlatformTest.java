package org.fascicle.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.fascicle.installation.Digest;
import org.fascicle.installation.Installation;
import org.fascicle.installation.Trust;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

class PlatformTest {
    @TempDir
    Path folder;
    private final List<Installation.Entry> bundles = new ArrayList<>();
    private Trust trust = Trust.ANY;
    private Map<String, String> properties = Map.of();
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
    void saysOnceWhatManyMiss() throws Exception {
        for (String name : List.of("one", "two", "three")) {
            bundle(name, true, Map.of("Require-Capability", "some.thing;filter:=\"(kind=a)\""));
        }
        start();
        assertEquals(List.of("one 1.0.0 and 2 more: unsatisfied: some.thing (kind=a)"), platform.problems());
    }

    @Test
    void saysInOneLineWhatIsNotThere() throws Exception {
        bundle("needs", true, Map.of("Require-Capability", "some.thing;filter:=\"(&(kind=a)(version>=1.0))\""));
        bundle("chain", true, Map.of("Require-Bundle", "needs"));
        bundles.add(new Installation.Entry("lost", "3.0.0", folder.resolve("lost.jar"), "", true));
        start();
        assertEquals(List.of(
                "lost 3.0.0: its file is missing: " + folder.resolve("lost.jar"),
                "needs 1.0.0: unsatisfied: some.thing (&(kind=a)(version>=1.0))"), platform.problems().subList(0, 2));
        assertTrue(platform.problems().get(2).endsWith("some.thing (&(kind=a)(version>=1.0)) of needs"),
                platform.problems().get(2));
    }

    @Test
    void whatIsNotWhatWasPinnedDoesNotRun() throws Exception {
        trust = Trust.PINNED;
        for (String name : List.of("kept", "swapped", "unknown")) {
            bundle(name, true, Map.of());
        }
        Installation.Entry kept = bundles.get(0);
        Installation.Entry swapped = bundles.get(1);
        bundles.set(0, new Installation.Entry("kept", "1.0.0", kept.file(), Digest.of(kept.file()), true));
        bundles.set(1, new Installation.Entry("swapped", "1.0.0", swapped.file(), Digest.of(kept.file()), true));
        byte[] plugin = Files.readAllBytes(bundles.get(2).file());
        start();
        assertEquals(Bundle.ACTIVE, state("kept"));
        assertEquals(0, state("swapped"));
        assertEquals(0, state("unknown"));
        assertEquals("swapped 1.0.0: it is not trusted: the SHA-256 of " + swapped.file() + " is " + Digest.of(swapped.file())
                + ", and the list has " + Digest.of(kept.file()) + ". Install it again, or put the file back that was installed",
                platform.problems().get(0));
        assertEquals("unknown 1.0.0: it is not trusted: the list has no SHA-256 of " + bundles.get(2).file(),
                platform.problems().get(1));
        // Whichever door it comes through, it does not resolve, unless trust is granted; and an update takes that away.
        Bundle stranger = platform.context().installBundle("stranger", new ByteArrayInputStream(plugin));
        assertThrows(BundleException.class, stranger::start);
        grant(stranger);
        stranger.start();
        stranger.stop();
        stranger.update(new ByteArrayInputStream(plugin));
        assertThrows(BundleException.class, stranger::start);
        grant(stranger);
        stranger.start();
        assertEquals(Bundle.ACTIVE, stranger.getState());
    }

    @Test
    void saysWhichListItWasStartedFrom() throws Exception {
        bundle("shipped", true, Map.of());
        start();
        assertEquals(Map.of("shipped 1.0.0", ""), list());
    }

    @Test
    void whatGoesWrongInsideIsSaidInOneLine() throws Exception {
        bundle("shipped", true, Map.of());
        start();
        List<LogRecord> said = new CopyOnWriteArrayList<>();
        CountDownLatch heard = new CountDownLatch(1);
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                said.add(entry);
                heard.countDown();
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger(Platform.class.getName());
        log.addHandler(handler);
        try {
            platform.context().addServiceListener(event -> {
                throw new IllegalStateException("no", new IllegalArgumentException("since never"));
            });
            platform.context().registerService(Object.class, this, null);
            assertTrue(heard.await(30, TimeUnit.SECONDS), "it is said");
        } finally {
            log.removeHandler(handler);
        }
        assertEquals("in the bundle org.apache.felix.framework: no: java.lang.IllegalArgumentException: since never",
                said.get(0).getMessage());
        assertNull(said.get(0).getThrown());
    }

    private Object list() throws Exception {
        ServiceReference<?> reference =
                platform.context().getServiceReferences((String) null, "(fascicle.installation.applied=true)")[0];
        return platform.context().getService(reference);
    }

    @SuppressWarnings("unchecked")
    private void grant(Bundle bundle) throws Exception {
        ServiceReference<?> reference =
                platform.context().getServiceReferences((String) null, "(fascicle.trust.grant=true)")[0];
        ((Consumer<Bundle>) platform.context().getService(reference)).accept(bundle);
    }

    @Test
    void whatAUserAddedIsACopy() throws Exception {
        trust = Trust.PINNED;
        bundle("added", true, Map.of());
        Path file = bundles.get(0).file();
        bundles.set(0, new Installation.Entry("added", "1.0.0", file, Digest.of(file), true, true, false, ""));
        start();
        Files.writeString(file, "something else");
        assertEquals(Bundle.ACTIVE, state("added"));
        assertTrue(platform.context().getBundles()[1].getLocation().startsWith("plugin:added-"));
    }

    @Test
    void whatAnotherProcessReplacesInThisMomentIsTakenFromTheListAsItIsNow() throws Exception {
        bundle("updated", true, Map.of());
        Path file = bundles.remove(0).file();
        for (String name : List.of("updated", "uninstalled", "lost")) {
            bundles.add(new Installation.Entry(name, "0.9.0", folder.resolve(name + "-old.jar"), "", true, true, false, ""));
        }
        Files.writeString(folder.resolve(Installation.LIST), "{ \"fascicle\": 1, \"bundles\": ["
                + " { \"name\": \"updated\", \"version\": \"1.0.0\", \"file\": \"" + file.getFileName() + "\", \"added\": true },"
                + " { \"name\": \"other\", \"version\": \"1.0.0\", \"file\": \"" + file.getFileName() + "\", \"added\": true },"
                + " { \"name\": \"lost\", \"version\": \"0.9.0\", \"file\": \"lost-old.jar\", \"added\": true } ] }");
        start();
        assertEquals(Bundle.ACTIVE, state("updated"));
        assertEquals(0, state("uninstalled"));
        assertEquals(0, state("other"), "whoever follows the list brings it");
        assertEquals(List.of("lost 0.9.0: its file is missing: " + folder.resolve("lost-old.jar")), platform.problems());
    }

    /** Takes a bundle out as it starts, as the installer does if the list has changed. */
    public static final class Uninstaller implements BundleActivator {
        @Override
        public void start(BundleContext context) throws BundleException {
            for (Bundle bundle : context.getBundles()) {
                if ("left".equals(bundle.getSymbolicName())) {
                    bundle.uninstall();
                }
            }
        }

        @Override
        public void stop(BundleContext context) {
            // nothing to do
        }
    }

    @Test
    void whatLeavesWhileTheOthersStartIsNotMissed() throws Exception {
        bundle("follower", true, Map.of("Bundle-Activator", Uninstaller.class.getName()));
        bundle("left", true, Map.of());
        properties = Map.of("org.osgi.framework.bootdelegation", Uninstaller.class.getPackageName(),
                "org.osgi.framework.bundle.parent", "framework");
        start();
        assertEquals(List.of(), platform.problems());
        assertEquals(0, state("left"));
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
        platform =
                new Platform(new Installation(folder, trust, properties, bundles, List.of(), List.of()), folder.resolve("cache"),
                        arguments);
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

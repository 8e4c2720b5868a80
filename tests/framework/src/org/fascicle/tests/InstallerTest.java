package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.fascicle.api.installation.Installer;
import org.fascicle.api.installation.Jars;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.SynchronousBundleListener;

/** Bundles are installed, updated and uninstalled as a whole or not at all, and so that it lasts. */
public class InstallerTest extends InstallationFixture {
    private static final String BUNDLE = SampleJar.BUNDLE;
    private static final String NAME = SampleJar.TECHNIQUE;

    private String version() {
        return techniques.find(Kind.ACTIVATION, NAME, null).version();
    }

    @Test
    void aTechniqueComesAndGoesAndTheListSaysSo() throws Exception {
        Path jar = new SampleJar().write(folder.resolve("a.jar"));
        assertEquals("[installed " + BUNDLE + " 1.2.0]", installer.install(Jars.of(jar)).toString());
        assertEquals("1.2.0", version());
        assertTrue(
                list().contains("{\"name\":\"" + BUNDLE + "\",\"version\":\"1.2.0\",\"file\":\"added/" + BUNDLE + "-1.2.0-"));
        assertEquals("[kept " + BUNDLE + " 1.2.0]", installer.install(Jars.of(jar)).toString());
        Path other = new SampleJar().header(Constants.BUNDLE_DESCRIPTION, "Other.").write(folder.resolve("b.jar"));
        refused("b.jar: " + BUNDLE + " 1.2.0 is installed already, with other content. Replace it with 'update'",
                () -> installer.install(Jars.of(other)));
        assertEquals("[updated " + BUNDLE + " 1.2.0 to 1.2.0]", installer.update(Jars.of(other)).toString());
        assertEquals("[kept " + BUNDLE + " 1.2.0]", installer.update(Jars.of(other)).toString());
        assertEquals("uninstalled " + BUNDLE + " 1.2.0", installer.uninstall(BUNDLE, null).toString());
        assertRefused(null, () -> techniques.find(Kind.ACTIVATION, NAME, null), "there is no activation '" + NAME + "'");
        refused("no bundle '" + BUNDLE + "' is installed", () -> installer.uninstall(BUNDLE, null));
        refused("Use 'install'", () -> installer.update(Jars.of(jar)));
    }

    @Test
    void anUpdateThatFailsLeavesTheOldVersionAtWork() throws Exception {
        installer.install(Jars.of(new SampleJar().write(folder.resolve("a.jar"))));
        Set<String> installed = state();
        Path unresolved = new SampleJar().version("1.3.0").alsoImports("org.nowhere").write(folder.resolve("b.jar"));
        refused("b.jar: does not resolve: unsatisfied: ", () -> installer.update(Jars.of(unresolved)));
        refused("org.nowhere", () -> installer.update(Jars.of(unresolved)));
        assertState(installed, "the update has failed");
        assertNeverStopped(() -> refused("org.nowhere", () -> installer.update(Jars.of(unresolved))));
        SampleJar damaged = new SampleJar().version("1.3.0");
        byte[] start = Arrays.copyOf(damaged.entries.get(SampleJar.CLASS), 200);
        damaged.entries.put(SampleJar.CLASS, start);
        Path cut = damaged.write(folder.resolve("c.jar"));
        refused("c.jar: does not start: the class of its activation 'softsign' cannot be loaded: java.lang.ClassFormatError",
                () -> installer.update(Jars.of(cut)));
        assertState(installed, "the update has failed");
        try (var model = create(Models.with(Models.NORMALIZED, "\"elu\"", "\"" + NAME + "\""), on("reference"))) {
            trainTo(model, 2);
        }
        Path good = new SampleJar().version("1.3.0").write(folder.resolve("d.jar"));
        // One that fails takes the others of its call back.
        refused("b.jar", () -> installer.update(Jars.of(good, SampleJar.exporting(BUNDLE, "p", folder.resolve("b.jar")))));
        assertState(installed, "the update has failed");
        assertEquals("[updated " + BUNDLE + " 1.2.0 to 1.3.0]", installer.update(Jars.of(good)).toString());
        assertEquals("1.3.0", version());
    }

    /** What is done while no technique leaves, not even for a moment. */
    private static void assertNeverStopped(Runnable change) {
        List<String> left = new CopyOnWriteArrayList<>();
        ServiceListener services = event -> {
            if (event.getType() == ServiceEvent.UNREGISTERING) {
                left.add(event.getServiceReference().toString());
            }
        };
        SynchronousBundleListener bundles = event -> left.add(event.getBundle() + " event " + event.getType());
        context().addServiceListener(services);
        context().addBundleListener(bundles);
        try {
            change.run();
            assertEquals(List.of(), left);
        } finally {
            context().removeServiceListener(services);
            context().removeBundleListener(bundles);
        }
    }

    @Test
    void thoseThatNeedOneAnotherAreUpdatedTogether() throws Exception {
        String range = ";version=\"[%s,%s]\"";
        Path shared = SampleJar.exporting("com.example.shared", "com.example.shared;version=1.0.0", folder.resolve("s.jar"));
        Path user = new SampleJar().alsoImports("com.example.shared" + String.format(range, "1.0", "1.0"))
                .write(folder.resolve("u.jar"));
        installer.install(Jars.of(shared, user));
        Path newer = SampleJar.exporting("com.example.shared", "com.example.shared;version=2.0.0", folder.resolve("s2.jar"));
        Path newerUser = new SampleJar().version("1.3.0")
                .alsoImports("com.example.shared" + String.format(range, "2.0", "2.0")).write(folder.resolve("u2.jar"));
        refused("com.example.shared", () -> installer.update(Jars.of(newer)));
        refused("com.example.shared", () -> installer.update(Jars.of(newerUser)));
        assertEquals("1.2.0", version());
        installer.update(Jars.of(newerUser, newer));
        assertEquals("1.3.0", version());
        installer.uninstall(BUNDLE, null);
        installer.uninstall("com.example.shared", null);
    }

    @Test
    void anUpdateThatBreaksWhatNeedsItIsRefusedBeforeAnythingStops() throws Exception {
        Path needs = new SampleJar().alsoImports("com.example.shared").write(folder.resolve("a.jar"));
        Path offers = SampleJar.exporting("com.example.shared", "com.example.shared", folder.resolve("b.jar"));
        installer.install(Jars.of(needs, offers));
        Path other = SampleJar.exporting("com.example.shared", "com.example.others", folder.resolve("c.jar"));
        assertNeverStopped(() -> refused("c.jar: does not resolve: unsatisfied: osgi.wiring.package ",
                () -> installer.update(Jars.of(other))));
        assertNeverStopped(() -> refused("com.example.shared) of " + BUNDLE, () -> installer.update(Jars.of(other))));
        installer.uninstall(BUNDLE, null);
        assertEquals("[updated com.example.shared 1.2.0 to 1.2.0]", installer.update(Jars.of(other)).toString());
    }

    @Test
    void severalVersionsStandSideBySide() throws Exception {
        Path first = new SampleJar().write(folder.resolve("a.jar"));
        Path second = new SampleJar().version("2.0.0").write(folder.resolve("b.jar"));
        assertEquals(2, installer.install(Jars.of(first, second)).size());
        assertEquals("2.0.0", version());
        assertEquals("1.2.0", techniques.find(Kind.ACTIVATION, NAME, "[1,2)").version());
        Path third = new SampleJar().version("1.4.0").write(folder.resolve("c.jar"));
        refused("c.jar: " + BUNDLE + " is installed in the versions 1.2.0, 2.0.0. Say which one it replaces",
                () -> installer.update(Jars.of(third)));
        refused("and not in 7.0.0", () -> installer.update(Jars.of(third).replacing("7.0.0")));
        assertEquals("[updated " + BUNDLE + " 1.2.0 to 1.4.0]", installer.update(Jars.of(third).replacing("1.2.0")).toString());
        refused("is installed already, beside 1.4.0", () -> installer.update(Jars.of(second).replacing("1.4.0")));
        refused(BUNDLE + ": is installed in the versions", () -> installer.uninstall(BUNDLE, null));
        refused("'x' is no version", () -> installer.uninstall(BUNDLE, "x"));
        installer.uninstall(BUNDLE, "2.0.0");
        assertEquals("1.4.0", version());
    }

    @Test
    void thoseThatNeedOneAnotherComeTogether() throws Exception {
        Path needs = new SampleJar().alsoImports("com.example.shared").write(folder.resolve("a.jar"));
        Path offers = SampleJar.exporting("com.example.shared", "com.example.shared", folder.resolve("b.jar"));
        refused("a.jar: does not resolve: unsatisfied: ", () -> installer.install(Jars.of(needs)));
        refused("com.example.shared", () -> installer.install(Jars.of(needs)));
        installer.install(Jars.of(needs, offers));
        refused("com.example.shared: is needed by " + BUNDLE + " 1.2.0. Uninstall these first",
                () -> installer.uninstall("com.example.shared", null));
        installer.uninstall(BUNDLE, null);
    }

    @Test
    void whatWasBuiltForAnotherApiIsRefusedWithBothVersions() throws Exception {
        Path later = new SampleJar().importing("org.fascicle.api.activation", "[7.1,8)").write(folder.resolve("a.jar"));
        refused("a.jar: was built for a later version of Fascicle's api: it imports the package org.fascicle.api.activation in"
                + " [7.1.0,8.0.0), and 1.", () -> installer.install(Jars.of(later)));
        refused(" is here. Install an earlier version of it, or a later Fascicle", () -> installer.install(Jars.of(later)));
        Path earlier = new SampleJar().importing("org.fascicle.api.activation", "[0.0.1,0.0.2)").write(folder.resolve("b.jar"));
        refused("b.jar: was built for an earlier version of Fascicle's api", () -> installer.install(Jars.of(earlier)));
        Path lacking =
                new SampleJar().alsoImports("org.fascicle.api.telepathy;version=\"[1.2,2)\"").write(folder.resolve("c.jar"));
        refused("org.fascicle.api.telepathy in [1.2.0,2.0.0), and there is none. Install an earlier version of it, or a later",
                () -> installer.install(Jars.of(lacking)));
    }

    @Test
    void namesOfOthersAreRefused() throws Exception {
        Path core = new SampleJar().name("fascicle.core").version("9.0.0").write(folder.resolve("a.jar"));
        refused("a.jar: has the name of a part of the platform, fascicle.core 0.1.0", () -> installer.install(Jars.of(core)));
        refused("a.jar: has the name of a part of the platform", () -> installer.update(Jars.of(core)));
        refused("fascicle.core: is a part of the platform", () -> installer.uninstall("fascicle.core", null));
        SampleJar claims = new SampleJar().header(Constants.PROVIDE_CAPABILITY, "\"com.example\"", "fascicle");
        Path stranger = claims.write(folder.resolve("b.jar"));
        refused("b.jar: offers techniques by names without a prefix, which are reserved for Fascicle's own bundles. Use a prefix",
                () -> installer.install(Jars.of(stranger).ours()));
        Path legit = claims.name("fascicle.totally.legit").write(folder.resolve("c.jar"));
        refused("c.jar: offers techniques by names without a prefix, which are reserved for Fascicle's own bundles. If you know",
                () -> installer.install(Jars.of(legit)));
        refused("one.jar: there is no such file", () -> installer.install(Jars.of(folder.resolve("one.jar"))));
        refused("is no file, so it is no jar", () -> installer.install(Jars.of(folder)));
        refused("is the bundle", () -> installer.install(Jars.of(legit, Files.copy(legit, folder.resolve("d.jar")))));
    }

    /** Waits until the technique has a version, or is not there (null). */
    private void awaits(String version) throws Exception {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!Objects.equals(version, present())) {
            assertTrue(System.nanoTime() < deadline,
                    () -> "after 10 s it is " + present() + ", and not " + version + ": " + watching());
            Thread.sleep(5);
        }
    }

    /** What the thread that follows the installation does. */
    private static String watching() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey().getName().equals("fascicle installation"))
                .map(each -> each.getKey().getState() + " " + List.of(each.getValue())).toList().toString();
    }

    private String present() {
        boolean isInstalled = Stream.of(context().getBundles()).anyMatch(bundle -> bundle.getSymbolicName().equals(BUNDLE));
        return techniques.all().stream().filter(type -> type.qualifiedName().equals(NAME)).map(TechniqueType::version).findFirst()
                .orElse(isInstalled ? "none yet" : null);
    }

    @Test
    void theFolderOfPluginsIsFollowed() throws Exception {
        Path plugin = Files.createDirectories(installation().resolve("plugins")).resolve("mine.jar");
        byte[] first = new SampleJar().bytes();
        byte[] second = new SampleJar().version("1.3.0").bytes();
        try {
            Files.write(plugin, Arrays.copyOf(first, first.length / 2));
            Thread.sleep(300);
            assertEquals(null, present(), "half of it is there");
            Files.write(plugin, Arrays.copyOfRange(first, first.length / 2, first.length), StandardOpenOption.APPEND);
            awaits("1.2.0");
            // The list is written last.
            for (int i = 0; i < 1000 && !list().contains("\"source\":\"mine.jar\""); i++) {
                Thread.sleep(5);
            }
            assertTrue(list().contains("\"source\":\"mine.jar\""));
            Path replacement = Files.write(folder.resolve("new.jar"), second);
            Files.move(replacement, plugin, StandardCopyOption.REPLACE_EXISTING);
            awaits("1.3.0");
            installer.uninstall(BUNDLE, null);
            assertTrue(Files.notExists(plugin), "else it would come again");
            awaits(null);
            Files.write(plugin, second);
            awaits("1.3.0");
        } finally {
            Files.deleteIfExists(plugin);
        }
        awaits(null);
    }

    /** As Gogo's felix:uninstall does. The thread that follows the list may bring it back at any moment, so that is not asked. */
    @Test
    void whatWasUninstalledPastTheInstallerIsUpdatedAllTheSame() throws Exception {
        installer.install(Jars.of(new SampleJar().write(folder.resolve("a.jar"))));
        for (int i = 0; i < 2; i++) {
            Bundle bundle =
                    Stream.of(context().getBundles()).filter(one -> BUNDLE.equals(one.getSymbolicName())).findFirst().get();
            // So that it has been seen in any case.
            assertEquals("[kept " + BUNDLE + " 1." + (2 + i) + ".0]",
                    installer.install(Jars.of(new SampleJar().version("1." + (2 + i) + ".0").write(folder.resolve("a.jar"))))
                            .toString());
            bundle.uninstall();
            assertEquals(Bundle.UNINSTALLED, bundle.getState());
            Path next = new SampleJar().version("1." + (3 + i) + ".0").write(folder.resolve("b.jar"));
            assertEquals("[updated " + BUNDLE + " 1." + (2 + i) + ".0 to 1." + (3 + i) + ".0]",
                    installer.update(Jars.of(next)).toString());
            assertEquals("1." + (3 + i) + ".0", version());
        }
    }

    /** As at the start of a process. */
    @Test
    void whatCameIntoTheFolderOfPluginsMeanwhileIsInstalledAtTheStart() throws Exception {
        Path plugin = Files.createDirectories(installation().resolve("plugins")).resolve("mine.jar");
        Bundle bundle = context().getServiceReference(Installer.class).getBundle();
        bundle.stop();
        try {
            new SampleJar().write(plugin);
        } finally {
            bundle.start();
            installer = context().getService(context().getServiceReference(Installer.class));
        }
        awaits("1.2.0");
        Files.delete(plugin);
        awaits(null);
    }

    /** As when another process installs and uninstalls. */
    @Test
    void theListIsFollowed() throws Exception {
        Path list = installation().resolve("installation.json");
        String text = Files.readString(list);
        Path jar = new SampleJar().write(installation().resolve("added/other.jar"));
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        int start = text.indexOf('[', text.indexOf("\"bundles\"")) + 1;
        try {
            Files.writeString(list.resolveSibling("list"), text.substring(0, start) + "{ \"name\": \"" + BUNDLE
                    + "\", \"version\": \"1.2.0\", \"file\": \"added/other.jar\", \"sha256\": \"" + digest
                    + "\", \"added\": true }, " + text.substring(start));
            Files.move(list.resolveSibling("list"), list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            awaits("1.2.0");
        } finally {
            Files.writeString(list.resolveSibling("list"), text);
            Files.move(list.resolveSibling("list"), list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(jar);
        }
        awaits(null);
    }
}

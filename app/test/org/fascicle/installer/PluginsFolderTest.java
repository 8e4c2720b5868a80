package org.fascicle.installer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.fascicle.api.installation.Change;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.installation.Jars;
import org.fascicle.api.installation.Leak;
import org.fascicle.api.installation.Plan;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.readiness.TechniqueNeed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsFolderTest {
    private static final String LISTED =
            "{ \"fascicle\": 1, \"bundles\": [ { \"name\": \"com.example.box\", \"version\": \"1.0.0\", "
                    + "\"file\": \"added/box.jar\", \"sha256\": \"00\", \"added\": true, \"source\": \"box.jar\" } ] }";
    private static final String EMPTY = "{ \"fascicle\": 1, \"bundles\": [] }";

    @TempDir
    private Path installation;
    private PluginsFolder folder;
    private long millis;
    private final FullDisk installer = new FullDisk();

    @BeforeEach
    void list() throws IOException {
        Files.writeString(installation.resolve("installation.json"), LISTED);
        folder = new PluginsFolder(installer, Files.createDirectory(installation.resolve("plugins")), installation,
                () -> millis * 1_000_000);
    }

    @Test
    void whatCannotBeUninstalledIsTriedAgainLaterAndNotAtOnce() {
        folder.follow();
        millis = 100;
        assertTrue(folder.follow() > 0, "it is not tried again");
        millis = 101;
        assertTrue(folder.follow() > 0, "it is not tried again");
        assertEquals(1, installer.tries, "each try changes the folder that is watched, which must not lead to the next one");
    }

    @Test
    void nothingIsTriedAgainOnceTheBundleIsOffTheList() throws IOException {
        folder.follow();
        millis = 100;
        folder.follow();
        Files.writeString(installation.resolve("installation.json"), EMPTY);
        assertEquals(0, folder.follow());
        Files.writeString(installation.resolve("installation.json"), LISTED);
        folder.follow();
        millis = 200;
        folder.follow();
        assertEquals(2, installer.tries, "it was installed again, so it is another case");
    }

    /** As when a jar is moved over another, which is deleted first. */
    @Test
    void whatIsReplacedIsNotUninstalled() throws IOException {
        Path plugin = installation.resolve("plugins/box.jar");
        assertTrue(folder.follow() > 0);
        millis = 10;
        Files.write(plugin, new byte[1]);
        folder.follow();
        assertEquals(1, installer.updates);
        assertEquals(0, installer.tries);
        Files.delete(plugin);
        millis = 1000;
        folder.follow();
        assertEquals(0, installer.tries, "it has been away for a moment only");
        millis = 1100;
        folder.follow();
        assertEquals(1, installer.tries);
    }

    /** What is installed would not be tried again before the jar changes, if it were the jar that is wrong. */
    @Test
    void jarThatArrivesWhileTheDiskIsFullIsTriedAgain() throws IOException {
        Files.writeString(installation.resolve("installation.json"), EMPTY);
        Path jar = Files.write(installation.resolve("plugins/a.jar"), new byte[1]);
        assertTrue(folder.follow() > 0);
        millis = 500;
        assertTrue(folder.follow() > 0);
        assertEquals(List.of(jar), installer.installed, "not at once");
        millis = 1001;
        assertTrue(folder.follow() > 0);
        assertEquals(List.of(jar, jar), installer.installed);
        installer.isFull = false;
        millis = 2002;
        assertEquals(0, folder.follow());
        assertEquals(List.of(jar, jar, jar), installer.installed);
    }

    @Test
    void jarThatIsTakenAwayMeanwhileDoesNotKeepTheOthersBack() throws IOException {
        Files.writeString(installation.resolve("installation.json"), EMPTY);
        Path first = Files.write(installation.resolve("plugins/a.jar"), new byte[1]);
        Path second = Files.write(installation.resolve("plugins/b.jar"), new byte[1]);
        Path third = Files.write(installation.resolve("plugins/c.jar"), new byte[1]);
        installer.takes = second;
        folder.follow();
        assertEquals(List.of(first, third), installer.installed);
    }

    /** It cannot write the list. */
    private static final class FullDisk implements Installer {
        private final List<Path> installed = new ArrayList<>();
        private int tries;
        private boolean isFull = true;
        private int updates;
        private @Nullable Path takes;

        @Override
        public List<Change> install(Jars jars) {
            installed.addAll(jars.files());
            if (takes != null && !takes.toFile().delete()) {
                takes = null;
            }
            if (!isFull) {
                return List.of();
            }
            throw new StateException("the disk is full");
        }

        @Override
        public Path trusted(Path jar, Path where) {
            throw new AssertionError("asked to judge " + jar);
        }

        @Override
        public List<Change> update(Jars jars) {
            updates++;
            throw new StateException("the disk is full");
        }

        @Override
        public Plan plan(Jars jars, Collection<Path> repositories) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Plan plan(Collection<TechniqueNeed> techniques, Collection<Path> repositories) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, List<String>> leaksElsewhere() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Leak> leaks() {
            throw new AssertionError("nobody asked for leaks");
        }

        @Override
        public Change uninstall(String name, @Nullable String version) {
            tries++;
            throw new StateException("the disk is full");
        }
    }
}

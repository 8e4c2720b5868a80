package org.fascicle.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    @TempDir
    Path home;

    @Test
    void eachIsItsOwnAndGoesWhenClosed() throws Exception {
        CacheFolder one = CacheFolder.create(home);
        CacheFolder other = CacheFolder.create(home);
        assertNotEquals(one.path(), other.path());
        Files.createDirectories(one.path().resolve("bundle1"));
        Files.writeString(one.path().resolve("bundle1/data"), "x");
        one.close();
        assertFalse(Files.exists(one.path()));
        assertTrue(Files.isDirectory(other.path()));
        other.close();
        assertEquals(List.of(), files());
    }

    @Test
    void theDeadAreSweptAndTheLivingAreNot() throws Exception {
        CacheFolder living = CacheFolder.create(home);
        Path dead = Files.createDirectories(home.resolve("cache-77"));
        Files.writeString(dead.resolve("data"), "x");
        Path lock = Files.createFile(home.resolve("cache-77.lock"));
        CacheFolder.sweep(home);
        assertTrue(Files.exists(dead), "its owner may be about to lock it");
        inAnotherProcess("age");
        CacheFolder.sweep(home);
        assertFalse(Files.exists(dead));
        assertFalse(Files.exists(lock));
        assertTrue(Files.isDirectory(living.path()));
        inAnotherProcess("sweep");
        assertTrue(Files.isDirectory(living.path()), "it has kept its lock");
        living.close();
    }

    private void inAnotherProcess(String what) throws Exception {
        List<String> classes = new ArrayList<>();
        for (Class<?> each : List.of(CacheFolder.class, Other.class)) {
            classes.add(Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
        }
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                String.join(File.pathSeparator, classes), Other.class.getName(), home.toString(), what).inheritIO().start();
        assertEquals(0, other.waitFor());
    }

    /** Another process. It makes the files older as well: that opens and closes them, which would give up this process's locks. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws IOException {
            Path home = Path.of(arguments[0]);
            if (arguments[1].equals("sweep")) {
                CacheFolder.sweep(home);
                return;
            }
            try (DirectoryStream<Path> locks = Files.newDirectoryStream(home, "*.lock")) {
                for (Path lock : locks) {
                    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(1, ChronoUnit.MINUTES)));
                }
            }
        }
    }

    @Test
    void itIsInTheFirstPlaceThatCanBeWrittenTo() throws Exception {
        String missing = home.resolve("missing").toString();
        String first = Files.createDirectory(home.resolve("first")).toString();
        String second = Files.createDirectory(home.resolve("second")).toString();
        assertEquals(Path.of(first), CacheFolder.home(null, "", missing, first, second).getParent());
        assertEquals(Path.of(missing), CacheFolder.home("", missing).getParent());
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> list = Files.list(home)) {
            return list.toList();
        }
    }
}

package org.fascicle.core.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two trainings, of one process or of two, one has a folder. */
class FolderLockTest {
    @TempDir
    Path folder;

    @Test
    void oneOfThisProcessHasIt() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-link"), folder);
        try (FolderLock lock = FolderLock.take(folder)) {
            assertNotNull(lock);
            assertNull(FolderLock.take(folder));
            assertNull(FolderLock.take(link), "the same folder");
        } finally {
            Files.delete(link);
        }
        try (FolderLock lock = FolderLock.take(folder)) {
            assertNotNull(lock);
        }
    }

    @Test
    void oneOfAnotherProcessHasItUntilThatProcessHasEnded() throws Exception {
        Process process = ChildProcess.start("-XX:TieredStopAtLevel=1", Holder.class, folder.toString(), "");
        try {
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            assertEquals("taken", lines.readLine());
            assertNull(FolderLock.take(folder));
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (FolderLock lock = FolderLock.take(folder)) {
            assertNotNull(lock, "its process was killed");
        }
    }

    /** With its own class loader, as in an application that starts a second platform. */
    @Test
    void anotherPlatformOfThisProcessIsRefusedAndTheLockStays() throws Exception {
        Method take = anotherPlatform().getDeclaredMethod("take", Path.class);
        take.setAccessible(true);
        try (FolderLock lock = FolderLock.take(folder)) {
            assertNotNull(lock);
            assertNull(take.invoke(null, folder));
            assertNull(take.invoke(null, folder));
            assertEquals("not taken", inAnotherProcess());
        }
        AutoCloseable second = (AutoCloseable) take.invoke(null, folder);
        assertNotNull(second, "it was given up");
        assertNull(FolderLock.take(folder));
        assertEquals("not taken", inAnotherProcess());
        second.close();
        assertEquals("taken", inAnotherProcess());
    }

    private static Class<?> anotherPlatform() throws Exception {
        ClassLoader own = FolderLock.class.getClassLoader();
        return new ClassLoader(own) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.equals(FolderLock.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                try (InputStream code = own.getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] bytes = code.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }.loadClass(FolderLock.class.getName());
    }

    private String inAnotherProcess() throws Exception {
        Process process = ChildProcess.start("-XX:TieredStopAtLevel=1", Holder.class, folder.toString(), "");
        try {
            return process.inputReader(StandardCharsets.UTF_8).readLine();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Takes the lock and keeps it until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            FolderLock lock = FolderLock.take(Path.of(arguments[0]));
            System.out.println(lock == null ? "not taken" : "taken");
            System.in.read();
        }
    }
}

package org.fascicle.backend.jit.machine;

import static org.fascicle.backend.jit.machine.CompilerTest.adding;
import static org.fascicle.backend.jit.machine.CompilerTest.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeCacheTest {
    @TempDir
    Path folder;
    private Path code;

    @BeforeEach
    void prepare() throws IOException {
        Tools.prepared(folder);
        code = folder.resolve("code");
    }

    /** Compiles a text with a new compiler, whose code has to do what it should, and says how often clang ran for it. */
    private int runs(int number) {
        return runs(number, Compiler.BYTES);
    }

    private int runs(int number, long bound) {
        try (Compiler compiler = new Compiler(folder, Target.NATIVE, ToolFiles.find(), bound)) {
            assertEquals(40 + number, sum(compiler.compile(adding(number))));
            return compiler.runs();
        }
    }

    /** The file that the compilation of a text adds. */
    private Path fileOf(int number, long bound) throws IOException {
        List<String> before = Files.exists(code) ? Tools.names(code) : List.of();
        assertEquals(1, runs(number, bound));
        return code.resolve(Tools.names(code).stream().filter(name -> !before.contains(name)).findFirst().orElseThrow());
    }

    private void assertCompiledAnew() {
        assertEquals(1, runs(2), "it is compiled anew");
        assertEquals(0, runs(2), "the file is good again");
    }

    @Test
    void aTruncatedFileIsCompiledAnew() throws Exception {
        Path file = fileOf(2, Compiler.BYTES);
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 100, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertCompiledAnew();
        }
    }

    @Test
    void aFlippedBitIsSeenWhereverItIs() throws Exception {
        Path file = fileOf(2, Compiler.BYTES);
        byte[] bytes = Files.readAllBytes(file);
        for (int at : new int[] {0, bytes.length - 50, bytes.length - 1}) {
            byte[] changed = bytes.clone();
            changed[at] ^= 4;
            Files.write(file, changed);
            assertCompiledAnew();
        }
    }

    @Test
    void theFileOfAnotherTextIsCompiledAnew() throws Exception {
        Path file = fileOf(2, Compiler.BYTES);
        Path other = fileOf(3, Compiler.BYTES);
        Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertCompiledAnew();
        Files.delete(file);
        Files.createSymbolicLink(file, other);
        assertCompiledAnew();
        assertFalse(Files.isSymbolicLink(file));
        assertEquals(0, runs(3), "nothing was written through the link");
        Files.delete(file);
        Files.createDirectories(file.resolve("inside"));
        assertCompiledAnew();
    }

    @Test
    void whatHasNotBeenUsedForLongestGoes() throws Exception {
        Path first = fileOf(1, Compiler.BYTES);
        long bound = 2 * Files.size(first) + Files.size(first) / 2;
        Path second = fileOf(2, bound);
        date(first, 2);
        date(second, 1);
        assertEquals(0, runs(1, bound), "from now on it is the younger one");
        Path third = fileOf(3, bound);
        assertTrue(Files.exists(first));
        assertFalse(Files.exists(second));
        assertTrue(Files.exists(third));
        assertEquals(1, runs(2, 1), "however little may be kept");
        assertEquals(List.of(), Tools.names(code));
    }

    private static void date(Path file, int hours) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600L * hours)));
    }

    @Test
    void whatKilledProcessesHaveLeftGoes() throws Exception {
        assertEquals(1, runs(1));
        Path left = Files.createDirectory(code.resolve(".work-1"));
        Files.createFile(left.resolve("kernel.cc"));
        date(left, 2);
        Path running = Files.createDirectory(code.resolve(".work-2"));
        assertEquals(1, runs(2));
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(running));
    }

    @Test
    void nobodyElseMayWriteThere() throws Exception {
        Path file = fileOf(2, Compiler.BYTES);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(code)));
        for (String mode : List.of("rwxrwx---", "rwx----w-")) {
            Files.setPosixFilePermissions(code, PosixFilePermissions.fromString(mode));
            assertCompiledAnew();
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(code)));
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(0, runs(2));
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        assertTrue(Files.exists(file));
    }

    @Test
    void aLinkToAnotherFolderIsReplaced() throws Exception {
        assertEquals(1, runs(2));
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(code, elsewhere);
        Files.createSymbolicLink(code, elsewhere);
        assertCompiledAnew();
        assertTrue(Files.isDirectory(code, LinkOption.NOFOLLOW_LINKS));
        try (Stream<Path> left = Files.list(elsewhere)) {
            assertEquals(1, left.count());
        }
    }
}

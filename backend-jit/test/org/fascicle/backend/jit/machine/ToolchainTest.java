package org.fascicle.backend.jit.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.fascicle.backend.jit.machine.Tools.Fake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolchainTest {
    private static final List<String> NAMES = List.of("clang", "files", "ld.lld", "libLLVM.so.20.1", "libclang-cpp.so.20.1");
    private static final int FILES = 4;

    @TempDir
    Path folder;
    private final Fake source = new Fake("20", "compiler");

    private Path unpacked() throws IOException {
        return new Toolchain(source, folder).folder();
    }

    @Test
    void filesAreUnpackedOnce() throws Exception {
        Toolchain toolchain = new Toolchain(source, folder);
        assertEquals(List.of(), Tools.names(folder));
        Path unpacked = toolchain.folder();
        assertTrue(unpacked.getFileName().toString().startsWith("clang-20-"), unpacked.toString());
        assertEquals(NAMES, Tools.names(unpacked));
        assertEquals("compiler", Files.readString(unpacked.resolve("clang")));
        assertEquals("the larger one", Files.readString(unpacked.resolve("libLLVM.so.20.1")));
        assertTrue(Files.isExecutable(unpacked.resolve("clang")) && Files.isExecutable(unpacked.resolve("ld.lld")));
        assertEquals(unpacked, unpacked());
        assertEquals(FILES, source.opened.get());
        assertEquals(1, Tools.names(folder).size(), Tools.names(folder).toString());
    }

    @Test
    void filesThatAreNotWholeAreUnpackedAnew() throws Exception {
        Path unpacked = unpacked();
        Files.writeString(unpacked.resolve("libclang-cpp.so.20.1"), "half");
        assertAnew(unpacked);
        Files.delete(unpacked.resolve("clang"));
        assertAnew(unpacked);
        Files.delete(unpacked.resolve("files"));
        assertAnew(unpacked);
        Files.setPosixFilePermissions(unpacked.resolve("ld.lld"), PosixFilePermissions.fromString("rw-------"));
        assertAnew(unpacked);
        Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertAnew(unpacked);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(unpacked)));
    }

    private void assertAnew(Path unpacked) throws IOException {
        source.opened.set(0);
        assertEquals(unpacked, unpacked());
        assertEquals(FILES, source.opened.get());
        assertEquals(NAMES, Tools.names(unpacked));
        assertEquals("compiler", Files.readString(unpacked.resolve("clang")));
        assertEquals("the smaller one", Files.readString(unpacked.resolve("libclang-cpp.so.20.1")));
        assertEquals(1, Tools.names(folder).size(), Tools.names(folder).toString());
    }

    @Test
    void anotherVersionHasAnotherFolder() throws Exception {
        Path unpacked = unpacked();
        assertNotEquals(unpacked, new Toolchain(new Fake("21", "compiler"), folder).folder());
        assertNotEquals(unpacked, new Toolchain(new Fake("20", "compiler of another size"), folder).folder());
        assertEquals(unpacked, unpacked());
        assertEquals(FILES, source.opened.get());
    }

    @Test
    void versionsThatNobodyUsesGo() throws Exception {
        Path unused = new Toolchain(new Fake("19", "compiler"), folder).folder();
        Path left = Files.createDirectory(folder.resolve(".clang-1"));
        Files.setLastModifiedTime(unused, FileTime.from(Instant.now().minusSeconds(61 * 86_400)));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(7200)));
        Path used = new Toolchain(new Fake("18", "compiler"), folder).folder();
        unpacked();
        assertTrue(Files.exists(used));
        assertFalse(Files.exists(unused));
        assertFalse(Files.exists(left));
    }

    @Test
    void severalUnpackAtATime() {
        List<CompletableFuture<Path>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return unpacked();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }, task -> new Thread(task).start()));
        }
        Path first = all.get(0).join();
        all.forEach(one -> assertEquals(first, one.join()));
        assertEquals(NAMES, Tools.names(first));
        assertEquals(1, Tools.names(folder).size(), Tools.names(folder).toString());
    }

    @Test
    void aFailureLeavesNothing() {
        ToolFiles failing = new ToolFiles() {
            @Override
            public String version() {
                return "20";
            }

            @Override
            public long size(String name) {
                return 1;
            }

            @Override
            public InputStream open(String name) throws IOException {
                if (name.equals("lld")) {
                    throw new IOException("the disk is full");
                }
                return source.open(name);
            }
        };
        IOException failure = assertThrows(IOException.class, () -> new Toolchain(failing, folder).folder());
        assertEquals("the disk is full", failure.getMessage());
        assertEquals(List.of(), Tools.names(folder));
    }
}

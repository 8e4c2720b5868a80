package org.fascicle.backend.jit.machine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.lwjgl.system.jni.JNINativeInterface;

/** What tests of native code need: clang, unpacked once for all of them, words, and files that look like clang's. */
public final class Tools {
    private static Path unpacked;

    private Tools() {}

    /** A compiler whose folder has clang already. */
    public static Compiler compiler(Path folder, Target target) throws IOException {
        return new Compiler(prepared(folder), target, ToolFiles.find(), Compiler.BYTES);
    }

    /** Puts clang into a folder, for compilers that are to find it there. */
    static synchronized Path prepared(Path folder) throws IOException {
        if (unpacked == null) {
            Path made = Files.createTempDirectory("fascicle-clang-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> PrivateFolder.delete(made)));
            new Toolchain(ToolFiles.find().orElseThrow(), made).folder();
            unpacked = made;
        }
        try (Stream<Path> files = Files.walk(unpacked)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(unpacked.relativize(file));
                if (Files.isRegularFile(file)) {
                    Files.createLink(to, file);
                } else if (!to.equals(folder.resolve(""))) {
                    PrivateFolder.inside(to);
                }
            }
        }
        return folder;
    }

    /** Calls a function with words, off-heap, and gives them as it left them. */
    static long[] call(NativeFunction function, long... words) {
        ByteBuffer memory = memory(Long.BYTES * words.length);
        memory.asLongBuffer().put(words);
        function.call(address(memory));
        memory.asLongBuffer().get(words);
        return words;
    }

    /** Zeros, off-heap. */
    static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect((bytes / 64 + 2) * 64).alignedSlice(64).order(ByteOrder.nativeOrder());
    }

    static long address(ByteBuffer memory) {
        return JNINativeInterface.GetDirectBufferAddress(memory);
    }

    /** The names of what lies in a folder. */
    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files of no compiler, of some bytes each, which count how often they are opened. */
    static final class Fake implements ToolFiles {
        final AtomicInteger opened = new AtomicInteger();
        private final Map<String, byte[]> files;

        Fake(String version, String content) {
            files = Map.of("version", version.getBytes(), "clang", content.getBytes(), "lld", "linker".getBytes(), "libLLVM.so",
                    "the larger one".getBytes(), "libclang-cpp.so", "the smaller one".getBytes());
        }

        static Optional<ToolFiles> of(String content) {
            return Optional.of(new Fake("1", content));
        }

        @Override
        public String version() {
            return new String(files.get("version"));
        }

        @Override
        public long size(String name) {
            return files.get(name).length;
        }

        @Override
        public InputStream open(String name) {
            opened.incrementAndGet();
            return new ByteArrayInputStream(files.get(name));
        }
    }
}

package org.fascicle.bench.plan;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.lwjgl.system.linux.DynamicLinkLoader;

/**
 * The functions of {@code native.cc}, compiled by LLVM's clang in a process of its own. The compiler, unpacked, and what it made stay
 * in a folder (system property {@code bench.code}); the second start compiles nothing.
 */
final class NativeCode {
    private static final String JAR = "/org/bytedeco/llvm/linux-x86_64/";
    private static final List<String> FLAGS = List.of("-x", "c++", "-std=c++20", "-O2", "-march=native", "-ffreestanding",
            "-fPIC",
            "-nostdlib", "-shared", "-fuse-ld=lld", "-B.", "-fno-exceptions", "-fno-rtti", "-ffp-contract=off", "-fno-math-errno",
            "-fvisibility=hidden");
    /** The processor's features decide what -march=native means. */
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    private static long library;

    private NativeCode() {}

    /** The address of a function. */
    static synchronized long function(String name) {
        if (library == 0) {
            library = DynamicLinkLoader.dlopen(file().toString(), DynamicLinkLoader.RTLD_NOW);
            if (library == 0) {
                throw new IllegalStateException(DynamicLinkLoader.dlerror());
            }
        }
        long address = DynamicLinkLoader.dlsym(library, name);
        if (address == 0) {
            throw new IllegalArgumentException("native.cc has no function " + name);
        }
        return address;
    }

    private static Path file() {
        Path folder = Path.of(System.getProperty("bench.code", System.getProperty("java.io.tmpdir") + "/fascicle-bench-code"));
        try (InputStream in = NativeCode.class.getResourceAsStream("native.cc")) {
            byte[] text = in.readAllBytes();
            Path file = folder.resolve(key(text) + ".so");
            if (!Files.exists(file)) {
                compile(unpacked(folder.resolve("llvm")), text, file);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(byte[] text) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(text);
            digest.update(String.join(" ", FLAGS).getBytes(StandardCharsets.UTF_8));
            digest.update(Files.lines(PROCESSOR).filter(line -> line.startsWith("flags")).findFirst().orElse("")
                    .getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest.digest()).toString(16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void compile(Path llvm, byte[] text, Path file) throws IOException {
        Path made = Files.createTempFile(file.getParent(), "made", ".so");
        List<String> command = new ArrayList<>(List.of(llvm.resolve("clang").toString()));
        command.addAll(FLAGS);
        command.addAll(List.of("-o", made.toString(), "-"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(llvm.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LD_LIBRARY_PATH", llvm.toString());
        Process process = builder.start();
        process.getOutputStream().write(text);
        process.getOutputStream().close();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("clang could not compile native.cc");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The folder with clang, its libraries and the linker, under the names that they look for. */
    private static Path unpacked(Path folder) throws IOException {
        if (Files.exists(folder.resolve("ld.lld"))) {
            return folder;
        }
        Files.createDirectories(folder);
        String jar = null;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            jar = entry.matches(".*llvm-[^/]*-linux-x86_64\\.jar") ? entry : jar;
        }
        if (jar == null) {
            throw new IOException("LLVM's jar for linux-x86_64 is not on the class path");
        }
        try (ZipFile zip = new ZipFile(jar)) {
            unpack(zip, "libLLVM.so", folder.resolve("libLLVM.so.20.1"));
            unpack(zip, "libclang-cpp.so", folder.resolve("libclang-cpp.so.20.1"));
            unpack(zip, "clang", folder.resolve("clang"));
            unpack(zip, "lld", folder.resolve("ld.lld"));
        }
        return folder;
    }

    private static void unpack(ZipFile zip, String name, Path to) throws IOException {
        ZipEntry entry = zip.getEntry(JAR.substring(1) + name);
        try (InputStream in = zip.getInputStream(entry)) {
            Path part = to.resolveSibling(to.getFileName() + ".part");
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            if (!part.toFile().setExecutable(true)) {
                throw new IOException(part + " cannot be made executable");
            }
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}

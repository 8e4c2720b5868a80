package org.fascicle.backend.jit.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Clang's files, unpacked: once for all processes of a user, in a folder for each version. It appears with all files, under its name, or
 * not at all. Used by one thread at a time.
 */
final class Toolchain {
    /** By the names that they have in the jar, those by which they find each other. */
    private static final Map<String, String> FILES =
            new TreeMap<>(Map.of("clang", "clang", "lld", "ld.lld", "libLLVM.so", "libLLVM.so.20.1",
                    "libclang-cpp.so", "libclang-cpp.so.20.1"));
    private static final String LARGEST = "libLLVM.so";
    private static final String MARKER = "files";
    private static final String PREFIX = "clang-";
    private static final String UNFINISHED = ".clang-";
    private static final int ATTEMPTS = 3;
    private static final int DIGITS = 12;
    private static final int CHUNK = 1 << 18;
    private static final Duration KILLED = Duration.ofHours(1);
    private static final Duration UNUSED = Duration.ofDays(60);

    private final ToolFiles source;
    private final Path around;
    /** Names and sizes. */
    private final String contents;
    private final Path folder;
    private boolean used;

    /**
     * Nothing is unpacked by that.
     *
     * @param around where the folder is to be
     */
    Toolchain(ToolFiles source, Path around) throws IOException {
        this.source = source;
        this.around = around;
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            text.append(file.getValue()).append(' ').append(source.size(file.getKey())).append('\n');
        }
        contents = text.toString();
        folder = around.resolve(PREFIX + source.version() + "-"
                + Digests.hex(Digests.sha256(contents.getBytes(StandardCharsets.UTF_8))).substring(0, DIGITS));
    }

    /** The folder with clang and what it needs, unpacked now if it is not there, or not whole. */
    Path folder() throws IOException {
        for (int attempt = 1; !isWhole(); attempt++) {
            if (attempt > ATTEMPTS) {
                throw new IOException("the files of clang do not stay in " + folder);
            }
            unpack();
        }
        if (!used) {
            used = true;
            touch();
        }
        return folder;
    }

    private boolean isWhole() throws IOException {
        try {
            if (!PrivateFolder.isOwn(folder) || !Files.readString(folder.resolve(MARKER)).equals(contents)) {
                return false;
            }
            for (String line : contents.split("\n")) {
                int space = line.indexOf(' ');
                Path file = folder.resolve(line.substring(0, space));
                if (Files.size(file) != Long.parseLong(line.substring(space + 1)) || !Files.isExecutable(file)) {
                    return false;
                }
            }
            return true;
        } catch (FileSystemException e) {
            return false;
        }
    }

    private void unpack() throws IOException {
        PrivateFolder.sweep(around, Set.of(UNFINISHED, PrivateFolder.AWAY, Linking.UNPACKED), KILLED);
        Path fresh = PrivateFolder.temporary(around, UNFINISHED);
        try {
            // Two thirds of the bytes are in one of them.
            CompletableFuture<Void> rest = new CompletableFuture<>();
            Thread second = new Thread(() -> {
                try {
                    for (String name : FILES.keySet()) {
                        if (!name.equals(LARGEST)) {
                            unpack(name, fresh);
                        }
                    }
                    rest.complete(null);
                } catch (IOException | RuntimeException | Error e) {
                    rest.completeExceptionally(e);
                }
            }, "fascicle unpacks clang");
            second.setDaemon(true);
            second.start();
            try {
                unpack(LARGEST, fresh);
            } finally {
                rest.exceptionally(e -> null).join();
            }
            rest.join();
            Files.writeString(fresh.resolve(MARKER), contents);
            if (Files.exists(folder) && !isWhole()) {
                PrivateFolder.discard(folder);
            }
            try {
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                // Another process was faster, as its folder shows.
                if (!isWhole()) {
                    throw e;
                }
            }
            PrivateFolder.sweep(around, Set.of(PREFIX), UNUSED);
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        } finally {
            PrivateFolder.delete(fresh);
        }
    }

    private void unpack(String name, Path to) throws IOException {
        Path file = to.resolve(FILES.get(name));
        try (InputStream in = source.open(name); OutputStream out = Files.newOutputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                out.write(chunk, 0, count);
            }
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** Says that this version is in use, which keeps it from being deleted when another is unpacked. */
    private void touch() {
        try {
            Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // It is then unpacked anew, some day.
        }
    }
}

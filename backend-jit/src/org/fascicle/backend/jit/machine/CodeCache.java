package org.fascicle.backend.jit.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compiled code on disk, by key. What stands behind a library, where loaders do not look, shows that it is whole and which key it has been
 * compiled for. Safe for any thread, and for several processes: files appear whole and are never changed.
 */
final class CodeCache {
    private static final String SUFFIX = ".so";
    private static final String WORK = ".work-";
    private static final byte[] MAGIC = "fascicle code 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int TRAILER = MAGIC.length + 2 * Digests.BYTES;
    private static final Duration KILLED = Duration.ofHours(1);

    private final Path folder;
    private final long bound;

    /**
     * The cache in a folder, which is made if there is none.
     *
     * @param bound how many bytes it may have; beyond, what has not been used for longest goes
     */
    CodeCache(Path folder, long bound) throws IOException {
        PrivateFolder.inside(folder);
        this.folder = folder;
        this.bound = bound;
    }

    /** A file with the code of this key, if there is one and it is as it was written. It then counts as used now. */
    Optional<Path> find(byte[] key) throws IOException {
        Path file = file(key);
        try {
            byte[] bytes = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.readAllBytes(file) : new byte[0];
            if (!isWhole(bytes, key)) {
                return Optional.empty();
            }
        } catch (FileSystemException e) {
            return Optional.empty();
        }
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // Another process has just deleted it, which loading it shows; or it goes earlier than it should.
        }
        return Optional.of(file);
    }

    private Path file(byte[] key) {
        return folder.resolve(Digests.hex(key) + SUFFIX);
    }

    private static boolean isWhole(byte[] bytes, byte[] key) {
        int code = bytes.length - TRAILER;
        if (code <= 0) {
            return false;
        }
        int digest = bytes.length - Digests.BYTES;
        return Arrays.equals(bytes, code, code + MAGIC.length, MAGIC, 0, MAGIC.length)
                && Arrays.equals(bytes, code + MAGIC.length, digest, key, 0, key.length)
                && Arrays.equals(bytes, digest, bytes.length, Digests.sha256(Arrays.copyOf(bytes, digest)), 0, Digests.BYTES);
    }

    /** An empty folder to compile in. Whoever is done deletes it. */
    Path work() throws IOException {
        return PrivateFolder.temporary(folder, WORK);
    }

    /**
     * Keeps a library.
     *
     * @param work a folder of the caller's, as {@link #work} gives it
     * @return its file
     */
    Path put(byte[] key, byte[] library, Path work) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(library.length + TRAILER);
        bytes.writeBytes(library);
        bytes.writeBytes(MAGIC);
        bytes.writeBytes(key);
        bytes.writeBytes(Digests.sha256(bytes.toByteArray()));
        Path fresh = work.resolve("whole");
        Files.write(fresh, bytes.toByteArray());
        Path file = file(key);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            PrivateFolder.discard(file);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }

    /** Deletes what is too much. Processes that have loaded it keep it. */
    synchronized void trim() {
        PrivateFolder.sweep(folder, Set.of(WORK, PrivateFolder.AWAY), KILLED);
        record Entry(Path file, long size, FileTime used) {}
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                try {
                    BasicFileAttributes attributes =
                            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    entries.add(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
                } catch (FileSystemException e) {
                    // Another process has just deleted it.
                }
            }
            long bytes = entries.stream().mapToLong(Entry::size).sum();
            entries.sort(Comparator.comparing(Entry::used));
            for (Entry entry : entries) {
                if (bytes <= bound) {
                    return;
                }
                Files.deleteIfExists(entry.file);
                bytes -= entry.size;
            }
        } catch (IOException e) {
            // The next one that compiles tries it again.
        }
    }
}

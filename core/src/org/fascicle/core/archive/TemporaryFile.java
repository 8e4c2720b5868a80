package org.fascicle.core.archive;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.logging.Logger;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A file beside the one that it will replace, locked as long as it is written. A process that is killed leaves it unlocked: so the
 * next one can tell it from those that are still written, and remove it. Used by one thread.
 */
final class TemporaryFile implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TemporaryFile.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String MARK = ".fascicle-";
    private static final String END = ".tmp";
    private static final Pattern NAME = Pattern.compile("\\..+\\.fascicle-([0-9a-f]{16})-[0-9a-f]{16}\\.tmp");
    private static final int ATTEMPTS = 100;

    private final Path path;
    private final FileOutputStream out;

    private TemporaryFile(Path path, FileOutputStream out) {
        this.path = path;
        this.out = out;
    }

    /** A new one for a target in its folder. */
    static TemporaryFile create(Path target, Path folder) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Path path = folder.resolve("." + target.getFileName() + MARK + process() + "-" + hex(RANDOM.nextLong()) + END);
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            // An interrupt, as at the end of the process, closes a channel in the middle of its work: only the lock is taken by it.
            FileOutputStream out = new FileOutputStream(path.toFile());
            if (isLocked(out, path)) {
                return new TemporaryFile(path, out);
            }
            out.close();
        }
        throw new FileAlreadyExistsException(folder.toString(), null, "no temporary file can be made in it");
    }

    // Another process may have taken it for one that was left, before it was locked.
    private static boolean isLocked(FileOutputStream out, Path path) throws IOException {
        try {
            return out.getChannel().tryLock() != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            // A file system without locks: then nobody can take the file for one that was left.
            LOG.config(() -> "no lock for " + path + ": " + e.getMessage());
            return true;
        }
    }

    Path path() {
        return path;
    }

    FileOutputStream out() {
        return out;
    }

    /** Removes it, unless it was renamed. */
    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(path);
        } finally {
            out.close();
        }
    }

    /** Removes those in a folder that processes left which have ended. What cannot be removed stays. */
    static void sweep(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, file -> isLeft(file.getFileName().toString()))) {
            for (Path file : files) {
                remove(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.config(() -> "temporary files in " + folder + " were not looked for: " + e.getMessage());
        }
    }

    // Closing a second channel of a file gives up the locks that this process has on it, so its own are not even opened.
    private static boolean isLeft(String name) {
        var matcher = NAME.matcher(name);
        return matcher.matches() && !matcher.group(1).equals(process());
    }

    private static void remove(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = lock(channel)) {
            if (lock != null && Files.deleteIfExists(file)) {
                LOG.info(() -> "removed " + file + ", which a process left that was killed while it wrote");
            }
        } catch (IOException e) {
            LOG.config(() -> file + " stays: " + e.getMessage());
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    // Its number alone is that of many processes, one after the other: in a container, often 1.
    private static String process() {
        ProcessHandle current = ProcessHandle.current();
        long started = current.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return hex(current.pid() << 42 ^ started);
    }

    private static String hex(long bits) {
        return HexFormat.of().toHexDigits(bits);
    }
}

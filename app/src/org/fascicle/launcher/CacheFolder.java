package org.fascicle.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The bundle cache of one process: a temporary folder that goes with it. Two frameworks on one cache destroy each other
 * without an error, so no two processes share one. A lock beside the folder says whether its process still runs; otherwise
 * the next process deletes it.
 */
public final class CacheFolder implements AutoCloseable {
    private static final String LOCK = ".lock";
    // Its number alone is that of many processes, one after the other: in a container, often 1.
    private static final String OWN = "cache-" + ProcessHandle.current().pid() + "-"
            + ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L) + "-";

    private final Path folder;
    private final Path lockFile;
    private final FileChannel channel;

    private CacheFolder(Path folder, Path lockFile, FileChannel channel) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.channel = channel;
    }

    /**
     * Where this user's caches are: in memory where the system has a place for that, because a framework writes five small
     * files for each bundle, which on a disk can take longer than all else that it does.
     */
    public static Path home() {
        return home(System.getenv("XDG_RUNTIME_DIR"), "/dev/shm", System.getProperty("java.io.tmpdir"));
    }

    /** In the first of some folders that can be written to, else in the last; those that are null or empty are none. */
    public static Path home(@Nullable String... places) {
        String name = "fascicle-" + System.getProperty("user.name").replaceAll("\\W", "_");
        Path home = null;
        for (String place : places) {
            if (place != null && !place.isEmpty() && (home == null || !Files.isWritable(home.getParent()))) {
                home = Path.of(place, name);
            }
        }
        if (home == null) {
            throw new IllegalArgumentException("no folder is named");
        }
        return home;
    }

    /** Makes one, with its lock. */
    public static CacheFolder create(Path home) throws IOException {
        Files.createDirectories(home);
        // the lock comes first: a folder without a lock file does not exist for others
        Path lockFile = Files.createTempFile(home, OWN, LOCK);
        FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        channel.lock();
        String name = lockFile.getFileName().toString();
        Path folder = home.resolve(name.substring(0, name.length() - LOCK.length()));
        Files.createDirectories(folder);
        return new CacheFolder(folder, lockFile, channel);
    }

    public Path path() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        delete(folder);
        Files.deleteIfExists(lockFile);
        channel.close();
    }

    /** Deletes the folders of processes that ended without deleting theirs. */
    public static void sweep(Path home) {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(home, "cache-*" + LOCK)) {
            for (Path lockFile : locks) {
                sweepOne(home, lockFile);
            }
        } catch (IOException | UncheckedIOException e) {
            // Another process deletes too, or the folder is not ours: it can wait.
        }
    }

    private static void sweepOne(Path home, Path lockFile) throws IOException {
        // Closing a second channel of a file gives up the lock that this process has on it, so its own are not even opened.
        if (lockFile.getFileName().toString().startsWith(OWN)) {
            return;
        }
        if (Files.getLastModifiedTime(lockFile).toMillis() > System.currentTimeMillis() - 10_000) {
            return; // its owner may be about to lock it
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
            if (lock != null) {
                String name = lockFile.getFileName().toString();
                delete(home.resolve(name.substring(0, name.length() - LOCK.length())));
                Files.deleteIfExists(lockFile);
            }
        } catch (OverlappingFileLockException e) {
            // of this very process, under a name as an older version of this class gives
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}

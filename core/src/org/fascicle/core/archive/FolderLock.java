package org.fascicle.core.archive;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/**
 * That a folder belongs to one training at a time, of this process or another. A process that ends, however it does, gives its locks up;
 * the empty file that they are on stays, because whoever removed it could take it from somebody who has just opened it.
 *
 * <p>On POSIX systems, closing any channel of a file gives up the lock that the process has on it. So where another platform within this
 * process, with a class loader of its own, has the lock, the file is left open and used again by whoever asks next. If this platform is
 * unloaded before the other one gives its lock up, other processes are not kept out any more.
 */
final class FolderLock implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FolderLock.class.getName());
    private static final String NAME = ".fascicle.lock";
    /** Those of this platform. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    /** Files on which another platform within this process had the lock, by what the file system knows them by. */
    private static final Map<Object, FileOutputStream> REFUSED = new ConcurrentHashMap<>();

    private final Path file;
    private final FileOutputStream out;

    private FolderLock(Path file, FileOutputStream out) {
        this.file = file;
        this.out = out;
    }

    /** Takes it; null if somebody else has it. */
    static @Nullable FolderLock take(Path folder) throws IOException {
        Path file = folder.toRealPath().resolve(NAME);
        if (!HELD.add(file)) {
            return null;
        }
        FileOutputStream out = null;
        boolean taken = false;
        try {
            out = open(file);
            taken = isLocked(out, file);
            return taken ? new FolderLock(file, out) : null;
        } catch (OverlappingFileLockException e) {
            Object key = key(file);
            if (out != null && key != null) {
                REFUSED.put(key, out);
                out = null;
            }
            return null;
        } finally {
            if (!taken) {
                HELD.remove(file);
                if (out != null) {
                    out.close();
                }
            }
        }
    }

    private static FileOutputStream open(Path file) throws IOException {
        Object key = Files.exists(file) ? key(file) : null;
        FileOutputStream refused = key == null ? null : REFUSED.remove(key);
        return refused == null ? new FileOutputStream(file.toFile(), true) : refused;
    }

    // Null where there are no such keys, as on Windows: there, a close gives up no other lock.
    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    // Throws an exception if another platform within this process has it.
    private static boolean isLocked(FileOutputStream out, Path file) {
        try {
            FileLock lock = out.getChannel().tryLock();
            return lock != null;
        } catch (IOException e) {
            LOG.config(() -> "a file system without locks: nobody keeps two trainings apart in " + file + ": " + e.getMessage());
            return true;
        }
    }

    @Override
    public void close() {
        HELD.remove(file);
        try {
            out.close();
        } catch (IOException e) {
            LOG.config(() -> file + " was not closed: " + e.getMessage());
        }
    }
}

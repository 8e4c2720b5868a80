package org.fascicle.core.archive;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/**
 * That a folder belongs to one training at a time, of this process or another. A process that ends, however it does, gives its locks up;
 * the empty file that they are on stays, because whoever removed it could take it from somebody who has just opened it.
 */
final class FolderLock implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FolderLock.class.getName());
    private static final String NAME = ".fascicle.lock";
    /** Those of this process. Closing a second channel of a file would give up the lock that the first one has. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

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
            out = new FileOutputStream(file.toFile(), true);
            taken = isLocked(out, file);
            return taken ? new FolderLock(file, out) : null;
        } finally {
            if (!taken) {
                HELD.remove(file);
                if (out != null) {
                    out.close();
                }
            }
        }
    }

    private static boolean isLocked(FileOutputStream out, Path file) {
        try {
            FileLock lock = out.getChannel().tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another platform within this process
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

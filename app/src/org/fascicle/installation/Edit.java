package org.fascicle.installation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The right to change an installation: one process at a time has it. The list is written to a temporary file, synced and renamed: at any
 * moment it is whole, as it was or as it becomes.
 */
public final class Edit implements AutoCloseable {
    private static final String LOCK = "installation.lock";
    // Of one process, a file lock would keep no other thread out, but fail it.
    private static final Object WITHIN = new Object();
    private static final long LOOK_MILLIS = 20;

    private final Path folder;
    private final FileChannel lock;

    private Edit(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Does something with an installation. */
    public interface Action<T> {
        /** Does it. */
        T with(Edit edit) throws IOException, Failure;
    }

    /** Waits until no other process and no other thread changes the installation, and does something with it. */
    public static <T> T run(Path folder, Action<T> action) throws IOException, Failure {
        if (Thread.holdsLock(WITHIN)) {
            throw new IllegalStateException("an edit of an installation within another one would wait for ever");
        }
        synchronized (WITHIN) {
            try (Edit edit = new Edit(folder,
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE))) {
                // Given back when the channel is closed.
                edit.take();
                return action.with(edit);
            }
        }
    }

    // Another platform within this process, with a class loader of its own, knows another WITHIN. On POSIX systems, to close this channel
    // would give up that one's lock, so the channel stays open until it is this one's turn. Only an interrupt ends the wait before.
    private void take() throws IOException {
        while (true) {
            try {
                lock.lock();
                return;
            } catch (OverlappingFileLockException another) {
                try {
                    Thread.sleep(LOOK_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new FileLockInterruptionException();
                }
            }
        }
    }

    /** The installation as it is now. */
    public Installation read() throws Failure {
        return Installation.read(folder);
    }

    /** Replaces the list. */
    public void write(Installation installation) throws IOException {
        Path temporary = folder.resolve(Installation.LIST + ".new");
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(installation.json().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, folder.resolve(Installation.LIST), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}

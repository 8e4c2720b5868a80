package org.fascicle.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.fascicle.installation.Installation;

/** Compares the digests of an installation's files with those of its list, on a thread beside the framework's start. */
final class Verification implements AutoCloseable {
    private final Map<Installation.Entry, Future<String>> digests = new HashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "fascicle verification");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Begins.
     *
     * @param memory where digests are remembered
     */
    Verification(List<Installation.Entry> entries, Path memory) {
        KnownDigests known = new KnownDigests(memory);
        List<Installation.Entry> smallFirst = new ArrayList<>(entries);
        smallFirst.sort(Comparator.comparingLong(entry -> entry.file().toFile().length()));
        smallFirst.forEach(entry -> digests.put(entry, worker.submit(() -> known.of(entry.file()))));
        worker.submit(known::keep);
        worker.shutdown();
    }

    /** Waits for a file's digest, and requires that it is the list's. */
    void require(Installation.Entry entry) throws IOException {
        requireFile(entry);
        try {
            require(entry, Objects.requireNonNull(digests.get(entry)).get());
        } catch (ExecutionException e) {
            throw new IOException("its file cannot be read: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the thread was interrupted while its file was being verified", e);
        }
    }

    static void requireFile(Installation.Entry entry) throws IOException {
        if (!Files.isRegularFile(entry.file())) {
            throw new IOException("its file is missing: " + entry.file());
        }
    }

    static void require(Installation.Entry entry, String digest) throws IOException {
        if (entry.sha256().isEmpty()) {
            throw new IOException("it is not trusted: the list has no SHA-256 of " + entry.file());
        } else if (!entry.sha256().equals(digest)) {
            throw new IOException("it is not trusted: the SHA-256 of " + entry.file() + " is " + digest + ", and the list has "
                    + entry.sha256() + ". Install it again, or put the file back that was installed");
        }
    }

    /** Leaves it to the thread to remember what it has computed. */
    @Override
    public void close() {
        worker.shutdown();
    }
}

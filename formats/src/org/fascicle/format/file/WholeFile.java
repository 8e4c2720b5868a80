package org.fascicle.format.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** Writes a file as a whole or not at all: beside its place, synced, then renamed. */
public final class WholeFile {
    private static final int BUFFER = 1 << 16;

    private WholeFile() {}

    /** Writes content. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file.
     *
     * @throws InputException if it cannot be written
     */
    public static void write(Path file, Content content) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw problem(file, "there is no folder " + folder, "Create it first");
        } else if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw problem(file, "this is no regular file, and cannot be replaced by one", "Name a file");
        }
        try {
            // Not as a temporary file of the system, which nobody else may read.
            Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".new");
            try {
                fill(temporary, content);
                move(temporary, Files.exists(file) ? file.toRealPath() : file);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw problem(file, "the file cannot be written: " + e.getMessage(), null);
        }
    }

    private static void fill(Path temporary, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    private static void move(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static InputException problem(Path file, String problem, @Nullable String remedy) {
        return new InputException(file.toString(), null, problem, remedy);
    }
}

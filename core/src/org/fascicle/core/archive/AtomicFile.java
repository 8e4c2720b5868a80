package org.fascicle.core.archive;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

import org.fascicle.api.problem.InputException;

/** Replaces a file as a whole or not at all. */
final class AtomicFile {
    /** Writes the content. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    static void write(Path file, Content content) {
        if (Files.isDirectory(file)) {
            throw new InputException(file.toString(), null, "this is a folder and cannot be written as a file", null);
        }
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path folder = target.getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw new InputException(file.toString(), null, "there is no folder " + folder, "Create it first");
            }
            replace(target, folder, content);
        } catch (IOException e) {
            throw new InputException(file.toString(), null, "the file cannot be written: " + reason(e), null);
        }
    }

    private static void replace(Path target, Path folder, Content content) throws IOException {
        Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            // No channel: an interrupt, as at the end of the process, would close it in the middle.
            try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
                OutputStream out = new BufferedOutputStream(file, 1 << 16);
                content.writeTo(out);
                out.flush();
                file.getFD().sync();
            }
            rename(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sync(folder);
    }

    private static void rename(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    // Makes the new name last through a power failure; some systems cannot open a folder, and need not.
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException && ((FileSystemException) e).getReason() != null) {
            return ((FileSystemException) e).getReason();
        }
        // "path of the temporary file (Permission denied)": the user's own path stands in front already.
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().replaceFirst("^/.* \\((.*)\\)$", "$1");
    }
}

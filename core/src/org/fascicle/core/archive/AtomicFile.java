package org.fascicle.core.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

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
        try {
            Path target = target(file);
            Path folder = Objects.requireNonNull(target.getParent());
            TemporaryFile.sweep(folder);
            replace(target, folder, content);
        } catch (IOException e) {
            throw new InputException(file.toString(), null, "the file cannot be written: " + reason(e), null);
        }
    }

    /** Gives a file a second name, in place of what has it; where the file system cannot, a copy gets it. */
    static void link(Path name, Path file) {
        Path folder = name.toAbsolutePath().getParent();
        try (TemporaryFile temporary = TemporaryFile.create(name, Objects.requireNonNull(folder))) {
            Files.delete(temporary.path());
            Files.createLink(temporary.path(), file);
            rename(temporary.path(), name);
        } catch (IOException | UnsupportedOperationException e) {
            write(name, out -> Files.copy(file, out));
        }
    }

    /** The regular file that is replaced: what a link links to, and the link stays. */
    private static Path target(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InputException(file.toString(), null, "this is a folder and cannot be written as a file",
                    "Name a file in it");
        } else if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw new InputException(file.toString(), null, "this is a link to a file that is not there: "
                    + Files.readSymbolicLink(file), "Remove the link, or create the file that it links to");
        } else if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new InputException(file.toString(), null, "this is a device or a pipe and no regular file, so that an archive"
                    + " cannot replace it", "Name a file");
        }
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InputException(file.toString(), null, "there is no folder " + folder, "Create it first");
        }
        return target;
    }

    /** Refuses a file that cannot be replaced. */
    static void requireTarget(Path file) {
        try {
            target(file);
        } catch (IOException e) {
            throw new InputException(file.toString(), null, "the file cannot be written: " + reason(e), null);
        }
    }

    private static void replace(Path target, Path folder, Content content) throws IOException {
        try (TemporaryFile temporary = TemporaryFile.create(target, folder)) {
            OutputStream out = new BufferedOutputStream(temporary.out(), 1 << 16);
            content.writeTo(out);
            out.flush();
            temporary.out().getFD().sync();
            rename(temporary.path(), target);
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

    /** Why something failed, without the path, which stands in front already. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
            return "its folder is not there any more";
        } else if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException && ((FileSystemException) e).getReason() != null) {
            return ((FileSystemException) e).getReason();
        }
        // "path of the temporary file (Permission denied)": the user's own path stands in front already.
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().replaceFirst("^/.* \\((.*)\\)$", "$1");
    }
}

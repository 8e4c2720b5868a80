package org.fascicle.backend.jit.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Folders whose files are run: nobody but this user may write there. Several processes use them at a time. */
final class PrivateFolder {
    /** How folders begin that are on their way out. */
    static final String AWAY = ".away-";
    private static final FileAttribute<?> OWNERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int STICKY = 01000;
    private static final int OTHERS_WRITE = 022;
    private static final int PERMISSIONS = 07777;

    private PrivateFolder() {}

    /**
     * The folder around others. It is made if there is none. If it is this user's, nobody else may write there from now on.
     *
     * @throws IOException if it cannot be made or written to, if no file there can be run, or if others can write there and that cannot be changed
     */
    static void around(Path folder) throws IOException {
        Files.createDirectories(folder, OWNERS);
        if (!Files.isWritable(folder)) {
            throw new IOException("the folder " + folder + " cannot be written to");
        }
        if (Mounts.forbidRunning(folder)) {
            throw new IOException(
                    "the folder " + folder + " is on a file system that is mounted with noexec: no file there can be run");
        }
        int mode = number(folder, "unix:mode");
        if ((mode & OTHERS_WRITE) == 0 || (mode & STICKY) != 0) {
            return;
        }
        if (number(folder, "unix:uid") != user()) {
            throw new IOException("others can write to the folder " + folder + ", which belongs to another user");
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions
                .fromString(permissions(mode & PERMISSIONS & ~OTHERS_WRITE)));
    }

    private static String permissions(int mode) {
        StringBuilder text = new StringBuilder("---------");
        for (int i = 0; i < text.length(); i++) {
            if ((mode >> (text.length() - 1 - i) & 1) != 0) {
                text.setCharAt(i, "rwx".charAt(i % 3));
            }
        }
        return text.toString();
    }

    /**
     * A folder inside it, which only this user can write to. It is made if there is none, and made anew, empty, if others could write
     * there.
     *
     * @throws IOException if it cannot be made, or is another user's
     */
    static void inside(Path folder) throws IOException {
        make(folder);
        if (!isOwn(folder)) {
            discard(folder);
            make(folder);
            if (!isOwn(folder)) {
                throw new IOException("others can write to the folder " + folder);
            }
        }
    }

    private static void make(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(folder); // a file or a link, perhaps to where others write
            Files.createDirectories(folder, OWNERS);
        }
    }

    /** Whether it is a folder of this user's that nobody else can write to. */
    static boolean isOwn(Path folder) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && number(folder, "unix:uid") == user()
                && (number(folder, "unix:mode") & OTHERS_WRITE) == 0;
    }

    private static int number(Path path, String attribute) throws IOException {
        return (Integer) Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS);
    }

    /** The number of the user whose files this process makes. */
    private static int user() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("Uid:")) {
                return Integer.parseUnsignedInt(line.substring(line.lastIndexOf('\t') + 1).strip());
            }
        }
        throw new IOException("the system does not say which user this process has");
    }

    /** A new folder of a name that no other process takes. Whoever is done deletes it. */
    static Path temporary(Path folder, String prefix) throws IOException {
        return Files.createTempDirectory(folder, prefix, OWNERS);
    }

    /** Takes a folder out of the way at once, then deletes it: other processes see it whole or not at all. */
    static void discard(Path folder) throws IOException {
        Path away = temporary(folder.resolveSibling(""), AWAY);
        try {
            Files.move(folder, away.resolve("folder"), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // Another process was faster.
        } finally {
            delete(away);
        }
    }

    /** Deletes a folder as far as that is possible; what is left is in nobody's way. */
    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // Another process deletes it too, or may.
        }
    }

    /** Deletes what processes that were killed have left: folders and files with these first letters, older than that. */
    static void sweep(Path folder, Set<String> prefixes, Duration age) {
        Instant oldest = Instant.now().minus(age);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path one : all) {
                String name = one.getFileName().toString();
                if (prefixes.stream().anyMatch(name::startsWith)
                        && Files.getLastModifiedTime(one, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(oldest)) {
                    delete(one);
                }
            }
        } catch (IOException e) {
            // It can wait for the next one.
        }
    }
}

package org.fascicle.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A digest over everything that a step reads. A step whose fingerprint equals the stamp of its last success has nothing to do.
 * Files of the workspace count by content, so that touching one or switching branches and back costs nothing;
 * jars from outside count by path, size and time.
 */
final class Fingerprint {
    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Fingerprint text(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return this;
    }

    Fingerprint content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return text("absent");
        }
        digest.update(Files.readAllBytes(file));
        digest.update((byte) 1);
        return this;
    }

    Fingerprint stat(Path file) throws IOException {
        return Files.exists(file)
                ? text(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis())
                : text(file + " absent");
    }

    /** All files below a folder whose path relative to it is wanted, names and contents. */
    Fingerprint tree(Path folder, Predicate<Path> wanted) throws IOException {
        for (Path file : files(folder, wanted)) {
            text(folder.relativize(file).toString()).content(file);
        }
        return this;
    }

    Fingerprint tree(Path folder) throws IOException {
        return tree(folder, p -> true);
    }

    /** A class path: folders by content, jars by size and time. */
    Fingerprint path(List<Path> entries) throws IOException {
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                text(entry.toString()).tree(entry);
            } else {
                stat(entry);
            }
        }
        return this;
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    static List<Path> files(Path folder, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).filter(p -> wanted.test(folder.relativize(p))).sorted().toList();
        }
    }
}

package org.fascicle.build;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import aQute.bnd.osgi.repository.SimpleIndexer;
import aQute.bnd.version.Version;

/**
 * A folder that is a repository of Maven's: the files of each version of an artifact, with checksums, and which versions there are.
 * What is in it stays as it is; the files have no time in them, so the same release makes the same bytes.
 */
final class MavenFolder {
    private static final Map<String, String> SUMS = Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256");

    private final Path folder;

    MavenFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Whether a version is there already, with the same bytes.
     *
     * @param suffix of the file that is compared, such as {@code .jar}
     * @throws BuildFailure if it is there with others: what was released is never changed
     */
    boolean has(Coordinates artifact, String suffix, byte[] bytes) throws IOException {
        Path file = folder.resolve(artifact.file(suffix));
        if (!Files.isRegularFile(file)) {
            return false;
        }
        if (MessageDigest.isEqual(Files.readAllBytes(file), bytes)) {
            return true;
        }
        throw new BuildFailure(
                "publish: %s %s is in %s with another content; what was released stays as it is, so raise its version",
                artifact.artifact(), artifact.version(), folder);
    }

    /** Writes a file of an artifact, and its checksums. */
    void put(Coordinates artifact, String suffix, byte[] bytes) throws IOException {
        write(artifact.file(suffix), bytes);
    }

    /** Says of an artifact which versions there are. */
    void list(Coordinates artifact) throws IOException {
        List<Version> versions = new ArrayList<>();
        try (Stream<Path> each = Files.list(folder.resolve(artifact.folder()))) {
            each.filter(Files::isDirectory)
                    .forEach(version -> versions.add(Version.parseVersion(version.getFileName().toString())));
        }
        versions.sort(Comparator.naturalOrder());
        StringBuilder lines = new StringBuilder();
        versions.forEach(version -> lines.append("      <version>").append(version).append("</version>\n"));
        Version newest = versions.get(versions.size() - 1);
        write(artifact.folder() + "/maven-metadata.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <metadata>
                  <groupId>%s</groupId>
                  <artifactId>%s</artifactId>
                  <versioning>
                    <latest>%s</latest>
                    <release>%s</release>
                    <versions>
                %s    </versions>
                  </versioning>
                </metadata>
                """.formatted(artifact.group(), artifact.artifact(), newest, newest, lines).getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the index of all bundles in it: the OSGi Repository specification's (R5), in {@code index.xml}. */
    void index() throws Exception {
        List<File> bundles = new ArrayList<>();
        for (Path jar : Fingerprint.files(folder, path -> path.toString().endsWith(".jar"))) {
            String name = jar.getFileName().toString();
            if (!name.endsWith("-sources.jar") && !name.endsWith("-javadoc.jar") && BundleInfo.of(jar) != null) {
                bundles.add(jar.toFile());
            }
        }
        new SimpleIndexer().files(bundles).base(folder.toUri()).name("Fascicle").index(folder.resolve("index.xml").toFile());
    }

    private void write(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        replace(file, bytes);
        for (Map.Entry<String, String> sum : SUMS.entrySet()) {
            replace(file.resolveSibling(file.getFileName() + "." + sum.getKey()),
                    HexFormat.of().formatHex(digest(sum.getValue()).digest(bytes)).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.write(temporary, bytes);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

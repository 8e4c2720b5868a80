package org.fascicle.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The fingerprint of a step's last success, with what it made, in a file. */
record Stamp(Path file) {

    boolean holds(String fingerprint) throws IOException {
        return Files.isRegularFile(file) && fingerprint.equals(Files.readAllLines(file).get(0));
    }

    List<String> made() throws IOException {
        return Files.isRegularFile(file) ? Files.readAllLines(file).stream().skip(1).toList() : List.of();
    }

    void write(String fingerprint, List<String> made) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, fingerprint + "\n" + String.join("", made.stream().map(s -> s + "\n").toList()));
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}

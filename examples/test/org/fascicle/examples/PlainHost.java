package org.fascicle.examples;

import java.nio.file.Files;
import java.nio.file.Path;

/** The example for plain Java, run once: what it learns is what every other host has to learn. */
final class PlainHost {
    /** What each example prints that reads a digit. */
    static final String READ = "read 7, and it is 7";

    private static String weights;

    private PlainHost() {}

    /** The parameters that it learns. */
    static synchronized String weights() throws Exception {
        if (weights == null) {
            Path archive = Files.createTempDirectory("plain").resolve("digits.fasc");
            try {
                new Application(Workspace.EXAMPLES).args("-cp", Workspace.EMBEDDED, "plain/Digits.java", archive).prints(READ);
                weights = Workspace.weights(archive);
            } finally {
                Files.deleteIfExists(archive);
                Files.delete(archive.getParent());
            }
        }
        return weights;
    }
}

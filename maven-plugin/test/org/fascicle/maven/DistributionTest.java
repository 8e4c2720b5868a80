package org.fascicle.maven;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution runs where it is unpacked, with a Java that has neither compiler nor tools. */
@Tag("long")
class DistributionTest {
    @TempDir
    Path folder;

    @Test
    void aSmallJavaRunsItFromAnotherFolder() throws Exception {
        Path java = folder.resolve("small java");
        Unpacked.tool("jlink", "--add-modules", "java.se,jdk.unsupported,jdk.management,jdk.zipfs", "--output", java);
        assertFalse(Files.exists(java.resolve("bin/javac")));
        Unpacked fascicle = Unpacked.in(folder.resolve("a folder")).with(java);
        assertTrue(fascicle.run("techniques").contains("fascicle.activation.elu"));
        assertTrue(fascicle.run("train", fascicle.folder().resolve("examples/digits.json"), "--set", "training.epochs=1", "--out",
                "digits.fasc").contains("trained for 1 epoch"));
        assertTrue(Files.isRegularFile(fascicle.work().resolve("digits.fasc")));
        Files.writeString(fascicle.work().resolve("some.jar"), "");
        Files.writeString(fascicle.work().resolve("some.p12"), "");
        assertTrue(fascicle.fails(1, "sign", "some.jar", "--keystore", "some.p12", "--password-file", "some.p12")
                .contains("it has no module jdk.jartool. Use a JDK"));
    }

    @Test
    void itHasWhatItsReadmeNames() throws Exception {
        Path unpacked = Unpacked.in(folder.resolve("a folder")).folder();
        for (String file : new String[] {"LICENSE", "NOTICE", "README.txt", "bin/fascicle.cmd", "plugins/README.txt",
            "examples/passengers/passengers.csv", "docs/training.md"}) {
            assertTrue(Files.isRegularFile(unpacked.resolve(file)), file);
        }
        assertTrue(Files.readString(unpacked.resolve("NOTICE")).contains("org.apache.felix.framework"));
    }
}

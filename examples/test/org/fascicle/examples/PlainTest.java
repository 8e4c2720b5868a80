package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain Java: one jar that hides a framework. */
class PlainTest {
    @TempDir
    Path folder;

    @Test
    void trainsAndPredicts() throws Exception {
        assertFalse(PlainHost.weights().isEmpty());
    }

    @Test
    void leavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path work = Files.createDirectory(folder.resolve("work"));
        new Application(work).args("-Djava.io.tmpdir=" + temporary, "-XX:SoftRefLRUPolicyMSPerMB=0", "-cp",
                Path.of("bin_test").toAbsolutePath() + ":" + Workspace.EMBEDDED, PlainProgram.class.getName(),
                Workspace.EXAMPLES.resolve("digits.json"), Workspace.SOFTSIGN)
                .prints("two platforms, one with a technique of its own", "closed", "garbage");
        assertEquals("", names(work), "in the working directory");
        assertEquals("", names(temporary), "in the temporary folder");
    }

    @Test
    void anInstallationInAFolderLasts() throws Exception {
        Path installation = folder.resolve("installation");
        Path work = Files.createDirectory(folder.resolve("work"));
        String bundle = "com.example.activation.softsign 1.2.0";
        String[][] steps = {{"install", "[installed " + bundle + "]"}, {"have", "has it"}, {"uninstall", "uninstalled " + bundle},
            {"have", "lacks it"}};
        for (String[] step : steps) {
            new Application(work).args("-cp", Path.of("bin_test").toAbsolutePath() + ":" + Workspace.EMBEDDED,
                    LastingProgram.class.getName(), installation, step[0], Workspace.SOFTSIGN).prints(step[1]);
        }
    }

    private static String names(Path folder) throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            return String.join(" ", all.filter(Files::isRegularFile).map(Path::toString).toList());
        }
    }
}

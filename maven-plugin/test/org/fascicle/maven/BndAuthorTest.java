package org.fascicle.maven;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does who writes techniques in a workspace of bnd's, with the distribution and the published artifacts. */
@Tag("long")
class BndAuthorTest {
    private static final String NAME = "com.example.climb";
    private static final Path BND = Path.of("../cnf/tools/biz.aQute.bnd.jar").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void aWorkspaceBuildsABundleThatPasses() throws Exception {
        Unpacked fascicle = Unpacked.in(folder.resolve("unpacked"));
        Path workspace = folder.resolve("my workspace");
        fascicle.run("new", "optimizer", "climb", "--bnd", "--id", NAME, "--repository", MavenBuild.REPOSITORY, "--out",
                workspace);
        Path project = workspace.resolve(NAME);
        bnd(project, "compile", "--test");
        assertTrue(Files.isRegularFile(project.resolve("bin_test/com/example/climb/ClimbTest.class")));
        bnd(project, "build");
        String table = fascicle.run("tck", project.resolve("generated/" + NAME + ".jar"));
        assertTrue(table.contains("optimizer com.example:climb") && table.contains(" 0 failed, 0 skipped"), table);
    }

    /** What comes from Maven Central was fetched by the build, and bnd finds it where Maven keeps it. */
    private static void bnd(Path project, String... words) throws Exception {
        Object[] command = new Object[words.length + 2];
        command[0] = "-jar";
        command[1] = BND;
        System.arraycopy(words, 0, command, 2, words.length);
        Unpacked.tool(project, "java", command);
    }
}

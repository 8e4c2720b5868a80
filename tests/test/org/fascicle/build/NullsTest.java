package org.fascicle.build;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build refuses null where a package that is {@code @NullMarked} does not say that it may stand. */
class NullsTest {
    private static final String MARKED = "@org.jspecify.annotations.NullMarked\n"
            + "@org.osgi.annotation.versioning.Version(\"1.0.0\")\npackage com.example.activation.curve;\n";
    private static final String NAMES = """
        package com.example.activation.curve;

        final class Names {
            String first(java.util.List<String> names) {
                return names.isEmpty() ? null : names.get(0);
            }
        }
        """;

    @TempDir
    Path folder;

    private PlantedWorkspace workspace;

    @BeforeEach
    void plant() throws Exception {
        workspace = new PlantedWorkspace(folder).technique("1.0.0", "double alpha", "z.mul(alpha)").source("Names.java", NAMES);
        // the driver's classes are in cnf/generated/driver
        Path cnf = Path.of(Nulls.class.getProtectionDomain().getCodeSource().getLocation().toURI()).getParent().getParent();
        assertTrue(Trees.copy(cnf.resolve("tools/nulls"), folder.resolve("cnf/tools/nulls"), p -> true) > 4);
    }

    @Test
    void aNullThatIsNotDeclaredFailsTheBuild() throws Exception {
        workspace.source("package-info.java", MARKED);
        String said = workspace.build("nulls", "techniques");
        assertTrue(said.startsWith("1\n"), said);
        assertTrue(
                said.contains("techniques/src/com/example/activation/curve/Names.java:5: error: [NullAway] returning @Nullable"),
                said);
        assertTrue(said.contains("nulls: techniques: 1 error\n"), said);

        workspace.source("Names.java", NAMES.replace("    String first", "    @org.jspecify.annotations.Nullable String first"));
        assertTrue(workspace.build("nulls", "techniques").contains("nulls    1 of 1 projects"));
        // what is up to date is not done again
        assertTrue(workspace.build("nulls", "techniques").contains("nulls    0 of 1 projects"));
    }

    @Test
    void packagesThatAreNotMarkedAreLeftAlone() throws Exception {
        String said = workspace.build("nulls", "techniques");
        assertTrue(said.startsWith("0\n") && said.contains("nulls    0 of 1 projects"), said);
    }
}

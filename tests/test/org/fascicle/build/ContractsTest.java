package org.fascicle.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build refuses a technique whose contract has changed more than its version says. */
class ContractsTest {
    private static final String ALPHA = "@Default(\"0.5\") @Range(\"(0,inf)\") double alpha";
    private static final String FORMULA = "where(z.gt(0), z, z.mul(alpha))";

    @TempDir
    Path folder;

    @Test
    void aVersionThatIsTooLowFailsTheBuild() throws Exception {
        PlantedWorkspace workspace = new PlantedWorkspace(folder).technique("1.0.0", ALPHA, FORMULA);
        // what was never released passes
        assertBuilt(workspace.build("jar", "techniques"));
        assertTrue(Contracts.contract(workspace.jar()).contains("\"activation com.example:curve\""));
        assertBuilt(workspace.build("release", "techniques:curve"));
        assertEquals(Contracts.contract(workspace.jar()), Files.readString(workspace.released()));

        workspace.technique("1.0.1", ALPHA, "where(z.gt(0), z, z.mul(alpha * 1.001))");
        String said = workspace.build("jar", "techniques");
        assertTrue(said.startsWith("1\n"), said);
        assertTrue(said.contains("activation com.example:curve of com.example.curve has the version 1.0.1, and differs from"
                + " its release 1.0.0: 2.0.0 would be right for a change that breaks what was released"), said);
        assertTrue(said.contains("the output of an input [rows, 6] in training: "), said);
        // nor is it released
        assertTrue(workspace.build("release", "techniques").startsWith("1\n"));
        assertTrue(Files.readString(workspace.released()).contains("\"version\": \"1.0.0\""));

        workspace.technique("2.0.0", ALPHA, "where(z.gt(0), z, z.mul(alpha * 1.001))");
        assertBuilt(workspace.build("jar", "techniques"));
    }

    @Test
    void anOptionThatChangesNothingIsAnAddition() throws Exception {
        PlantedWorkspace workspace = new PlantedWorkspace(folder).technique("1.0.0", ALPHA, FORMULA);
        assertBuilt(workspace.build("release", "techniques"));
        String more = ALPHA + ", @Default(\"0.0\") double shift";
        workspace.technique("1.0.1", more, "where(z.gt(0), z, z.mul(alpha)).add(shift)");
        String said = workspace.build("jar", "techniques");
        assertTrue(said.startsWith("1\n") && said.contains("1.1.0 would be right for an addition")
                && said.contains("the option 'shift' is new"), said);
        workspace.technique("1.1.0", more, "where(z.gt(0), z, z.mul(alpha)).add(shift)");
        assertBuilt(workspace.build("release", "techniques"));
        assertTrue(Files.readString(workspace.released()).contains("\"version\": \"1.1.0\""));
    }

    @Test
    void aTechniqueThatCannotBeAskedIsTold() throws Exception {
        PlantedWorkspace workspace = new PlantedWorkspace(folder).technique("1.0.0", ALPHA, "sum(z)");
        String said = workspace.build("jar", "techniques");
        assertTrue(said.startsWith("1\n"), said);
        assertTrue(said.contains("the contract of activation com.example:curve cannot be derived: gives"), said);
    }

    @Test
    void whatIsUpToDateIsNotDoneAgain() throws Exception {
        PlantedWorkspace workspace = new PlantedWorkspace(folder).technique("1.0.0", ALPHA, FORMULA);
        assertBuilt(workspace.build("jar", "techniques"));
        byte[] jar = Files.readAllBytes(workspace.jar());
        assertTrue(workspace.build("jar", "techniques").contains("contract 0 of 1 projects"));
        Files.delete(workspace.jar());
        assertBuilt(workspace.build("jar", "techniques"));
        assertArrayEquals(jar, Files.readAllBytes(workspace.jar()));
    }

    private static void assertBuilt(String said) {
        assertTrue(said.startsWith("0\n"), said);
    }
}

package org.fascicle.maven;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build with Maven fails where the conformance kit does, and where a technique ends the kit. */
@Tag("long")
class VerifyTest {
    private static final String GOAL = "org.fascicle:fascicle-maven-plugin:verify";

    @TempDir
    Path folder;

    private Path project;
    private MavenBuild maven;

    @BeforeEach
    void project() throws Exception {
        maven = new MavenBuild(folder.resolve("maven"));
        project = Files.createDirectory(folder.resolve("project"));
        Files.writeString(project.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>checked</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <pluginRepositories>
                    <pluginRepository><id>fascicle</id><url>%s</url></pluginRepository>
                  </pluginRepositories>
                </project>
                """.formatted(MavenBuild.REPOSITORY.toUri()));
    }

    @Test
    void aSoundTechniquePasses() throws Exception {
        check("tests/generated/com.example.activation.softsign.jar").succeeds("0 failed");
        String report = Files.readString(report());
        assertTrue(report.contains("gradient") && !report.contains("<failure"), report);
    }

    @Test
    void aWrongGradientFailsTheBuild() throws Exception {
        check("tck/generated/com.example.wrong.wronggradient.jar")
                .fails("gradient     failed", "does not keep what the platform requires");
        assertTrue(Files.readString(report()).contains("<failure"));
    }

    @Test
    void aTechniqueThatEndsTheProcessFailsTheBuild() throws Exception {
        check(Planted.jar(folder, "System.exit(0);"))
                .fails("ended with exit code 0 before it was done with planted.jar, at activation com.example:planted, ");
        assertFalse(Files.exists(report()));
    }

    @Test
    void aTechniqueThatDoesNotEndFailsTheBuild() throws Exception {
        check(Planted.jar(folder, "while (scope != null) {}"), "-Dfascicle.seconds=10")
                .fails("was not done with planted.jar after 10 seconds, at activation com.example:planted, ");
    }

    @Test
    void whatIsNoBundleIsSaid() throws Exception {
        check(Path.of("../LICENSE")).fails("LICENSE", "before it was done");
    }

    private MavenBuild check(String jar) throws Exception {
        return check(Path.of("..").resolve(jar));
    }

    private MavenBuild check(Path jar, String... words) throws Exception {
        String[] all = new String[words.length + 2];
        all[0] = GOAL.replace(":verify", ":" + version() + ":verify");
        all[1] = "-Dfascicle.bundle=" + jar.toAbsolutePath().normalize();
        System.arraycopy(words, 0, all, 2, words.length);
        return maven.run(project, all);
    }

    private Path report() {
        return project.resolve("target/fascicle-reports/TEST-fascicle.xml");
    }

    private static String version() throws Exception {
        try (var versions = Files.list(MavenBuild.REPOSITORY.resolve("org/fascicle/fascicle-maven-plugin"))) {
            return versions.filter(Files::isDirectory).findFirst().orElseThrow().getFileName().toString();
        }
    }
}

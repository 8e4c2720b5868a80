package org.fascicle.maven;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Maven, without a network: what is Fascicle's comes from the folder that the build has published, all else from what Maven fetched
 * before. Of Fascicle's it keeps nothing outside of the test's own folder, where another build's would be found in its stead.
 */
final class MavenBuild {
    /** What the build has published. */
    static final Path REPOSITORY = Path.of("../app/generated/repository").toAbsolutePath().normalize();

    private static final long MINUTES = 5;

    private final Path home;
    private int exit;
    private String said = "";

    /**
     * A Maven.
     *
     * @param home a folder for what it keeps
     */
    MavenBuild(Path home) throws IOException {
        this.home = Files.createDirectories(home);
        String fetched =
                System.getProperty("maven.repo.local", Path.of(System.getProperty("user.home"), ".m2/repository").toString());
        Files.writeString(home.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors>
                    <mirror><id>fetched</id><mirrorOf>central</mirrorOf><url>%s</url></mirror>
                  </mirrors>
                </settings>
                """.formatted(home.resolve("repository"), Path.of(fetched).toUri()));
    }

    /** Runs Maven in a project's folder. */
    MavenBuild run(Path project, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("mvn", "--batch-mode", "--no-transfer-progress", "--offline", "-Daether.offline.protocols=file",
                        "-Dstyle.color=never", "--settings", home.resolve("settings.xml").toString()));
        command.addAll(List.of(words));
        Path out = home.resolve("said.txt");
        Process process = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true)
                .redirectOutput(out.toFile()).start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        said = Files.readString(out);
        assertTrue(ended, () -> command + " did not end within " + MINUTES + " minutes:\n" + said);
        exit = process.exitValue();
        return this;
    }

    /** Requires that it succeeded, and said something. */
    MavenBuild succeeds(String... texts) {
        assertTrue(exit == 0, () -> "exit code " + exit + ":\n" + said);
        return says(texts);
    }

    /** Requires that it failed, and said something. */
    MavenBuild fails(String... texts) {
        assertTrue(exit != 0, () -> "it succeeded:\n" + said);
        return says(texts);
    }

    private MavenBuild says(String... texts) {
        for (String text : texts) {
            assertTrue(said.contains(text), () -> "it did not say '" + text + "':\n" + said);
        }
        return this;
    }
}

package org.fascicle.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line as processes of an installation.
 *
 * @param folder where they work
 */
record CommandLine(Path installation, Path folder) {
    /** What the build has laid out. */
    static final Path INSTALLATION = Path.of("../app/generated/fascicle").toAbsolutePath().normalize();

    /** One of an installation that can be changed: the same bundles, and a list of its own. */
    static CommandLine changeable(Path folder) throws IOException {
        Path installation = Files.createDirectory(folder.resolve("installation"));
        for (String shared : List.of("bundles", "lib")) {
            Files.createSymbolicLink(installation.resolve(shared), INSTALLATION.resolve(shared));
        }
        Files.copy(INSTALLATION.resolve("installation.json"), installation.resolve("installation.json"));
        return new CommandLine(installation, Files.createDirectory(folder.resolve("work")));
    }

    /** A script that runs a verb, wherever it stands. What is small is done soonest by one compiler. */
    String script() {
        List<String> words = words();
        words.add(1, "-XX:TieredStopAtLevel=1");
        return "#!/usr/bin/env bash\nexec " + String.join(" ", words.stream().map(word -> "'" + word + "'").toList())
                + " \"$@\"\n";
    }

    /** Starts a verb; what it says on its error stream is the test's. */
    Process start(Object... arguments) throws IOException {
        return process(arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Starts a verb, and writes all that it says into a file. */
    Process start(Path said, Object... arguments) throws IOException {
        return process(arguments).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    }

    private ProcessBuilder process(Object... arguments) {
        List<String> command = words();
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command).directory(folder.toFile());
    }

    private List<String> words() {
        return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-cp",
                installation.resolve("lib/launcher.jar") + ":" + installation.resolve("lib/framework.jar"),
                "org.fascicle.launcher.Main", installation.toString()));
    }
}

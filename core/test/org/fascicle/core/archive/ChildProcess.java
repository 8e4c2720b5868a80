package org.fascicle.core.archive;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a class of the tests in a process of its own. */
public final class ChildProcess {
    private ChildProcess() {}

    /** Starts Java with an option; what it says of errors goes where those of this process go. */
    public static Process start(String option, Class<?> main, String... arguments) throws IOException, URISyntaxException {
        return start(command(option, main, arguments));
    }

    /** Starts Java in a process none of whose files may become longer than some kilobytes. */
    public static Process limited(int kilobytes, Class<?> main, String... arguments) throws IOException, URISyntaxException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "bash"));
        command.addAll(command("-XX:-UsePerfData", main, arguments));
        return start(command);
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static List<String> command(String option, Class<?> main, String... arguments) throws URISyntaxException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), option,
                "-XX:+UseSerialGC", "-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The class path of this test, whoever runs it. */
    private static String classPath() throws URISyntaxException {
        ClassLoader loader = ChildProcess.class.getClassLoader();
        if (!(loader instanceof URLClassLoader)) {
            return System.getProperty("java.class.path");
        }
        List<String> entries = new ArrayList<>();
        for (URL url : ((URLClassLoader) loader).getURLs()) {
            entries.add(Path.of(url.toURI()).toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}

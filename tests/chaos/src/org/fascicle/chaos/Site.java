package org.fascicle.chaos;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An installation of Fascicle as a user has it, and the bundles of a third party that come and go there. */
final class Site implements AutoCloseable {
    private static final Pattern OBJECT = Pattern.compile("\\{[^{}]*\\}");
    private static final Pattern LISTED = Pattern.compile("\"name\":\\s*\"([^\"]+)\",\\s*\"version\":\\s*\"([^\"]+)\"");
    private static final Pattern ADDED =
            Pattern.compile("\"name\":\\s*\"([^\"]+)\",\\s*\"version\":\\s*\"([^\"]+)\".*\"added\":\\s*true", Pattern.DOTALL);

    /** What a user has added to the installation. */
    record Added(String bundle, String version) {}

    final Path folder;
    final Path plugins;
    private final Path list;
    private final Path techniques;
    private final Journal journal;
    private final List<Run> runs = new ArrayList<>();
    private int made;

    Site(Path folder, Path techniques, Journal journal) throws IOException {
        this.folder = folder;
        this.techniques = techniques;
        this.journal = journal;
        list = folder.resolve("app/generated/fascicle/installation.json");
        plugins = Files.createDirectories(list.resolveSibling("plugins"));
    }

    /** Starts the command line. */
    Run start(List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(folder.resolve("fascicle").toString()));
        command.addAll(words);
        Run run = words.get(0).equals("shell") ? Run.shell(folder, command) : Run.of(folder, command);
        runs.removeIf(other -> !other.isAlive());
        runs.add(run);
        return run;
    }

    /** The jar of a third party's technique, or of a backend. */
    Path original(String bundle) {
        return isBackend(bundle) ? list.resolveSibling("bundles").resolve(bundle + "-0.1.0.jar")
                : techniques.resolve(bundle + ".jar");
    }

    static boolean isBackend(String bundle) {
        return bundle.startsWith("fascicle.backend.");
    }

    /** A technique's bundle, or a backend's, in a version that there never was. */
    byte[] fresh(String bundle) throws IOException {
        return VersionedJar.of(original(bundle), isBackend(bundle) ? "0.1." + ++made : "1." + (3 + made % 3) + "." + ++made);
    }

    /** A file with that; outside the folder of plug-ins. */
    Path freshFile(String bundle) throws IOException {
        byte[] jar = fresh(bundle);
        return Files.write(folder.resolve(bundle + "-" + made + ".jar"), jar);
    }

    /** What the installation's list says that a user has added. The list is replaced as a whole, so it can be read at any time. */
    List<Added> added() throws IOException {
        List<Added> added = new ArrayList<>();
        Matcher objects = OBJECT.matcher(Files.readString(list));
        while (objects.find()) {
            Matcher object = ADDED.matcher(objects.group());
            if (object.find()) {
                added.add(new Added(object.group(1), object.group(2)));
            }
        }
        return added;
    }

    /** The versions of a bundle that the installation's list has, whoever added them. */
    List<String> versions(String bundle) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher listed = LISTED.matcher(Files.readString(list));
        while (listed.find()) {
            if (listed.group(1).equals(bundle)) {
                found.add(listed.group(2));
            }
        }
        return found;
    }

    boolean has(String bundle) throws IOException {
        return !versions(bundle).isEmpty();
    }

    /** The jars in the folder of plug-ins whose content the installation's list does not have. */
    List<Path> unlisted() throws IOException {
        String listed = Files.readString(list);
        List<Path> unlisted = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(plugins, "*.jar")) {
            for (Path jar : jars) {
                if (!listed.contains(Digests.of(Files.readAllBytes(jar)))) {
                    unlisted.add(jar);
                }
            }
        }
        return unlisted;
    }

    /** Runs a command that must succeed. */
    boolean succeeds(List<String> words, long millis) throws IOException, InterruptedException {
        Run run = start(words);
        if (!run.ends(millis)) {
            run.dumpAndKill();
            journal.failure("did not end within " + millis / 1000 + " s", run);
        } else if (run.code() != 0) {
            journal.failure("exit code " + run.code(), run);
        } else if (run.trace() != null) {
            journal.failure("an error without a message: " + run.trace(), run);
        } else {
            return true;
        }
        return false;
    }

    @Override
    public void close() {
        runs.forEach(Run::kill);
    }
}

package org.fascicle.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Runs the tests of a .bndrun inside its framework: the installation is laid out and started as the application's is, with a bundle
 * that runs the tests of every bundle with a Test-Cases header.
 */
final class FrameworkTests {
    private static final long MINUTES = 30;
    private static final Pattern MARK = Pattern.compile("^-tester\\b|^-include:.*\\.bndrun", Pattern.MULTILINE);

    private final Modules modules;
    private final Log log;
    private final Reports reports;

    FrameworkTests(Modules modules, Log log, Reports reports) {
        this.modules = modules;
        this.log = log;
        this.reports = reports;
    }

    /** The .bndrun files with a -tester. */
    List<Path> files(Options options) throws Exception {
        List<Path> files = new ArrayList<>();
        for (Path file : new Resolve(modules, log).files(options.projects())) {
            if (MARK.matcher(Files.readString(file)).find()) {
                files.add(file);
            }
        }
        return files;
    }

    String run(Path file) throws Exception {
        String name = modules.root.relativize(file).toString().replaceAll("\\.bndrun$", "");
        Path generated = modules.get(file.getParent().getFileName().toString()).generated;
        Path work = generated.resolve("itest").resolve(file.getFileName().toString().replaceAll("\\.bndrun$", ""));
        Path folder = work.resolve("test-reports");
        Path output = work.resolve("output.txt");
        Layout layout = new Layout(modules, file);
        String tester = layout.property("-tester").split(";")[0].trim();
        if (tester.isEmpty()) {
            throw new BuildFailure("itest: %s: no -tester", name);
        }
        // What a run that failed has left installed there is not of this one.
        Trees.delete(work.resolve("installation"));
        List<Path> classPath = layout.referTo(work.resolve("installation"), List.of(tester));
        Trees.delete(folder);
        Files.createDirectories(folder);
        Integer exit = new Forked(file.getParent())
                .args(Forked.words(layout.property("test.jvmargs.default")))
                .args(Forked.words(layout.property("-runvm")))
                .args("-Dtester.dir=" + folder, "-Dtester.unresolved=true", "-Dfascicle.stop.millis=200")
                .args("-cp", Forked.path(classPath))
                .args("org.fascicle.launcher.Main", work.resolve("installation").toString())
                .run(output, MINUTES);
        Reports.Outcome outcome = reports.add(Reports.read(folder));
        outcome.failures().forEach(f -> log.problem("FAILED   %s: %s", name, f));
        if (exit == null) {
            throw new BuildFailure("itest: %s: the tests did not end within %d minutes\n%s", name, MINUTES,
                    Forked.tail(output, 20));
        }
        if (outcome.ran() == 0) {
            throw new BuildFailure("itest: %s: no test ran, and the JVM ended with %s\n%s", name, Forked.exit(exit),
                    Forked.tail(output, 20));
        }
        if (exit != 0 && outcome.failed() == 0) {
            throw new BuildFailure("itest: %s: no test failed, but the JVM ended with %s\n%s", name, Forked.exit(exit),
                    Forked.tail(output, 20));
        }
        return name + ": " + outcome;
    }
}

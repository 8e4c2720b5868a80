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
    private static final Pattern MARK = Pattern.compile("^-tester\\b|^-include:.*\\.bndrun", Pattern.MULTILINE);

    private final Modules modules;
    private final Log log;

    FrameworkTests(Modules modules, Log log) {
        this.modules = modules;
        this.log = log;
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

    /** The tests of a .bndrun, whose installation is laid out anew. */
    TestRun of(Path file) throws Exception {
        String name = modules.root.relativize(file).toString().replaceAll("\\.bndrun$", "");
        Path generated = modules.get(file.getParent().getFileName().toString()).generated;
        Path work = generated.resolve("itest").resolve(file.getFileName().toString().replaceAll("\\.bndrun$", ""));
        Path folder = work.resolve("test-reports");
        Layout layout = new Layout(modules, file);
        String tester = layout.property("-tester").split(";")[0].trim();
        if (tester.isEmpty()) {
            throw new BuildFailure("itest: %s: no -tester", name);
        }
        // What a run that failed has left installed there is not of this one.
        Trees.delete(work.resolve("installation"));
        List<Path> classPath = layout.referTo(work.resolve("installation"), List.of(tester));
        Forked process = new Forked(file.getParent())
                .args(Forked.words(layout.property("test.jvmargs.default")))
                .args(Forked.words(layout.property("-runvm")))
                .args("-Dtester.dir=" + folder, "-Dtester.unresolved=true", "-Dfascicle.stop.millis=200")
                .args("-cp", Forked.path(classPath))
                .args("org.fascicle.launcher.Main", work.resolve("installation").toString());
        return new TestRun("itest", name, TestRun.seconds(layout.property(TestRun.SECONDS), name + ".bndrun"), process, folder,
                work.resolve("output.txt"));
    }
}

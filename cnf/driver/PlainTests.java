package org.fascicle.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a project's tests outside any framework, with JUnit's console launcher in a JVM of their own. For several threads. A project
 * whose tests need what is laid out later says {@code test.step}: the step that runs them.
 */
final class PlainTests {
    private static final long MINUTES = 30;

    private final Path root;
    private final Log log;
    private final Reports reports;
    private final String step;
    private final List<String> options;

    /**
     * The tests of a step.
     *
     * @param options more for JUnit's console launcher
     */
    PlainTests(Path root, Log log, Reports reports, String step, String... options) {
        this.root = root;
        this.log = log;
        this.reports = reports;
        this.step = step;
        this.options = List.of(options);
    }

    String step() {
        return step;
    }

    boolean concern(Module module) throws Exception {
        return module.property("test.step", "test").equals(step) && Files.isDirectory(module.test)
                && !Fingerprint.files(module.test, p -> p.toString().endsWith(".java")).isEmpty();
    }

    /** Runs the tests of a project, or only the classes whose name one of some patterns matches. */
    String run(Module module, List<String> classes) throws Exception {
        Path folder = module.generated.resolve("test-reports");
        Path output = module.generated.resolve("test-output.txt");
        Trees.delete(folder);
        Files.createDirectories(folder);
        Integer exit = command(module, classes, folder).run(output, MINUTES);
        Reports.Outcome outcome = reports.add(Reports.read(folder));
        outcome.failures().forEach(f -> log.problem("FAILED   %s: %s", module, f));
        if (exit == null) {
            throw new BuildFailure("%s: %s: the tests did not end within %d minutes\n%s", step, module, MINUTES,
                    Forked.tail(output, 20));
        }
        if (outcome.ran() + outcome.skipped() == 0) {
            throw new BuildFailure("%s: %s: has a test folder, and no test ran; the JVM ended with %s\n%s", step, module,
                    Forked.exit(exit), Forked.tail(output, 20));
        }
        if (exit != 0 && outcome.failed() == 0) {
            throw new BuildFailure("%s: %s: no test failed, but the JVM ended with %s\n%s", step, module, Forked.exit(exit),
                    Forked.tail(output, 20));
        }
        return module + ": " + outcome;
    }

    /** One at a time: bnd's projects are for one thread. */
    private synchronized Forked command(Module module, List<String> classes, Path folder) throws Exception {
        List<Path> path = new ArrayList<>(List.of(module.testBin, module.bin));
        path.addAll(module.testPath());
        return new Forked(module.base)
                .args(Forked.words(module.property("test.jvmargs.default", "-Xmx2g")))
                .args(Forked.words(module.property("test.jvmargs", "")))
                .args("-jar", root.resolve("cnf/tools/junit-platform-console-standalone.jar").toString(), "execute")
                .args("--disable-banner", "--disable-ansi-colors", "--details=none", "--fail-if-no-tests")
                .args("--reports-dir", folder.toString(), "--class-path", Forked.path(path), "--scan-class-path",
                        module.testBin.toString())
                .args(options)
                .args("--include-classname",
                        classes.isEmpty() ? "^.*(Test|Tests|IT)(\\$.*)?$|^Test.*"
                                : "^(.*\\.)?(" + String.join("|", classes) + ")(\\$.*)?$");
    }
}

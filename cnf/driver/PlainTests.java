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
    private final Path root;
    private final String step;
    private final List<String> options;
    private final String needs;

    /**
     * The tests of a step.
     *
     * @param options more for JUnit's console launcher
     */
    PlainTests(Path root, String step, String... options) {
        this(root, step, "", List.of(options));
    }

    private PlainTests(Path root, String step, String needs, List<String> options) {
        this.root = root;
        this.step = step;
        this.needs = needs;
        this.options = options;
    }

    /** The tests of the same step that need what {@code publish} writes: the others do not wait for it. */
    PlainTests afterPublishing() {
        return new PlainTests(root, step, "publish", options);
    }

    /** Whether a project has tests of this step, whatever they need. */
    boolean areOf(Module module) {
        return module.property("test.step", "test").equals(step) && Files.isDirectory(module.test);
    }

    boolean concern(Module module) throws Exception {
        return areOf(module) && module.property("test.needs", "").equals(needs)
                && !Fingerprint.files(module.test, p -> p.toString().endsWith(".java")).isEmpty();
    }

    /** The tests of a project, or only the classes whose name one of some patterns matches. */
    TestRun of(Module module, List<String> classes) throws Exception {
        Path folder = module.generated.resolve("test-reports");
        return new TestRun(step, module.name(), TestRun.seconds(module.property(TestRun.SECONDS, ""), module + "/bnd.bnd"),
                command(module, classes, folder), folder, module.generated.resolve("test-output.txt"));
    }

    private Forked command(Module module, List<String> classes, Path folder) throws Exception {
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

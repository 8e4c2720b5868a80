package org.fascicle.build;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The build's driver. One JVM does everything but the tests. `./build --help` says the rest. */
public final class Main {
    /** Before the first source is read. */
    static final Instant BEGAN = Instant.now();

    private static final String LASTING = "--exclude-tag=long";

    private final Path root;
    private final Options options;
    private final Log log;
    private final Reports reports = new Reports();
    private boolean tested;

    private Main(Path root, Options options) {
        this.root = root;
        this.options = options;
        this.log = new Log(options.quiet());
    }

    public static void main(String[] args) throws Exception {
        System.exit(run(args));
    }

    /** The build of a workspace: its folder, then the words of the command line; gives the exit code. */
    static int run(String... args) throws Exception {
        List<String> words = Arrays.asList(args).subList(1, args.length);
        Options options;
        try {
            options = Options.parse(words);
        } catch (IllegalArgumentException e) {
            System.err.println("build: " + e.getMessage() + " (see ./build --help)");
            return 2;
        }
        return new Main(Path.of(args[0]), options).run();
    }

    private int run() throws Exception {
        boolean ok = true;
        try {
            switch (options.step()) {
                case "fetch" -> {}
                case "clean" -> log.step("clean", this::clean);
                case "style" -> ok = style();
                case "format" -> format();
                case "eclipse" -> log.step("eclipse", () -> new Eclipse(root).run(modules()));
                default -> ok = build();
            }
        } catch (BuildFailure e) {
            fail(e);
            ok = false;
        }
        if (!ok) {
            log.problem("the build failed");
        }
        System.err.flush();
        if (tested && does("test", "itest", "hosts")) {
            System.out.println(reports.closing());
        }
        return ok ? 0 : 1;
    }

    private void fail(BuildFailure e) {
        System.out.flush();
        log.problem("%s", e.getMessage());
        if (options.trace()) {
            e.printStackTrace();
        }
    }

    /** A step that fails does not keep tests from running that do not need it. */
    private boolean build() throws Exception {
        try (TestRuns runs = new TestRuns(log, reports)) {
            boolean ok = false;
            try {
                ok = build(runs);
            } catch (BuildFailure e) {
                fail(e);
            }
            ok &= runs.await();
            if (reports.skipped() > 0) {
                log.info("%d tests were skipped", reports.skipped());
                reports.reasons().forEach((reason, count) -> log.info("  %d: %s", count, reason));
            }
            return ok;
        }
    }

    private boolean build(TestRuns runs) throws Exception {
        boolean indexed;
        try (Modules modules = modules()) {
            try (AutoCloseable lock = lock()) {
                indexed = make(modules, runs);
            }
            if (options.step().equals("release")) {
                log.step("release", () -> release(modules));
            }
            tested = true;
            if (!indexed) {
                return prove(modules, runs);
            }
        }
        // bnd reads an index once, so it takes another workspace to see the new one
        try (Modules modules = modules()) {
            return prove(modules, runs);
        }
    }

    /** What is done with the bundles, beside the tests that run already: resolve, test inside frameworks and in hosts, export. */
    private boolean prove(Modules modules, TestRuns runs) throws Exception {
        boolean ok = true;
        boolean resolved = true;
        if (does("resolve", "itest", "export", "catalogue", "embed", "hosts", "dist", "publish", "release") || chaos()) {
            List<String> names = exports() || chaos() ? List.of("app:fascicle")
                    : embeds() ? modules.has("app") ? List.of("app:embedded", "app:fascicle") : List.of()
                    : does("resolve") ? options.projects() : List.of();
            try (AutoCloseable lock = lock()) {
                resolved = attempt("resolve", () -> new Resolve(modules, log).run(names, options.write()));
            }
        }
        if (resolved && does("itest")) {
            FrameworkTests tests = new FrameworkTests(modules, log);
            for (Path file : tests.files(options)) {
                try {
                    runs.start(tests.of(file));
                } catch (BuildFailure e) {
                    fail(e);
                    ok = false;
                }
            }
        }
        if (resolved && (does("embed", "hosts") || publishes()) && modules.has("app")) {
            try (AutoCloseable lock = lock()) {
                resolved = attempt("embed", () -> new Embedded(modules).run());
            }
        }
        if (resolved && does("export", "catalogue", "hosts") && (modules.has("app") || exports())) {
            try (AutoCloseable lock = lock()) {
                boolean exported = attempt("export", () -> new Export(modules).run());
                ok &= exported && (!does("catalogue") || attempt("docs", () -> new Catalogue(root).run()));
            }
        }
        PlainTests inHosts = new PlainTests(root, "hosts", lasts() ? new String[0] : new String[] {LASTING});
        if (resolved && does("hosts")) {
            // those that take minutes need what a whole build fetches only if it is asked for them
            start(chosen(modules), inHosts, runs);
        }
        if (resolved && (options.step().equals("dist") || lasts())) {
            try (AutoCloseable lock = lock()) {
                resolved = attempt("dist", () -> new Distribution(modules).run(root.resolve("app/generated/dist")));
            }
        }
        if (resolved && publishes()) {
            try (AutoCloseable lock = lock()) {
                resolved = attempt("publish", () -> publish(modules));
            }
        }
        if (resolved && chaos()) {
            ok &= attempt("chaos", () -> new Chaos(modules).run(options.minutes(), options.seed()));
        }
        if (resolved && does("hosts")) {
            start(chosen(modules), inHosts.afterPublishing(), runs);
        }
        if (options.step().equals("all")) {
            ok &= style();
        }
        return ok && resolved;
    }

    private void start(List<Module> modules, PlainTests tests, TestRuns runs) throws Exception {
        for (Module module : modules) {
            if (tests.concern(module)) {
                runs.start(tests.of(module, options.parts(module.name())));
            } else if (options.names().contains(module.name()) && !tests.areOf(module)
                    && List.of("test", "hosts").contains(options.step())) {
                throw new BuildFailure("%s: %s has no tests of this step; see ./build --help for the others", options.step(),
                        module.name());
            }
        }
    }

    private boolean exports() {
        return List.of("export", "catalogue", "dist").contains(options.step());
    }

    private boolean chaos() {
        return options.step().equals("chaos");
    }

    private boolean embeds() {
        return List.of("embed", "hosts").contains(options.step()) || publishes();
    }

    private boolean lasts() {
        return options.step().equals("hosts") || options.step().equals("all") && options.lasting();
    }

    private boolean publishes() {
        return options.step().equals("publish") || options.step().equals("release") && options.to() != null || lasts();
    }

    private boolean does(String... steps) {
        return options.step().equals("all") || List.of(steps).contains(options.step());
    }

    /**
     * Compiles and builds the bundles, which everything else needs, and says whether their index has changed. Tests outside a framework
     * begin as soon as all is compiled.
     */
    private boolean make(Modules modules, TestRuns runs) throws Exception {
        String step = options.step();
        boolean named = List.of("compile", "nulls", "jar", "test").contains(step);
        boolean tests = does("compile", "test", "hosts");
        List<Module> chosen = modules.closure(exports() ? applicationParts(modules) : named ? options.names() : List.of(), tests);
        Javac javac = new Javac(root, log);
        Compile compile = new Compile(root, javac);
        Jars jars = new Jars(root, log);
        BuilderSources generated = new BuilderSources(modules, compile, jars);
        Work compiled = tests ? compile::sourcesAndTests : compile::sources;
        log.step("compile", () -> each(chosen, module -> generated.run(module) | compiled.run(module)));
        if (does("test")) {
            tested = true;
            start(chosen(modules), new PlainTests(root, "test"), runs);
        }
        if (does("nulls")) {
            Nulls nulls = new Nulls(root, javac);
            log.step("nulls", () -> each(chosen, nulls::run));
        }
        if (List.of("compile", "nulls", "test").contains(step)) {
            return false;
        }
        BuiltIndex index = new BuiltIndex(root);
        boolean[] indexed = new boolean[1];
        log.step("jar", () -> each(chosen, jars::run));
        keepContracts(modules, compile, chosen);
        log.step("index", () -> {
            indexed[0] = index.run(modules);
            return indexed[0] ? "written" : "nothing new";
        });
        return indexed[0];
    }

    private void keepContracts(Modules modules, Compile compile, List<Module> chosen) throws Exception {
        List<Module> techniques = new ArrayList<>();
        for (Module module : chosen) {
            if (Contracts.concerns(module)) {
                techniques.add(module);
            }
        }
        if (!techniques.isEmpty()) {
            for (Module module : modules.closure(Contracts.TOOL_PROJECTS, false)) {
                if (!chosen.contains(module)) {
                    compile.sources(module);
                }
            }
            Contracts contracts = Contracts.of(modules);
            log.step("contract", () -> each(techniques, contracts::run));
        }
    }

    /** All projects but those that say {@code application: false}, because they hold tests alone. */
    private static List<String> applicationParts(Modules modules) {
        List<String> names = new ArrayList<>();
        for (Module module : modules.all()) {
            if (!"false".equals(module.project.getProperty("application"))) {
                names.add(module.name());
            }
        }
        return names;
    }

    /** Work on a project; says whether there was any. */
    private interface Work {
        boolean run(Module module) throws Exception;
    }

    /** Works on each project. One that fails does not keep others from being done, but those that need it. */
    private String each(List<Module> modules, Work work) throws Exception {
        int done = 0;
        List<String> failed = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Module module : modules) {
            if (module.project.getDependson().stream()
                    .anyMatch(p -> failed.contains(p.getName()) || skipped.contains(p.getName()))) {
                skipped.add(module.name());
                continue;
            }
            try {
                module.check();
                done += work.run(module) ? 1 : 0;
            } catch (BuildFailure e) {
                fail(e);
                failed.add(module.name());
            }
        }
        if (!failed.isEmpty()) {
            throw new BuildFailure("failed: %s%s", String.join(", ", failed),
                    skipped.isEmpty() ? "" : "; not tried, because they need these: " + String.join(", ", skipped));
        }
        return done + " of " + modules.size() + " projects";
    }

    private List<Module> chosen(Modules modules) {
        List<Module> chosen = new ArrayList<>();
        for (Module module : modules.all()) {
            if (options.names().isEmpty() || options.names().contains(module.name())) {
                chosen.add(module);
            }
        }
        options.names().forEach(modules::get);
        return chosen;
    }

    /** A step whose failure fails the build but does not end it. */
    private boolean attempt(String name, Log.Step step) throws Exception {
        try {
            log.step(name, step);
            return true;
        } catch (BuildFailure e) {
            fail(e);
            return false;
        }
    }

    private boolean style() throws Exception {
        try (AutoCloseable lock = lock()) {
            return attempt("style", new Style(root, options.names())::check);
        }
    }

    private void format() throws Exception {
        try (AutoCloseable lock = lock()) {
            log.step("format", new Style(root, options.names())::format);
        }
    }

    private String release(Modules modules) throws Exception {
        int written = 0;
        for (Module module : chosen(modules)) {
            if (Contracts.concerns(module)) {
                written += Contracts.release(module, options.parts(module.name()));
            }
        }
        int kept = Publish.keepBaselines(modules, chosen(modules));
        return written + " contracts written, " + kept + " baselines";
    }

    /** Into a folder of others, or into one that is made anew: nobody else's release lies there. */
    private String publish(Modules modules) throws Exception {
        Path made = root.resolve("app/generated/repository");
        if (options.to() == null) {
            Trees.delete(made);
        }
        return new Publish(modules).run(publishes() && !lasts() ? chosen(modules) : modules.all(),
                options.to() == null ? made : options.to());
    }

    private Modules modules() throws Exception {
        return new Modules(root);
    }

    /** Two builds in one workspace take turns where they write. */
    private AutoCloseable lock() throws Exception {
        Path file = root.resolve("cnf/generated/lock");
        Files.createDirectories(file.getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            log.info("waiting for another build");
            channel.lock();
        }
        return channel;
    }

    private String clean() throws Exception {
        int deleted = 0;
        try (Modules modules = modules()) {
            for (Module module : modules.all()) {
                for (Path folder : List.of(module.generated, module.bin, module.testBin)) {
                    deleted += Files.exists(folder) ? 1 : 0;
                    Trees.delete(folder);
                }
            }
        }
        Trees.delete(root.resolve("cnf/generated"));
        Trees.delete(root.resolve("cnf/cache"));
        Files.deleteIfExists(root.resolve("docs/techniques.md"));
        return deleted + " folders";
    }
}

package org.fascicle.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.tools.Diagnostic;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** The JDK's compiler, within this JVM. */
final class Javac {
    // Texts are put together by a StringBuilder, as in the JDK's own base: what javac writes else is linked place by place at run
    // time, for which every start would wait.
    // Names of parameters stay, for whoever programs against a jar without its sources.
    private static final List<String> OPTIONS =
            List.of("--release", "17", "-g", "-parameters", "-proc:none", "-XDstringConcat=inline",
                    "-Xlint:unchecked,rawtypes,fallthrough,overrides");

    private final Path root;
    private final Log log;
    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();

    Javac(Path root, Log log) {
        this.root = root;
        this.log = log;
        if (javac == null) {
            throw new BuildFailure("this Java has no compiler: a JDK is needed, 17 or later, on the PATH or at JAVA_HOME");
        }
    }

    /** The options for a project's sources. */
    static List<String> options(Module module) {
        List<String> options = new ArrayList<>(OPTIONS);
        options.addAll(Forked.words(module.property("javac.options", "")));
        return options;
    }

    /** Compiles sources of a project and fails if there was an error. */
    void run(Module module, String step, List<String> options, List<Path> files, Path out, List<Path> path) throws IOException {
        run(module, step, options, files, out, path, null);
    }

    /** The same with a plugin of javac's, from a loader of its own, or without one. */
    void run(Module module, String step, List<String> options, List<Path> files, Path out, List<Path> path, ClassLoader plugin)
            throws IOException {
        List<Diagnostic<? extends JavaFileObject>> said = new ArrayList<>();
        boolean ok;
        try (StandardJavaFileManager manager = javac.getStandardFileManager(said::add, Locale.ROOT, StandardCharsets.UTF_8)) {
            manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(out));
            manager.setLocationFromPaths(StandardLocation.CLASS_PATH, path);
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of("-encoding", "UTF-8"));
            JavaFileManager used = plugin == null ? manager : new WithPlugin(manager, plugin);
            ok = javac.getTask(null, used, said::add, all, null, manager.getJavaFileObjectsFromPaths(files)).call();
        }
        for (var diagnostic : said) {
            String text = diagnostic.toString().replace(root + "/", "");
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                log.problem("%s", text);
            } else if (diagnostic.getKind() != Diagnostic.Kind.NOTE) {
                log.warning("%s", text);
            }
        }
        if (!ok) {
            Trees.delete(out);
            long errors = said.stream().filter(d -> d.getKind() == Diagnostic.Kind.ERROR).count();
            throw new BuildFailure("%s: %s: %d error%s", step, module, errors, errors == 1 ? "" : "s");
        }
    }

    /** Gives plugins another class loader than javac would, which takes this JVM's class path for its parent. */
    private static final class WithPlugin extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final ClassLoader plugin;

        WithPlugin(StandardJavaFileManager manager, ClassLoader plugin) {
            super(manager);
            this.plugin = plugin;
        }

        @Override
        public boolean hasLocation(Location location) {
            return location == StandardLocation.ANNOTATION_PROCESSOR_PATH || super.hasLocation(location);
        }

        @Override
        public ClassLoader getClassLoader(Location location) {
            // javac closes what it is given, and the next project needs the plugin too
            return location == StandardLocation.ANNOTATION_PROCESSOR_PATH ? new ClassLoader(plugin) {}
                    : super.getClassLoader(location);
        }
    }
}

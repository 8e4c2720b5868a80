package org.fascicle.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles a project's sources, and its tests. bnd's own idea of "stale" leaves out the sources, so the decision is made here. */
final class Compile {
    // Texts are put together by a StringBuilder, as in the JDK's own base: what javac writes else is linked place by place at run
    // time, for which every start would wait.
    private static final List<String> OPTIONS = List.of("--release", "17", "-g", "-proc:none", "-XDstringConcat=inline",
        "-Xlint:unchecked,rawtypes,fallthrough,overrides");
    private static final Predicate<Path> JAVA = p -> p.toString().endsWith(".java");
    private static final Pattern TECHNIQUE = Pattern.compile("^\\s*@(org\\.fascicle\\.api\\.technique\\.)?Technique\\s*\\(", Pattern.MULTILINE);

    private final Path root;
    private final Log log;
    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();

    Compile(Path root, Log log) {
        this.root = root;
        this.log = log;
        if (javac == null) {
            throw new BuildFailure("this Java has no compiler: a JDK is needed, 17 or later, on the PATH or at JAVA_HOME");
        }
    }

    /** Brings a project's classes up to date and says whether there was anything to do. */
    boolean sources(Module module) throws Exception {
        return compile(module, "compile", module.sources(), module.bin, module.buildPath());
    }

    /** Does so with those of its tests too. */
    boolean sourcesAndTests(Module module) throws Exception {
        boolean sources = sources(module);
        if (!Files.isDirectory(module.test)) {
            return sources;
        }
        List<Path> path = new ArrayList<>(List.of(module.bin));
        path.addAll(module.testPath());
        return compile(module, "compile-test", List.of(module.test), module.testBin, path) | sources;
    }

    private boolean compile(Module module, String step, List<Path> sources, Path out, List<Path> path) throws Exception {
        List<String> options = new ArrayList<>(OPTIONS);
        String own = module.property("javac.options", "").trim();
        if (!own.isEmpty()) {
            options.addAll(Arrays.asList(own.split("\\s+")));
        }
        Fingerprint inputs = new Fingerprint().text(options.toString()).text(System.getProperty("java.version")).path(path);
        for (Path folder : sources) {
            inputs.text(folder.toString()).tree(folder);
        }
        String fingerprint = inputs.hex();
        Stamp stamp = module.stamp(step);
        if (stamp.holds(fingerprint) && Files.isDirectory(out)) {
            return false;
        }
        stamp.delete();
        Trees.delete(out);
        Files.createDirectories(out);
        List<Path> files = new ArrayList<>();
        for (Path folder : sources) {
            files.addAll(Fingerprint.files(folder, JAVA));
            Trees.copy(folder, out, JAVA.negate().and(p -> !p.getFileName().toString().equals("packageinfo")));
        }
        if (out.equals(module.bin)) {
            checkTechniques(files);
        }
        if (!files.isEmpty()) {
            javac(module, options, files, out, path);
        }
        stamp.write(fingerprint, List.of());
        return true;
    }

    private void javac(Module module, List<String> options, List<Path> files, Path out, List<Path> path) throws IOException {
        List<Diagnostic<? extends JavaFileObject>> said = new ArrayList<>();
        boolean ok;
        try (StandardJavaFileManager manager = javac.getStandardFileManager(said::add, Locale.ROOT, StandardCharsets.UTF_8)) {
            manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(out));
            manager.setLocationFromPaths(StandardLocation.CLASS_PATH, path);
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of("-encoding", "UTF-8"));
            ok = javac.getTask(null, manager, said::add, all, null, manager.getJavaFileObjectsFromPaths(files)).call();
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
            throw new BuildFailure("compile: %s: %d error%s", module, errors, errors == 1 ? "" : "s");
        }
    }

    /** A technique's version is its package's: without one, bnd would die in a stack trace or write rubbish into the manifest. */
    private void checkTechniques(List<Path> files) throws IOException {
        List<String> bad = new ArrayList<>();
        for (Path file : files) {
            if (!TECHNIQUE.matcher(Files.readString(file)).find()) {
                continue;
            }
            Path info = file.resolveSibling("package-info.java");
            if (!Files.isRegularFile(info) || !Files.readString(info).contains("Version(")) {
                bad.add(root.relativize(file).toString());
            }
        }
        if (!bad.isEmpty()) {
            throw new BuildFailure("a technique has the version of its package, and these packages have none;"
                + " write @org.osgi.annotation.versioning.Version(\"0.1.0\") into the package-info.java beside\n"
                + bad.stream().map(s -> "  " + s).collect(Collectors.joining("\n")));
        }
    }
}

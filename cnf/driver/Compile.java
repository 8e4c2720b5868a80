package org.fascicle.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compiles a project's sources, and its tests. bnd's own idea of "stale" leaves out the sources, so the decision is made here. */
final class Compile {
    static final Predicate<Path> JAVA = p -> p.toString().endsWith(".java");
    private static final Pattern TECHNIQUE =
            Pattern.compile("^\\s*@(org\\.fascicle\\.api\\.technique\\.)?Technique\\s*\\(", Pattern.MULTILINE);

    private final Path root;
    private final Javac javac;

    Compile(Path root, Javac javac) {
        this.root = root;
        this.javac = javac;
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
        List<String> options = Javac.options(module);
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
            javac.run(module, "compile", options, files, out, path);
        }
        stamp.write(fingerprint, List.of());
        return true;
    }

    /** A technique's version is its package's: without one, bnd would end in a stack trace or write a wrong manifest. */
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

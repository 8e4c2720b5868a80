package org.fascicle.build;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import aQute.bnd.build.Project;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.Instructions;

/** Builds a project's bundles with bnd: one for bnd.bnd, or one for each file that its `-sub` matches. */
final class Jars {
    /** Folders of a project that are made, or that no bundle holds; sources are not listed, as their classes count. */
    private static final Set<String> NOT_INPUT = Set.of("generated", "bin", "bin_test", "test", "contracts", ".settings", ".git");

    private static final Pattern RESOURCES = Pattern.compile("^-resourceonly:\\s*true", Pattern.MULTILINE);
    private static final Pattern OUTSIDE = Pattern.compile("(\\.\\.|\\$\\{workspace})/([^\\s,;]+)");

    private final Path root;
    private final Log log;

    Jars(Path root, Log log) {
        this.root = root;
        this.log = log;
    }

    /** Brings a project's jars up to date and says whether there was anything to do. */
    boolean run(Module module) throws Exception {
        Project project = module.project;
        if (project.isNoBundles()) {
            return false;
        }
        String fingerprint = fingerprint(module);
        Stamp stamp = module.stamp("jar");
        if (stamp.holds(fingerprint) && module.jars().stream().allMatch(Files::isRegularFile)) {
            return false;
        }
        stamp.delete();
        Contracts.stamp(module).delete();
        Files.createDirectories(module.generated);
        List<String> names = new ArrayList<>();
        List<Path> resources = resourceBundles(module);
        for (Path bnd : resources) {
            names.addAll(resourceBundle(module, bnd));
        }
        List<Path> others = bundleFiles(module);
        others.removeAll(resources);
        if (resources.isEmpty() || !others.isEmpty()) {
            names.addAll(build(module, resources.isEmpty() ? List.of() : others));
        }
        for (Path old : Fingerprint.files(module.generated, p -> p.getNameCount() == 1 && p.toString().endsWith(".jar"))) {
            if (!names.contains(old.getFileName().toString())) {
                Files.delete(old);
            }
        }
        List<Path> jars = names.stream().map(module.generated::resolve).toList();
        Files.writeString(module.generated.resolve("buildfiles"), String.join("", jars.stream().map(jar -> jar + "\n").toList()));
        Techniques.check(module, jars);
        Cycles.check(module, jars);
        stamp.write(fingerprint, names);
        return true;
    }

    /** Builds all bundles of a project, or those of some .bnd files, and names their jars. */
    private List<String> build(Module module, List<Path> only) throws Exception {
        Project project = module.project;
        String all = project.getProperty(Constants.SUB);
        // the list of what was built before: bnd would delete what it does not build now
        Files.deleteIfExists(module.generated.resolve("buildfiles"));
        project.clear();
        project.setChanged();
        if (!only.isEmpty()) {
            List<String> names = only.stream().map(p -> module.base.relativize(p).toString()).toList();
            project.setProperty(Constants.SUB, String.join(",", names));
        }
        File[] built = project.buildLocal(false);
        if (all != null) {
            project.setProperty(Constants.SUB, all);
        }
        for (String warning : project.getWarnings()) {
            log.warning("%s: warning: %s", module, warning.replace(root + "/", ""));
        }
        if (!project.isOk() || built == null) {
            throw new BuildFailure("jar: %s:\n  %s", module, String.join("\n  ", project.getErrors()));
        }
        return Arrays.stream(built).map(File::getName).toList();
    }

    /**
     * Builds a bundle of resources only, unless it is up to date. No class of the project is in it, so no change of one builds it again:
     * it may hold native code, and take longer than all the others.
     */
    private List<String> resourceBundle(Module module, Path bnd) throws Exception {
        Stamp stamp = module.stamp("jar-" + bnd.getFileName());
        String fingerprint = shared()
                .content(module.base.resolve("bnd.bnd"))
                .content(bnd)
                .tree(module.base, input(module).and(p -> !p.toString().endsWith(".bnd")))
                .hex();
        if (!stamp.holds(fingerprint)
                || !stamp.made().stream().allMatch(jar -> Files.isRegularFile(module.generated.resolve(jar)))) {
            stamp.delete();
            stamp.write(fingerprint, build(module, List.of(bnd)));
        }
        return stamp.made();
    }

    private static List<Path> resourceBundles(Module module) throws Exception {
        List<Path> found = bundleFiles(module);
        for (Path bnd : List.copyOf(found)) {
            if (!RESOURCES.matcher(Files.readString(bnd)).find() || OUTSIDE.matcher(Files.readString(bnd)).find()) {
                found.remove(bnd);
            }
        }
        return found;
    }

    /** The .bnd files of a project with sub-bundles: in its folder what a wildcard matches, in folders of it what is named. */
    private static List<Path> bundleFiles(Module module) throws Exception {
        String sub = module.property(Constants.SUB, "");
        if (sub.isBlank()) {
            return new ArrayList<>();
        }
        Parameters named = new Parameters(sub);
        Instructions wanted = new Instructions(named);
        return new ArrayList<>(Fingerprint.files(module.base, p -> named.containsKey(p.toString())
                || p.getNameCount() == 1 && wanted.matches(p.toString()) && !p.toString().equals("bnd.bnd")));
    }

    /** Whether a file, by its path in the project, may be in a bundle as it is, or say what is in one. */
    private static Predicate<Path> input(Module module) throws Exception {
        List<Path> sources = module.sources();
        return p -> !NOT_INPUT.contains(p.getName(0).toString()) && !p.toString().endsWith(".bndrun")
                && sources.stream().noneMatch(module.base.resolve(p)::startsWith);
    }

    private Fingerprint shared() throws Exception {
        return new Fingerprint()
                .content(root.resolve("bnd.bnd"))
                .tree(root.resolve("cnf"), p -> p.getNameCount() == 1 && p.toString().endsWith(".bnd"))
                .content(root.resolve("cnf/pom.xml"))
                .content(root.resolve("cnf/natives/pom.xml"))
                .content(root.resolve("cnf/onednn/pom.xml"))
                .content(root.resolve("cnf/onednn/natives/pom.xml"));
    }

    private String fingerprint(Module module) throws Exception {
        Fingerprint inputs = shared()
                .tree(module.base, input(module))
                .tree(module.bin)
                .path(module.buildPath());
        for (Path outside : outside(module)) {
            inputs.text(outside.toString()).tree(outside).content(outside);
        }
        for (Project needed : Module.neededByBundles(module.project)) {
            Stamp stamp = new Module(needed).stamp("jar");
            inputs.text(needed.getName()).content(stamp.file());
        }
        return inputs.hex();
    }

    /** Files and folders beyond the project's own that its .bnd files name, as in {@code -includeresource: x=../examples/x}. */
    private List<Path> outside(Module module) throws Exception {
        List<Path> found = new ArrayList<>();
        List<Path> files = bundleFiles(module);
        files.add(module.base.resolve("bnd.bnd"));
        for (Path bnd : files) {
            for (Matcher named = OUTSIDE.matcher(Files.readString(bnd)); named.find();) {
                found.add(
                        named.group(1).equals("..") ? module.base.resolveSibling(named.group(2)) : root.resolve(named.group(2)));
            }
        }
        return found;
    }
}

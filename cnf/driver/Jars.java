package org.fascicle.build;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import aQute.bnd.build.Project;

/** Builds a project's bundles with bnd: one for bnd.bnd, or one for each file that its `-sub` matches. */
final class Jars {
    /** Folders of a project that are made, or that no bundle holds. */
    private static final Set<String> NOT_INPUT = Set.of("generated", "bin", "bin_test", "test", "src", ".settings", ".git");

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
        Files.createDirectories(module.generated);
        project.clear();
        project.setChanged();
        File[] built = project.buildLocal(false);
        for (String warning : project.getWarnings()) {
            log.warning("%s: warning: %s", module, warning.replace(root + "/", ""));
        }
        if (!project.isOk() || built == null) {
            throw new BuildFailure("jar: %s:\n  %s", module, String.join("\n  ", project.getErrors()));
        }
        List<String> names = new ArrayList<>();
        List<Path> jars = new ArrayList<>();
        for (File file : built) {
            names.add(file.getName());
            jars.add(file.toPath());
        }
        for (Path old : Fingerprint.files(module.generated, p -> p.getNameCount() == 1 && p.toString().endsWith(".jar"))) {
            if (!names.contains(old.getFileName().toString())) {
                Files.delete(old);
            }
        }
        Techniques.check(module, jars);
        stamp.write(fingerprint, names);
        return true;
    }

    private String fingerprint(Module module) throws Exception {
        Fingerprint inputs = new Fingerprint()
            .content(root.resolve("bnd.bnd"))
            .content(root.resolve("cnf/build.bnd"))
            .content(root.resolve("cnf/pom.xml"))
            .content(root.resolve("cnf/natives/pom.xml"))
            .tree(module.base, p -> !NOT_INPUT.contains(p.getName(0).toString()) && !p.toString().endsWith(".bndrun"))
            .tree(module.bin)
            .path(module.buildPath());
        for (Path outside : outside(module)) {
            inputs.text(outside.toString()).tree(outside).content(outside);
        }
        for (Project needed : module.project.getDependson()) {
            Stamp stamp = new Module(needed).stamp("jar");
            inputs.text(needed.getName()).content(stamp.file());
        }
        return inputs.hex();
    }

    /** Files and folders beyond the project's own that its .bnd files name, as in {@code -includeresource: x=../examples/x}. */
    private List<Path> outside(Module module) throws Exception {
        List<Path> found = new ArrayList<>();
        for (Path bnd : Fingerprint.files(module.base, p -> p.getNameCount() == 1 && p.toString().endsWith(".bnd"))) {
            for (Matcher named = OUTSIDE.matcher(Files.readString(bnd)); named.find();) {
                found.add(named.group(1).equals("..") ? module.base.resolveSibling(named.group(2)) : root.resolve(named.group(2)));
            }
        }
        return found;
    }
}

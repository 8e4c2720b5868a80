package org.fascicle.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import aQute.bnd.build.model.clauses.VersionedClause;
import aQute.bnd.osgi.Constants;
import biz.aQute.resolve.Bndrun;
import biz.aQute.resolve.RunResolution;

/** Resolves every .bndrun that lists what it requires, and compares the outcome with the -runbundles that the file holds. */
final class Resolve {
    private static final Pattern REQUIRES = Pattern.compile("^-runrequires", Pattern.MULTILINE);

    private final Modules modules;
    private final Log log;

    Resolve(Modules modules, Log log) {
        this.modules = modules;
        this.log = log;
    }

    /** The .bndrun files of all projects, or of the named ones; after a project's colon stands one file's name. */
    List<Path> files(List<String> names) throws Exception {
        List<Path> files = new ArrayList<>();
        for (Module module : modules.all()) {
            try (Stream<Path> list = Files.list(module.base)) {
                list.filter(p -> p.toString().endsWith(".bndrun") && isNamed(p, names))
                        .sorted()
                        .forEach(files::add);
            }
        }
        for (String name : names) {
            modules.get(name.split(":", 2)[0]);
            if (files.stream().noneMatch(file -> project(file).equals(name) || name(file).equals(name))) {
                throw new BuildFailure("there is no %s.bndrun", name.replace(':', '/') + (name.contains(":") ? "" : "/*"));
            }
        }
        return files;
    }

    private static boolean isNamed(Path file, List<String> names) {
        return names.isEmpty() || names.contains(project(file)) || names.contains(name(file));
    }

    private static String project(Path file) {
        return file.getParent().getFileName().toString();
    }

    private static String name(Path file) {
        return project(file) + ":" + file.getFileName().toString().replaceAll("\\.bndrun$", "");
    }

    String run(List<String> names, boolean write) throws Exception {
        int resolved = 0;
        List<Path> files = files(names);
        List<String> changed = new ArrayList<>();
        for (Path file : files) {
            if (!REQUIRES.matcher(Files.readString(file)).find()) {
                continue; // another file's resolution, on another framework
            }
            Stamp stamp = modules.get(file.getParent().getFileName().toString()).stamp("resolve-" + file.getFileName());
            if (!stamp.holds(fingerprint(file))) {
                resolved++;
                String difference = resolve(file, write);
                if (difference != null) {
                    changed.add(difference);
                    continue;
                }
                stamp.write(fingerprint(file), List.of());
            }
        }
        if (!changed.isEmpty()) {
            throw new BuildFailure("resolve: the resolution is not what the file says; `./build resolve --write` writes it\n%s",
                    String.join("\n", changed));
        }
        return resolved + " of " + files.size() + " .bndrun files";
    }

    private String fingerprint(Path file) throws Exception {
        return new Fingerprint()
                .tree(file.getParent(), p -> p.getNameCount() == 1 && p.toString().contains(".bnd"))
                .tree(modules.root.resolve("cnf"), p -> p.getNameCount() == 1 && p.toString().endsWith(".bnd"))
                .content(modules.root.resolve("cnf/pom.xml"))
                .content(modules.root.resolve("cnf/natives/pom.xml"))
                .content(modules.root.resolve("cnf/onednn/pom.xml"))
                .content(modules.root.resolve("cnf/onednn/natives/pom.xml"))
                .text(new BuiltIndex(modules.root).fingerprint())
                .hex();
    }

    /** Null if the file holds the right bundles, or does now; else the difference. */
    private String resolve(Path file, boolean write) throws Exception {
        String name = modules.root.relativize(file).toString();
        try (Bndrun run = Bndrun.createBndrun(modules.workspace, file.toFile())) {
            List<VersionedClause> own = run.getModel().getRunBundles();
            Set<String> before = texts(own == null ? List.of() : own);
            Set<String> elsewhere = new LinkedHashSet<>(run.getMergedParameters(Constants.RUNBUNDLES).keySet());
            if (own != null) {
                own.forEach(clause -> elsewhere.remove(clause.getName()));
            }
            RunResolution resolution = RunResolution.resolve(run, run, List.of());
            if (!resolution.isOK()) {
                throw new BuildFailure("resolve: %s does not resolve:\n%s", name, reason(resolution));
            }
            // What -runbundles of an included file names (the techniques) is not the business of this one.
            List<VersionedClause> outcome = resolution.getRunBundles().stream()
                    .filter(clause -> !elsewhere.contains(clause.getName())).collect(Collectors.toList());
            Set<String> after = texts(outcome);
            if (before.equals(after)) {
                return null;
            }
            if (!write) {
                return name + "\n" + minus("    - ", before, after) + minus("    + ", after, before);
            }
            run.getModel().setRunBundles(outcome);
            run.getModel().saveChanges();
            String text = Files.readString(file);
            if (!text.endsWith("\n")) {
                Files.writeString(file, text + "\n");
            }
            log.info("%s: written, %d bundles", name, after.size());
            return null;
        }
    }

    private static String reason(RunResolution resolution) {
        String report = resolution.report(false);
        return report == null || report.isBlank() ? String.valueOf(resolution.exception)
                // the halves of a multi-release bundle that this Java does not use explain nothing
                : report.replaceAll("(?m)^ *\\[[^\\n]*type=bnd\\.synthetic]\\n(^ *⇒[^\\n]*\\n?)*", "").strip();
    }

    private static Set<String> texts(List<VersionedClause> clauses) {
        return clauses.stream().map(VersionedClause::toString).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String minus(String prefix, Set<String> from, Set<String> what) {
        return from.stream().filter(s -> !what.contains(s)).map(s -> prefix + s + "\n").collect(Collectors.joining());
    }
}

package org.fascicle.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import aQute.bnd.build.Project;
import aQute.bnd.osgi.Instructions;

/**
 * Writes the typed factories of the techniques, from what their bundles say of them. A project asks for it:
 * {@code builder.sources} is the folder to write to, {@code builder.techniques} are the projects whose bundles count.
 */
final class BuilderSources {
    private static final String FOLDER = "builder.sources";
    private static final String FROM = "builder.techniques";

    private final Modules modules;
    private final Compile compile;
    private final Jars jars;

    BuilderSources(Modules modules, Compile compile, Jars jars) {
        this.modules = modules;
        this.compile = compile;
        this.jars = jars;
    }

    /** Brings a project's generated sources up to date, if it has any, and says whether there was anything to do. */
    boolean run(Module module) throws Exception {
        String property = module.property(FOLDER, "").trim();
        if (property.isEmpty()) {
            return false;
        }
        List<Path> bundles = bundles(module);
        Fingerprint inputs = new Fingerprint()
                .tree(modules.root.resolve("cnf/generated/driver"))
                .tree(common(module));
        for (Path bundle : bundles) {
            inputs.stat(bundle);
        }
        String fingerprint = inputs.hex();
        Stamp stamp = module.stamp("builder-sources");
        Path folder = module.base.resolve(property);
        if (stamp.holds(fingerprint) && stamp.made().stream().allMatch(file -> Files.isRegularFile(folder.resolve(file)))) {
            return false;
        }
        stamp.delete();
        Trees.delete(folder);
        Map<String, String> sources = sources(module, bundles);
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
        }
        stamp.write(fingerprint, List.copyOf(sources.keySet()));
        return true;
    }

    /** The bundles with techniques, built, and with their contracts in them. */
    private List<Path> bundles(Module module) throws Exception {
        Instructions wanted = new Instructions(module.property(FROM, ""));
        List<String> names = module.project.getDependson().stream().map(Project::getName).filter(wanted::matches).toList();
        List<Module> techniques = new ArrayList<>();
        for (Module each : modules.closure(names, false)) {
            compile.sources(each);
            jars.run(each);
            if (names.contains(each.name()) && Contracts.concerns(each)) {
                techniques.add(each);
            }
        }
        if (techniques.isEmpty()) {
            throw new BuildFailure("%s/bnd.bnd: %s: no bundle of the projects %s offers a technique", module, FROM, names);
        }
        for (Module tool : modules.closure(Contracts.TOOL_PROJECTS, false)) {
            compile.sources(tool);
        }
        Contracts contracts = Contracts.of(modules);
        List<Path> bundles = new ArrayList<>();
        for (Module each : techniques) {
            contracts.run(each);
            bundles.addAll(each.jars());
        }
        bundles.sort(Comparator.comparing(Path::toString));
        return bundles;
    }

    private static Path common(Module module) {
        return module.base.resolve("src").resolve(TechniqueSource.BASE.replace('.', '/'));
    }

    /** The sources, by the names of their files. */
    private static Map<String, String> sources(Module module, List<Path> bundles) throws Exception {
        List<Description> techniques = new ArrayList<>();
        for (Path bundle : bundles) {
            techniques.addAll(Description.of(bundle));
        }
        // No model names one.
        techniques.removeIf(each -> each.kind().equals("watch"));
        Map<String, String> files = new TreeMap<>();
        ShorthandSource shorthands = new ShorthandSource(techniques);
        if (!shorthands.isEmpty()) {
            files.put(file(TechniqueSource.BASE, ShorthandSource.OPTIMIZER), shorthands.optimizer());
            files.put(file(TechniqueSource.BASE, ShorthandSource.GROUP), shorthands.group());
        }
        Map<String, List<TechniqueSource>> kinds = new TreeMap<>();
        Map<String, Description> known = new HashMap<>();
        for (Description each : techniques) {
            String options = JavaText.type(each.kind()) + "Options";
            boolean common = files.containsKey(file(TechniqueSource.BASE, options))
                    || Files.isRegularFile(common(module).resolve(options + ".java"));
            TechniqueSource source = new TechniqueSource(each, common);
            String file = file(TechniqueSource.packageOf(each.kind()), source.name());
            Description other = known.put(file, each);
            if (other != null) {
                throw new BuildFailure("%s: the %s %s of %s and the %s %s of %s become one class, %s", module, other.kind(),
                        other.qualifiedName(), other.bundle(), each.kind(), each.qualifiedName(), each.bundle(), file);
            }
            files.put(file, source.text());
            kinds.computeIfAbsent(each.kind(), k -> new ArrayList<>()).add(source);
        }
        kinds.forEach((kind, sources) -> {
            sources.sort(Comparator.comparing(TechniqueSource::name));
            FactorySource factory = new FactorySource(kind, sources);
            files.put(file(TechniqueSource.ROOT, factory.name()), factory.text());
            files.put(file(TechniqueSource.packageOf(kind), "package-info"), packageInfo(module, kind));
        });
        return files;
    }

    private static String packageInfo(Module module, String kind) {
        return "/** Techniques of the kind " + kind + " as values: what a model file says of each. */\n"
                + "@Version(\"" + module.property("Bundle-Version", "0.0.0") + "\")\n@NullMarked\n"
                + "package " + TechniqueSource.packageOf(kind) + ";\n\n"
                + "import org.jspecify.annotations.NullMarked;\nimport org.osgi.annotation.versioning.Version;\n";
    }

    private static String file(String packageName, String type) {
        return packageName.replace('.', '/') + "/" + type + ".java";
    }
}

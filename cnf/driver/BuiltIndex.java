package org.fascicle.build;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import aQute.bnd.header.Attrs;
import aQute.bnd.osgi.repository.SimpleIndexer;

/**
 * Indexes the jars of all projects by symbolic name. bnd finds a workspace bundle only by its folder's name;
 * through this index, the repository "Built", resolving and exporting find it by its own.
 */
final class BuiltIndex {
    private final Path root;

    BuiltIndex(Path root) {
        this.root = root;
    }

    /** Brings the index up to date and says whether there was anything to do. */
    boolean run(Modules modules) throws Exception {
        Path index = Modules.builtIndex(root);
        List<File> jars = new ArrayList<>();
        Fingerprint inputs = new Fingerprint();
        for (Module module : modules.all()) {
            for (Path jar : module.jars()) {
                jars.add(jar.toFile());
                inputs.stat(jar);
            }
        }
        String fingerprint = inputs.hex();
        Stamp stamp = new Stamp(index.resolveSibling("stamp"));
        if (stamp.holds(fingerprint) && Files.isRegularFile(index)) {
            return false;
        }
        names(jars);
        techniques(jars);
        new SimpleIndexer().files(jars).base(index.getParent().toUri()).name("Built").index(index.toFile());
        Trees.delete(root.resolve("cnf/cache/built"));
        stamp.write(fingerprint, List.of());
        return true;
    }

    String fingerprint() throws Exception {
        return new Fingerprint().content(Modules.builtIndex(root).resolveSibling("stamp")).hex();
    }

    /** The built jar of each "symbolic-name version". */
    static Map<String, Path> jars(Modules modules) throws Exception {
        List<File> files = new ArrayList<>();
        for (Module module : modules.all()) {
            for (Path jar : module.jars()) {
                files.add(jar.toFile());
            }
        }
        return names(files);
    }

    private static Map<String, Path> names(List<File> jars) throws Exception {
        Map<String, Path> byName = new HashMap<>();
        for (File jar : jars) {
            try (JarFile file = new JarFile(jar, false)) {
                Manifest manifest = file.getManifest();
                String name = BundleInfo.symbolicName(manifest) + " " + BundleInfo.version(manifest);
                Path other = byName.put(name, jar.toPath());
                if (other != null) {
                    throw new BuildFailure("jar: two bundles are called %s: %s and %s", name, other, jar);
                }
            }
        }
        return byName;
    }

    /** Two bundles that offer one technique in one version are an error at run time, so they are one here. */
    private static void techniques(List<File> jars) throws Exception {
        Map<String, File> known = new HashMap<>();
        Map<String, String> meanings = new HashMap<>();
        for (File jar : jars) {
            for (Attrs technique : Techniques.announced(jar.toPath())) {
                String name = technique.get("kind") + " " + technique.get("namespace") + ":" + technique.get("name") + " "
                        + technique.getVersion();
                File other = known.put(name, jar);
                if (other != null) {
                    throw new BuildFailure("jar: %s is in two bundles: %s and %s", name, other, jar);
                }
                meaning(technique, jar.getName(), meanings);
            }
        }
    }

    /**
     * A name of a technique, or an alias, that stands for two of one kind is an error as well.
     *
     * @param meanings of the names so far; extended
     */
    static void meaning(Attrs technique, String jar, Map<String, String> meanings) {
        String kind = technique.get("kind") + " " + technique.get("namespace") + ":";
        List<String> names = new ArrayList<>(List.of(technique.get("name")));
        if (technique.getTyped("aliases") instanceof List<?> aliases) {
            aliases.forEach(alias -> names.add(alias.toString()));
        }
        for (String name : names) {
            String own = kind + technique.get("name");
            String other = meanings.putIfAbsent(kind + name, own);
            if (other != null && !other.equals(own)) {
                throw new BuildFailure("jar: %s: '%s' stands for %s and for %s", jar, name, other, own);
            }
        }
    }
}

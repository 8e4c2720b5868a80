package org.fascicle.build;

import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;

/** Checks the techniques that a bundle announces: each one's class is a public record of the kind that the manifest names. */
final class Techniques {
    private static final String NAMESPACE = "fascicle.technique";
    private static final String SHORTHAND = "fascicle.shorthand";

    private Techniques() {}

    static void check(Module module, List<Path> jars) throws Exception {
        List<String> wrong = new ArrayList<>();
        List<URL> path = new ArrayList<>(List.of(url(module.bin)));
        for (Path entry : module.buildPath()) {
            path.add(url(entry));
        }
        try (URLClassLoader loader = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            for (Path jar : jars) {
                for (Attrs technique : announced(jar)) {
                    String problem = problem(technique, loader);
                    if (problem != null) {
                        wrong.add(jar.getFileName() + ": " + problem);
                    }
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new BuildFailure("jar: %s:\n  %s", module, String.join("\n  ", wrong));
        }
    }

    /** What a bundle's manifest says of each technique: the attributes of its capability. */
    static List<Attrs> announced(Path jar) throws Exception {
        return capabilities(jar, NAMESPACE);
    }

    /** What a bundle's manifest says of the options of an optimizer that stand for its techniques. */
    static List<Attrs> shorthands(Path jar) throws Exception {
        return capabilities(jar, SHORTHAND);
    }

    private static List<Attrs> capabilities(Path jar, String namespace) throws Exception {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            String header =
                    file.getManifest() == null ? null : file.getManifest().getMainAttributes().getValue("Provide-Capability");
            List<Attrs> found = new ArrayList<>();
            for (Map.Entry<String, Attrs> clause : new Parameters(header == null ? "" : header, null, true).entrySet()) {
                if (clause.getKey().replaceAll("~+$", "").equals(namespace)) {
                    found.add(clause.getValue());
                }
            }
            return found;
        }
    }

    private static String problem(Attrs technique, ClassLoader loader) {
        String className = technique.get("class");
        String kind = technique.get("kind");
        if (kind == null || kind.isEmpty()) {
            return className + ": no kind: no segment of the package's name is one, so write @Technique(kind = …)";
        }
        if (technique.toString().contains("${")) {
            return className + ": the capability holds a macro that bnd did not expand: " + technique;
        }
        try {
            Class<?> type = Class.forName(className, false, loader);
            if (!type.isRecord() || !Modifier.isPublic(type.getModifiers())) {
                return className + ": a technique is a public record";
            }
            if (supertypes(type, new HashSet<>()).stream().noneMatch(t -> t.startsWith("org.fascicle.api." + kind + "."))) {
                return className + ": the manifest says kind=" + kind + ", but the record implements no type of org.fascicle.api."
                        + kind;
            }
            return null;
        } catch (ClassNotFoundException | LinkageError e) {
            return className + ": " + e;
        }
    }

    private static Set<String> supertypes(Class<?> type, Set<String> into) {
        for (Class<?> parent : type.getInterfaces()) {
            into.add(parent.getName());
            supertypes(parent, into);
        }
        return into;
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }
}

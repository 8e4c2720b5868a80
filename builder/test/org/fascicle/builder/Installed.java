package org.fascicle.builder;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;

/** All techniques of the workspace's bundles, found by their classes' annotation: by another way than the build takes. */
final class Installed implements Techniques {
    private static final Installed ALL = new Installed();

    private final List<TechniqueType> types = new ArrayList<>();

    private Installed() {
        try (Stream<Path> projects = Files.list(Path.of(".."))) {
            List<Path> jars = new ArrayList<>();
            for (Path project : projects.filter(p -> p.getFileName().toString().startsWith("plugin-") && !isOfWatches(p)).sorted()
                    .toList()) {
                if (Files.isDirectory(project.resolve("generated"))) {
                    try (DirectoryStream<Path> built = Files.newDirectoryStream(project.resolve("generated"), "*.jar")) {
                        built.forEach(jars::add);
                    }
                }
            }
            load(jars);
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** No model names one, so none is built. */
    private static boolean isOfWatches(Path project) {
        return project.getFileName().toString().equals("plugin-watches");
    }

    static Installed techniques() {
        return ALL;
    }

    private void load(List<Path> jars) throws IOException, ReflectiveOperationException {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        URLClassLoader loader = new URLClassLoader(urls, Technique.class.getClassLoader());
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile(), false)) {
                // Libraries that a bundle holds may be there in part.
                for (String entry : file.stream().map(Object::toString)
                        .filter(e -> e.startsWith("org/fascicle/") && e.endsWith(".class"))
                        .sorted().toList()) {
                    Class<?> type = Class.forName(entry.replace('/', '.').replaceAll("\\.class$", ""), false, loader);
                    if (type.isRecord() && type.isAnnotationPresent(Technique.class)) {
                        types.add(TechniqueType.of(type));
                    }
                }
            }
        }
    }

    @Override
    public Collection<TechniqueType> all() {
        return types;
    }

    @Override
    public TechniqueType find(Kind kind, String name, String range) {
        return types.stream().filter(type -> type.kind() == kind && type.qualifiedName().equals(name)).findFirst()
                .orElseThrow(() -> new InputException("there is no " + kind + " " + name));
    }

    List<TechniqueType> of(Kind kind) {
        return types.stream().filter(type -> type.kind() == kind).collect(Collectors.toList());
    }
}

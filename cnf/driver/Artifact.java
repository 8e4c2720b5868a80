package org.fascicle.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;

import aQute.bnd.osgi.Instructions;

/** A bundle as others get it from a Maven repository. */
record Artifact(Module module, Path jar, Manifest manifest, Coordinates coordinates) {
    /** The bundles of some projects that are released: the property {@code released} names them. */
    static List<Artifact> released(Iterable<Module> modules) throws Exception {
        List<Artifact> found = new ArrayList<>();
        for (Module module : modules) {
            Instructions released = new Instructions(module.property("released", "*"));
            for (Path jar : module.jars()) {
                Manifest manifest = BundleInfo.of(jar);
                String name = BundleInfo.symbolicName(manifest);
                if (released.matches(name)) {
                    found.add(new Artifact(module, jar, manifest, Coordinates.ours(name, BundleInfo.version(manifest))));
                }
            }
        }
        return found;
    }

    String name() {
        return coordinates.artifact();
    }

    String header(String name) {
        String value = manifest.getMainAttributes().getValue(name);
        return value == null ? "" : value;
    }

    /** What it says of itself; a bundle that is released says something. */
    String description() {
        if (header("Bundle-Description").isBlank()) {
            throw new BuildFailure("publish: %s has no Bundle-Description", name());
        }
        return header("Bundle-Description");
    }

    /** The folders with classes in it: packages, with slashes. */
    Set<String> packages() throws IOException {
        Set<String> packages = new TreeSet<>();
        try (ZipFile opened = new ZipFile(jar.toFile())) {
            opened.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class") && name.contains("/"))
                    .forEach(name -> packages.add(name.substring(0, name.lastIndexOf('/'))));
        }
        return packages;
    }
}

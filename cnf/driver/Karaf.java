package org.fascicle.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import aQute.bnd.osgi.Instructions;

/** Writes the archive for Apache Karaf (KAR): a Maven repository of all bundles, and the features, which name them by their coordinates. */
final class Karaf {
    private static final String REPOSITORY = "repository/";
    private static final String MANIFEST = "Manifest-Version: 1.0\r\nKaraf-Feature-Start: false\r\n\r\n";

    private final Path root;
    private final Map<String, byte[]> entries = new TreeMap<>();

    Karaf(Path root) {
        this.root = root;
    }

    /** Writes it, of the bundles of a layout. */
    void write(Layout layout, Path kar) throws Exception {
        entries.put("META-INF/MANIFEST.MF", MANIFEST.getBytes(StandardCharsets.UTF_8));
        Instructions hosted = new Instructions(layout.property("-hosted"));
        List<Path> bundles = new ArrayList<>();
        for (Path jar : layout.bundles()) {
            if (!hosted.matches(BundleInfo.symbolicName(manifest(jar)))) {
                bundles.add(jar);
            }
        }
        String version = BundleInfo.version(manifest(layout.exposed().get(0)));
        String features = Files.readString(root.resolve("app/karaf.xml")).replace("${version}", version)
                .replace("${bundles}\n", lines(bundles)).replace("${commands}\n", lines(layout.jars("-commands")))
                .replace("${dashboard}\n", lines(layout.jars("-dashboard")));
        entries.put(REPOSITORY + "org/fascicle/fascicle-features/" + version + "/fascicle-features-" + version + "-features.xml",
                features.getBytes(StandardCharsets.UTF_8));
        Zip.write(entries, kar);
    }

    private String lines(List<Path> bundles) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path jar : bundles) {
            Manifest manifest = manifest(jar);
            String name = BundleInfo.symbolicName(manifest);
            boolean ours = name.startsWith("fascicle.");
            Coordinates coordinates = ours ? Coordinates.ours(name, BundleInfo.version(manifest)) : fetched(jar);
            entries.put(REPOSITORY + coordinates.file(".jar"), Files.readAllBytes(jar));
            // one of others is left out where the host has one that will do
            lines.append("        <bundle").append(ours ? "" : " dependency=\"true\"").append(">mvn:")
                    .append(String.join("/", coordinates.group(), coordinates.artifact(), coordinates.version()))
                    .append("</bundle>\n");
        }
        return lines.toString();
    }

    private Coordinates fetched(Path jar) throws IOException {
        Coordinates found = Coordinates.fetched(root, jar);
        if (found == null) {
            throw new BuildFailure("embed: %s is not in cnf/pom.xml", jar.getFileName());
        }
        return found;
    }

    private static Manifest manifest(Path jar) throws IOException {
        try (JarFile opened = new JarFile(jar.toFile(), false)) {
            return opened.getManifest();
        }
    }
}

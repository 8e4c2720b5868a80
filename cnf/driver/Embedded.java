package org.fascicle.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Lays out what other applications embed: the bundles, for a framework of their own; one jar for plain Java, which hides a framework
 * and the bundles from the application, and shows it the api; an archive for Apache Karaf.
 */
final class Embedded {
    private static final String ROOT = "META-INF/fascicle/";
    private static final String OUTER = "org/fascicle/embedded/";
    private static final String INNER = OUTER + "inside/";
    static final String JAR = "fascicle-embedded.jar";
    private static final String KAR = "fascicle.kar";

    private final Modules modules;
    private final Map<String, byte[]> entries = new TreeMap<>();

    Embedded(Modules modules) {
        this.modules = modules;
    }

    String run() throws Exception {
        Module app = modules.get("app");
        Path file = app.base.resolve("embedded.bndrun");
        Path folder = app.generated.resolve("embedded");
        Layout layout = new Layout(modules, file);
        List<Path> hidden = layout.copyTo(folder);
        Path jar = folder.resolve(JAR);
        Stamp stamp = app.stamp("embedded");
        String fingerprint = new Fingerprint().tree(folder, path -> !path.endsWith(JAR) && !path.endsWith(KAR)).tree(app.bin)
                .content(file).content(app.base.resolve("karaf.xml")).path(layout.jars("-commands"))
                .path(layout.jars("-dashboard")).hex();
        if (!stamp.holds(fingerprint) || !Files.isRegularFile(jar) || !Files.isRegularFile(folder.resolve(KAR))) {
            stamp.delete();
            collect(layout, hidden, folder, app.bin);
            Zip.write(entries, jar);
            new Karaf(modules.root).write(layout, folder.resolve(KAR));
            stamp.write(fingerprint, List.of());
        }
        return (hidden.size() + layout.exposed().size()) + " bundles in " + modules.root.relativize(folder) + ", "
                + (Files.size(jar) >> 20) + " MB in " + JAR;
    }

    private void collect(Layout layout, List<Path> hidden, Path folder, Path classes) throws Exception {
        TreeSet<String> packages = new TreeSet<>();
        String version = "";
        for (Path exposed : layout.exposed()) {
            packages.addAll(Layout.exports(exposed).keySet());
            copy(exposed, "", name -> !name.startsWith("META-INF/") && !name.startsWith("OSGI-OPT/"));
            try (JarFile opened = new JarFile(exposed.toFile(), false)) {
                version = version.isEmpty() ? BundleInfo.version(opened.getManifest()) : version;
            }
        }
        entries.put("META-INF/MANIFEST.MF", ("Manifest-Version: 1.0\r\nAutomatic-Module-Name: org.fascicle.embedded\r\n"
                + "Implementation-Title: fascicle-embedded\r\nImplementation-Version: " + version + "\r\n\r\n").getBytes());
        entries.put("META-INF/LICENSE", Files.readAllBytes(modules.root.resolve("LICENSE")));
        entries.put(ROOT + "packages", String.join("\n", packages).getBytes());
        for (Path each : Fingerprint.files(classes, path -> path.startsWith(OUTER))) {
            String name = classes.relativize(each).toString();
            entries.put((name.startsWith(INNER) ? ROOT + "hidden/" : "") + name, Files.readAllBytes(each));
        }
        copy(folder.resolve("lib/launcher.jar"), ROOT + "hidden/", name -> !name.equals("META-INF/MANIFEST.MF"));
        copy(folder.resolve("lib/framework.jar"), ROOT + "hidden/", name -> !name.equals("META-INF/MANIFEST.MF"));
        entries.put(ROOT + "installation/installation.json", Files.readAllBytes(folder.resolve("installation.json")));
        for (Path bundle : hidden) {
            entries.put(ROOT + "installation/" + folder.relativize(bundle), Files.readAllBytes(bundle));
        }
    }

    /** The wanted files of a jar. */
    private void copy(Path jar, String to, Predicate<String> wanted) throws IOException {
        try (ZipFile opened = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : opened.stream().toList()) {
                if (!entry.isDirectory() && wanted.test(entry.getName())) {
                    entries.put(to + entry.getName(), opened.getInputStream(entry).readAllBytes());
                }
            }
        }
    }
}

package org.fascicle.build;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Lays out what other applications embed: the bundles, for a framework of their own, and one jar for plain Java, which hides a
 * framework and the bundles from the application, and shows it the api.
 */
final class Embedded {
    private static final String ROOT = "META-INF/fascicle/";
    private static final String OUTER = "org/fascicle/embedded/";
    private static final String INNER = OUTER + "inside/";
    /** The time of every entry, so that the same input makes the same jar. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

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
        Path jar = folder.resolve("fascicle-embedded.jar");
        Stamp stamp = app.stamp("embedded");
        String fingerprint = new Fingerprint().tree(folder, path -> !path.endsWith(jar.getFileName())).tree(app.bin).hex();
        if (!stamp.holds(fingerprint) || !Files.isRegularFile(jar)) {
            stamp.delete();
            collect(layout, hidden, folder, app.bin);
            write(jar);
            stamp.write(fingerprint, List.of());
        }
        return (hidden.size() + layout.exposed().size()) + " bundles in " + modules.root.relativize(folder) + ", " + (Files.size(jar) >> 20) + " MB in " + jar.getFileName();
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

    private void write(Path jar) throws IOException {
        Path temporary = jar.resolveSibling(jar.getFileName() + ".new");
        Map<String, byte[]> ordered = new LinkedHashMap<>();
        ordered.put("META-INF/MANIFEST.MF", entries.get("META-INF/MANIFEST.MF"));
        ordered.putAll(entries);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(temporary)); ZipOutputStream out = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> each : ordered.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setTimeLocal(TIME);
                if (each.getKey().endsWith(".jar")) {
                    store(entry, each.getValue());
                }
                out.putNextEntry(entry);
                out.write(each.getValue());
            }
        }
        Files.move(temporary, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is compressed already is not compressed again. */
    private static void store(ZipEntry entry, byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
    }
}

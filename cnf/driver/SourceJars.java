package org.fascicle.build;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.spi.ToolProvider;

/** Makes the jars with the sources of a bundle, and with its Javadoc, by the JDK's own tool. */
final class SourceJars {
    private static final String NOTHING = " holds no Java sources of Fascicle's: it packs native code, or the classes of others, "
            + "whose licences are in it.\n";
    /** What a small bundle's pages do without. */
    private static final List<String> SMALL = List.of("-noindex", "-nohelp", "-notree", "-nodeprecatedlist");

    private final Path root;
    private final Modules modules;

    SourceJars(Modules modules) {
        this.modules = modules;
        this.root = modules.root;
    }

    /** The sources of some packages: of each file its path in the jar, and where it lies. */
    Map<String, Path> sources(Collection<String> packages) throws Exception {
        Map<String, Path> found = new TreeMap<>();
        for (Module module : modules.all()) {
            for (Path sources : module.sources()) {
                for (String each : packages) {
                    for (Path file : Fingerprint.files(sources.resolve(each), path -> path.getNameCount() == 1)) {
                        found.put(each + "/" + file.getFileName(), file);
                    }
                }
            }
        }
        return found;
    }

    /** The jar of sources. */
    byte[] jar(String name, Map<String, Path> sources) throws IOException {
        Map<String, byte[]> entries = entries(name, sources.isEmpty());
        for (Map.Entry<String, Path> each : sources.entrySet()) {
            entries.put(each.getKey(), Files.readAllBytes(each.getValue()));
        }
        return Zip.bytes(entries);
    }

    /**
     * The jar of Javadoc, kept in a project's folder of what is made until a source changes.
     *
     * @param path what the sources compile against
     * @param whole with an index and a search, for those that others program against
     */
    byte[] javadoc(Module module, Coordinates of, Map<String, Path> sources, List<Path> path, boolean whole) throws Exception {
        Stamp stamp = module.stamp("javadoc-" + of.artifact());
        Path kept = module.generated.resolve("javadoc").resolve(of.artifact() + ".jar");
        Fingerprint inputs = new Fingerprint().text(of.toString()).text(System.getProperty("java.version")).text(whole + "");
        for (Map.Entry<String, Path> each : sources.entrySet()) {
            inputs.text(each.getKey()).content(each.getValue());
        }
        String fingerprint = inputs.hex();
        if (!stamp.holds(fingerprint) || !Files.isRegularFile(kept)) {
            stamp.delete();
            Files.createDirectories(kept.getParent());
            Files.write(kept, javadoc(of, sources, path, whole, Forked.words(module.property("javac.options", ""))));
            stamp.write(fingerprint, List.of());
        }
        return Files.readAllBytes(kept);
    }

    private byte[] javadoc(Coordinates of, Map<String, Path> sources, List<Path> path, boolean whole, List<String> options)
            throws Exception {
        List<String> files = sources.values().stream().map(Path::toString).filter(file -> file.endsWith(".java")).toList();
        Map<String, byte[]> entries = entries(of.artifact(), files.isEmpty());
        if (!files.isEmpty()) {
            Path folder = Files.createTempDirectory("javadoc");
            try {
                run(of, files, path, whole, options, folder);
                for (Path file : Fingerprint.files(folder, each -> true)) {
                    entries.put(folder.relativize(file).toString(), Files.readAllBytes(file));
                }
            } finally {
                Trees.delete(folder);
            }
        }
        return Zip.bytes(entries);
    }

    private void run(Coordinates of, List<String> files, List<Path> path, boolean whole, List<String> options,
            Path folder) {
        String title = of.artifact() + " " + of.version();
        List<String> words =
                new ArrayList<>(List.of("-d", folder.toString(), "-quiet", "-notimestamp", "-Xdoclint:none", "--release",
                        "17", "-encoding", "UTF-8", "-charset", "UTF-8", "-docencoding", "UTF-8", "-locale", "en", "-package",
                        "-windowtitle",
                        title, "-doctitle", title, "-classpath", Forked.path(path)));
        words.addAll(options);
        words.addAll(whole ? List.of() : SMALL);
        if (whole) {
            words.set(words.indexOf("-package"), "-protected");
        }
        words.addAll(files);
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        ToolProvider javadoc = ToolProvider.findFirst("javadoc")
                .orElseThrow(() -> new BuildFailure("publish: this Java has no javadoc: a JDK is needed"));
        if (javadoc.run(out, out, words.toArray(String[]::new)) != 0) {
            throw new BuildFailure("publish: javadoc of %s:\n%s", of.artifact(), said.toString().replace(root + "/", ""));
        }
    }

    private Map<String, byte[]> entries(String name, boolean nothing) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        entries.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        entries.put("META-INF/LICENSE", Files.readAllBytes(root.resolve("LICENSE")));
        if (nothing) {
            entries.put("README.txt", (name + NOTHING).getBytes(StandardCharsets.UTF_8));
        }
        return entries;
    }

    /** What the sources of a bundle compile against: other projects' classes too, whose packages it may hold. */
    List<Path> path(Module module, Map<String, Path> sources) throws Exception {
        Set<Path> path = new LinkedHashSet<>(List.of(module.bin));
        path.addAll(module.buildPath());
        for (Module other : modules.all()) {
            for (Path folder : other.sources()) {
                if (other != module && sources.values().stream().anyMatch(file -> file.startsWith(folder))) {
                    path.add(other.bin);
                    path.addAll(other.buildPath());
                }
            }
        }
        return List.copyOf(path);
    }
}

package org.fascicle.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import aQute.bnd.build.Container;
import aQute.bnd.build.Run;
import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.Instructions;
import aQute.bnd.service.Strategy;
import aQute.bnd.version.Version;
import aQute.lib.json.JSONCodec;

/** Lays an installation out from a .bndrun: its -runbundles, the framework of its -runfw, the launcher, and the list that the launcher reads. */
final class Layout {
    private final Modules modules;
    private final Path file;
    private final Run run;
    private final Map<String, Path> built;

    Layout(Modules modules, Path file) throws Exception {
        this.modules = modules;
        this.file = file;
        run = new Run(modules.workspace, file.toFile());
        built = BuiltIndex.jars(modules);
    }

    String property(String key) {
        return run.getProperty(key, "");
    }

    /**
     * Brings an installation that stands for itself up to date, copies of all jars in it, and gives the bundles of its list. Those of
     * -exposed, an instruction of our own, are copied and not in the list: the framework itself offers their packages.
     */
    List<Path> copyTo(Path folder) throws Exception {
        Files.createDirectories(folder);
        // As whoever installs does: what a process changes in this moment is not lost.
        try (FileChannel lock = FileChannel.open(folder.resolve("installation.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            lock.lock();
            return laidOut(folder);
        }
    }

    private List<Path> laidOut(Path folder) throws Exception {
        Path bundles = Files.createDirectories(folder.resolve("bundles"));
        Path lib = Files.createDirectories(folder.resolve("lib"));
        Path sums = folder.resolveSibling("sums").resolve(folder.getFileName());
        Files.createDirectories(sums);
        Map<String, Object> before = before(folder);
        List<Object> list = new ArrayList<>(added(before));
        List<String> hidden = new ArrayList<>(removed(before));
        list.forEach(entry -> hidden.add(id(entry)));
        List<Path> listed = new ArrayList<>();
        Set<Path> kept = new LinkedHashSet<>();
        List<Path> exposed = exposed();
        for (Path jar : jars(List.of())) {
            Map<String, Object> entry = entry(jar);
            Path copy = copy(jar, bundles.resolve(entry.get("name") + "-" + entry.get("version") + ".jar"));
            kept.add(copy);
            if (!exposed.contains(jar) && !hidden.contains(id(entry))) {
                entry.put("file", "bundles/" + copy.getFileName());
                entry.put("sha256", sha256(copy, sums));
                list.add(entry);
                listed.add(copy);
            }
        }
        kept.add(copy(launcher(), lib.resolve("launcher.jar")));
        kept.add(copy(framework(), lib.resolve("framework.jar")));
        list(folder, list, before.getOrDefault("trust", "pinned"), removed(before), before);
        for (Path old : Fingerprint.files(folder,
                p -> p.getNameCount() == 2 && !p.startsWith("plugins") && !p.startsWith("added")
                        && p.toString().endsWith(".jar"))) {
            if (!kept.contains(old)) {
                Files.delete(old);
            }
        }
        return listed;
    }

    /** The jars of -exposed. */
    List<Path> exposed() throws Exception {
        return jars("-exposed");
    }

    /** The jars of the bundles that a property names. */
    List<Path> jars(String key) throws Exception {
        List<Path> jars = new ArrayList<>();
        for (String name : new Parameters(property(key)).keySet()) {
            jars.add(find(name, null));
        }
        return jars;
    }

    /** The jars of the -runbundles, where they come from. */
    Set<Path> bundles() throws Exception {
        return jars(List.of());
    }

    /** The packages that a bundle exports, with their attributes. */
    static Map<String, Attrs> exports(Path bundle) throws IOException {
        try (JarFile opened = new JarFile(bundle.toFile(), false)) {
            return new Parameters(opened.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE));
        }
    }

    /** Writes an installation whose list names the jars where they are, with more bundles by name; gives its class path. */
    List<Path> referTo(Path folder, List<String> more) throws Exception {
        Files.createDirectories(folder);
        List<Object> list = new ArrayList<>();
        for (Path jar : jars(more)) {
            Map<String, Object> entry = entry(jar);
            entry.put("file", jar.toString());
            list.add(entry);
        }
        // The tests install what they like.
        list(folder, list, "any", List.of(), Map.of());
        return List.of(launcher(), framework());
    }

    /** The list as it is: what users have added or taken out, and the trust that they chose, outlives a new layout. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> before(Path folder) throws Exception {
        Path list = folder.resolve("installation.json");
        return Files.isRegularFile(list) ? (Map<String, Object>) new JSONCodec().dec().from(list.toFile()).get() : Map.of();
    }

    private static List<Object> added(Map<String, Object> before) {
        return ((List<?>) before.getOrDefault("bundles", List.of())).stream()
                .filter(entry -> Boolean.TRUE.equals(((Map<?, ?>) entry).get("added"))).map(entry -> (Object) entry).toList();
    }

    private static List<String> removed(Map<String, Object> before) {
        return ((List<?>) before.getOrDefault("removed", List.of())).stream().map(String::valueOf).toList();
    }

    private static String id(Object entry) {
        return ((Map<?, ?>) entry).get("name") + " " + ((Map<?, ?>) entry).get("version");
    }

    private void list(Path folder, List<Object> list, Object trust, List<String> removed, Map<String, Object> before)
            throws Exception {
        Map<String, Object> installation = new LinkedHashMap<>();
        installation.put("fascicle", 1);
        installation.put("trust", trust);
        installation.put("framework", frameworkProperties());
        installation.put("bundles", list);
        if (!removed.isEmpty()) {
            installation.put("removed", removed);
        }
        if (before.containsKey("repositories")) {
            installation.put("repositories", before.get("repositories"));
        }
        Path temporary = folder.resolve("installation.json.new");
        Files.writeString(temporary, new JSONCodec().enc().indent("  ").put(installation).toString() + "\n");
        Files.move(temporary, folder.resolve("installation.json"), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** The jars of the -runbundles, and of the named bundles. */
    private Set<Path> jars(List<String> more) throws Exception {
        Set<Path> jars = new LinkedHashSet<>();
        for (Map.Entry<String, Attrs> clause : run.getMergedParameters(Constants.RUNBUNDLES).entrySet()) {
            jars.add(find(clause.getKey(), clause.getValue().getVersion()));
        }
        if (jars.isEmpty()) {
            throw new BuildFailure("%s: no -runbundles; `./build resolve --write` writes them", modules.root.relativize(file));
        }
        for (String name : more) {
            jars.add(find(name, null));
        }
        return jars;
    }

    private Path find(String name, String range) throws Exception {
        Path own = range == null ? newest(name) : built.get(name + " " + exact(range));
        return own != null ? own : fetched(run.getBundle(name, range, Strategy.HIGHEST, null));
    }

    /** The highest version of a bundle of the workspace; null if it has none of that name. */
    private Path newest(String name) {
        return built.keySet().stream().filter(each -> each.startsWith(name + " "))
                .max(Comparator.comparing(each -> Version.parseVersion(each.substring(name.length() + 1))))
                .map(built::get).orElse(null);
    }

    /** The version in a range that bnd's resolver writes, {@code [1.2.3,1.2.4)}. */
    private static String exact(String range) {
        return range.replaceAll("^\\[|,.*$", "");
    }

    private Path framework() throws Exception {
        List<Container> found = new ArrayList<>(run.getRunFw());
        if (found.size() != 1) {
            throw new BuildFailure("%s: -runfw has to name one framework, and names %s", modules.root.relativize(file), found);
        }
        return fetched(found.get(0));
    }

    private Path fetched(Container container) {
        if (container == null || container.getError() != null) {
            throw new BuildFailure("%s: %s", modules.root.relativize(file),
                    container == null ? "no bundle" : container.getError());
        }
        return container.getFile().toPath();
    }

    private Path launcher() {
        Path jar = newest("fascicle.launcher");
        if (jar == null) {
            throw new BuildFailure("%s: there is no jar fascicle.launcher in the workspace; `./build jar app` builds it",
                    modules.root.relativize(file));
        }
        return jar;
    }

    private Map<String, String> frameworkProperties() throws Exception {
        Map<String, String> properties = new LinkedHashMap<>(run.getRunProperties());
        Parameters packages = new Parameters(property(Constants.RUNSYSTEMPACKAGES));
        for (Path exposed : exposed()) {
            exports(exposed)
                    .forEach((name, attributes) -> packages.put(name, Attrs.create("version", attributes.get("version"))));
        }
        if (!packages.isEmpty()) {
            properties.put("org.osgi.framework.system.packages.extra", packages.toString());
        }
        String capabilities = run.getProperty(Constants.RUNSYSTEMCAPABILITIES);
        if (capabilities != null) {
            properties.put("org.osgi.framework.system.capabilities.extra", capabilities);
        }
        return properties;
    }

    private Map<String, Object> entry(Path jar) throws Exception {
        Manifest manifest;
        try (JarFile opened = new JarFile(jar.toFile(), false)) {
            manifest = opened.getManifest();
        }
        String name = BundleInfo.symbolicName(manifest);
        if (name == null) {
            throw new BuildFailure("%s is no bundle: its manifest has no Bundle-SymbolicName", jar.getFileName());
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("version", BundleInfo.version(manifest));
        // -runlazy, an instruction of our own: these are installed, and the application starts them when it needs them
        Instructions instructions = new Instructions(run.getProperty("-runlazy", ""));
        boolean lazy = !instructions.isEmpty() && instructions.matches(name);
        entry.put("start", !BundleInfo.isFragment(manifest) && !lazy);
        return entry;
    }

    /** Copies a file unless the target has its size and time already; running processes keep the file that they have open. */
    private static Path copy(Path from, Path to) throws IOException {
        if (!Files.exists(to) || Files.size(from) != Files.size(to)
                || !Files.getLastModifiedTime(from).equals(Files.getLastModifiedTime(to))) {
            Path temporary = to.resolveSibling(to.getFileName() + ".new");
            Files.copy(from, temporary, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return to;
    }

    /** A file's digest, remembered as long as the file's size and time stay the same: some are large. */
    private static String sha256(Path file, Path sums) throws Exception {
        Stamp known = new Stamp(sums.resolve(file.getFileName() + ".sha256"));
        String fingerprint = new Fingerprint().stat(file).hex();
        if (!known.holds(fingerprint)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            try (InputStream in = Files.newInputStream(file)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            }
            known.write(fingerprint, List.of(HexFormat.of().formatHex(digest.digest())));
        }
        return known.made().get(0);
    }
}

package org.fascicle.build;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import aQute.bnd.header.Attrs;
import aQute.bnd.osgi.Instructions;
import aQute.lib.json.JSONCodec;

/**
 * Puts its contract into each bundle with techniques, derived by the conformance kit, and compares it with that of the last
 * release, which lies in the folder {@code contracts} of the project. A version that is too low for what has changed is an
 * error.
 */
final class Contracts {
    static final String ENTRY = "OSGI-INF/fascicle/contract.json";

    private static final String FOLDER = "contracts";
    private static final String TOOL = "org.fascicle.tck.contract.ForBuilds";
    private static final String REFERENCE = "org.fascicle.backend.reference.ReferenceBackend";
    /** The projects that the tool's classes are in. */
    static final List<String> TOOL_PROJECTS = List.of("api", "core", "backend-reference", "tck");

    private final List<Path> toolPath;
    private final String toolFingerprint;
    private Object tool;

    /** Contracts that are derived by the classes of a workspace; they must have been compiled. */
    static Contracts of(Modules modules) throws Exception {
        Set<Path> path = new LinkedHashSet<>();
        for (String name : TOOL_PROJECTS) {
            Module module = modules.get(name);
            path.add(module.bin);
            // what the reference runs with, its tests run with
            path.addAll(module.testPath());
        }
        return new Contracts(List.copyOf(path));
    }

    Contracts(List<Path> toolPath) throws IOException {
        this.toolPath = toolPath;
        this.toolFingerprint = new Fingerprint().path(toolPath).hex();
    }

    /** The stamp of the contracts in a project's jars: whoever makes the jars anew must delete it. */
    static Stamp stamp(Module module) {
        return module.stamp("contracts");
    }

    /** Whether a project's jars offer techniques that are released. */
    static boolean concerns(Module module) throws Exception {
        return !jars(module).isEmpty();
    }

    /** The jars of a project with techniques that are released: the property {@code released} names the bundles. */
    private static List<Path> jars(Module module) throws Exception {
        Instructions released = new Instructions(module.property("released", "*"));
        List<Path> jars = new ArrayList<>();
        for (Path jar : module.jars()) {
            if (released.matches(name(jar)) && !Techniques.announced(jar).isEmpty()) {
                jars.add(jar);
            }
        }
        return jars;
    }

    /** Brings the contracts in a project's jars up to date and says whether there was anything to do. */
    boolean run(Module module) throws Exception {
        Path released = module.base.resolve(FOLDER);
        String fingerprint = new Fingerprint()
                .text(toolFingerprint).content(module.stamp("jar").file()).tree(released).hex();
        if (stamp(module).holds(fingerprint)) {
            return false;
        }
        stamp(module).delete();
        List<String> problems = new ArrayList<>();
        for (Path jar : jars(module)) {
            problems.addAll(keep(jar, released));
        }
        if (!problems.isEmpty()) {
            throw new BuildFailure("contract: %s:\n  %s", module, String.join("\n  ", problems));
        }
        stamp(module).write(fingerprint, List.of());
        return true;
    }

    /** Puts the contract into a jar, if it offers techniques, and says what is wrong with its version. */
    List<String> keep(Path jar, Path releases) throws Exception {
        List<Attrs> techniques = Techniques.announced(jar);
        if (techniques.isEmpty()) {
            return List.of();
        }
        String present = derive(jar, techniques);
        if (!present.equals(contract(jar))) {
            put(jar, present);
        }
        Path released = file(jar, releases);
        return Files.isRegularFile(released) ? problems(Files.readString(released), present) : List.of();
    }

    /**
     * Makes the contracts in a project's jars those of the last release. One that was released in the same version stays.
     *
     * @param only symbolic names of bundles, or their ends after a dot; none for all
     * @return how many were written
     */
    static int release(Module module, List<String> only) throws Exception {
        int written = 0;
        List<String> missing = new ArrayList<>(only);
        for (Path jar : jars(module)) {
            String present = contract(jar);
            String name = name(jar);
            boolean named = only.isEmpty() || only.stream().anyMatch(one -> isNamed(name, one));
            missing.removeIf(one -> isNamed(name, one) && present != null);
            if (present == null || !named) {
                continue;
            }
            Path file = file(jar, module.base.resolve(FOLDER));
            if (!Files.isRegularFile(file) || !version(Files.readString(file)).equals(version(present))) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, present);
                written++;
            }
        }
        if (!missing.isEmpty()) {
            throw new BuildFailure("release: %s has no bundle %s with techniques", module, String.join(", ", missing));
        }
        return written;
    }

    private static boolean isNamed(String bundle, String name) {
        return bundle.equals(name) || bundle.endsWith("." + name);
    }

    /** The contract in a jar; null if there is none. */
    static String contract(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            ZipEntry entry = file.getEntry(ENTRY);
            return entry == null ? null : new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path file(Path jar, Path releases) throws IOException {
        return releases.resolve(name(jar) + ".json");
    }

    private static String name(Path jar) throws IOException {
        return BundleInfo.symbolicName(manifest(jar));
    }

    private static Manifest manifest(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            return file.getManifest();
        }
    }

    private static Object version(String contract) throws Exception {
        return ((Map<?, ?>) new JSONCodec().dec().from(contract).get()).get("version");
    }

    private String derive(Path jar, List<Attrs> techniques) throws Exception {
        List<Map<String, String>> plain = new ArrayList<>();
        for (Attrs each : techniques) {
            Map<String, String> attributes = new HashMap<>(Map.of("version", String.valueOf(each.getTyped("version"))));
            for (String name : List.of("kind", "namespace", "name", "class")) {
                attributes.put(name, each.get(name));
            }
            plain.add(attributes);
        }
        Manifest manifest = manifest(jar);
        Object derivation = tool();
        try (URLClassLoader loader = new URLClassLoader(urls(List.of(jar)), derivation.getClass().getClassLoader())) {
            return (String) call("derive", BundleInfo.symbolicName(manifest), BundleInfo.version(manifest), plain, loader);
        }
    }

    @SuppressWarnings("unchecked")
    private List<String> problems(String released, String present) throws Exception {
        return (List<String>) call("problems", released, present);
    }

    private Object call(String method, Object... arguments) throws Exception {
        Object called = tool();
        for (Method each : called.getClass().getMethods()) {
            if (each.getName().equals(method)) {
                try {
                    return each.invoke(called, arguments);
                } catch (InvocationTargetException e) {
                    throw new BuildFailure("contract: %s", e.getCause().getMessage());
                }
            }
        }
        throw new NoSuchMethodException(method);
    }

    /** The kit's part, in a loader of its own: the build compiles it, and may have compiled it anew. */
    private Object tool() throws Exception {
        if (tool == null) {
            URLClassLoader loader = new URLClassLoader(urls(toolPath), ClassLoader.getPlatformClassLoader());
            tool = loader.loadClass(TOOL).getConstructor(String.class).newInstance(REFERENCE);
        }
        return tool;
    }

    private static URL[] urls(List<Path> path) throws MalformedURLException {
        URL[] urls = new URL[path.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = path.get(i).toUri().toURL();
        }
        return urls;
    }

    /** Replaces a jar by a copy with the contract in it; everything else stays as it is, times included. */
    private static void put(Path jar, String contract) throws IOException {
        Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipFile old = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(fresh))) {
            FileTime time = null;
            for (ZipEntry each : Collections.list(old.entries())) {
                time = time == null ? each.getLastModifiedTime() : time;
                if (!each.getName().equals(ENTRY)) {
                    add(out, each.getName(), each.getLastModifiedTime(), old.getInputStream(each).readAllBytes());
                }
            }
            add(out, ENTRY, time, contract.getBytes(StandardCharsets.UTF_8));
        }
        Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void add(ZipOutputStream out, String name, FileTime time, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(time.toMillis());
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}

package org.fascicle.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.fascicle.examples.witness.Snapshot;
import org.fascicle.examples.witness.Witness;

/** Where things are that the build has made, and some that the tests make. The tests run in the project's folder. */
final class Workspace {
    static final Path EXAMPLES = Path.of("embedding").toAbsolutePath();
    /** What an application with a framework of its own takes. */
    static final Path BUNDLES = Path.of("../app/generated/embedded/bundles").toAbsolutePath().normalize();
    /** What an application without one takes. */
    static final Path EMBEDDED = BUNDLES.resolveSibling("fascicle-embedded.jar");
    /** A technique of a third party. */
    static final Path SOFTSIGN = Path.of("../tests/generated/com.example.activation.softsign.jar").toAbsolutePath().normalize();

    private Workspace() {}

    /** A bundle of an example. */
    static Path bundle(String name) {
        return Path.of("generated", name + ".jar").toAbsolutePath();
    }

    /** The jar that a class comes from. */
    static Path jarOf(String className) throws ClassNotFoundException, URISyntaxException {
        return Path.of(Class.forName(className, false, Workspace.class.getClassLoader()).getProtectionDomain().getCodeSource()
                .getLocation().toURI());
    }

    /** The bundle that watches the process. */
    static Path witness(Path folder) throws IOException {
        Path jar = Files.createDirectories(folder).resolve("witness.jar");
        pack(jar, "witness", List.of(Witness.class, Snapshot.class), "org.osgi.framework");
        return jar;
    }

    /** Writes a bundle of some classes of the tests; the first is its activator. */
    static void pack(Path jar, String name, List<Class<?>> classes, String imports) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue("Bundle-Activator", classes.get(0).getName());
        headers.putValue("Import-Package", imports);
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Class<?> type : classes) {
                String path = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new ZipEntry(path));
                try (InputStream in = type.getResourceAsStream("/" + path)) {
                    in.transferTo(out);
                }
            }
        }
    }

    /** A digest of all parameters in an archive: equal if they are equal to the bit. */
    static String weights(Path archive) throws Exception {
        try (ZipFile zip = new ZipFile(archive.toFile());
                InputStream in = zip.getInputStream(zip.getEntry("weights.safetensors"))) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
        }
    }
}

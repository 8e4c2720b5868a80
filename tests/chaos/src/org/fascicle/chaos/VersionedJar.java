package org.fascicle.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A technique's bundle in any version: in each it computes the same. */
final class VersionedJar {
    private VersionedJar() {}

    /** The bytes of a jar that differs from another in the version of its bundle and of its technique. */
    static byte[] of(Path original, String version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarInputStream in = new JarInputStream(Files.newInputStream(original))) {
            Manifest manifest = in.getManifest();
            Attributes headers = manifest.getMainAttributes();
            String before = headers.getValue("Bundle-Version");
            headers.putValue("Bundle-Version", version);
            headers.putValue("Provide-Capability",
                    headers.getValue("Provide-Capability").replace('"' + before + '"', '"' + version + '"'));
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        return bytes.toByteArray();
    }
}

package org.fascicle.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** What a manifest says of its bundle. */
final class BundleInfo {
    private BundleInfo() {}

    /** The symbolic name, or null if the jar is no bundle. */
    static String symbolicName(Manifest manifest) {
        String header = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
        return header == null ? null : header.split(";", 2)[0].trim();
    }

    static String version(Manifest manifest) {
        String header = manifest.getMainAttributes().getValue("Bundle-Version");
        return header == null ? "0.0.0" : header.trim();
    }

    static boolean isFragment(Manifest manifest) {
        return manifest.getMainAttributes().getValue("Fragment-Host") != null;
    }

    /** The manifest of a bundle, or null if the jar is none. */
    static Manifest of(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            return symbolicName(file.getManifest()) == null ? null : file.getManifest();
        }
    }
}

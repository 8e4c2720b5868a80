package org.fascicle.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;

import org.osgi.framework.Constants;

/** A bundle of a third party, which tests change before they write it to a file. */
final class SampleJar {
    static final String BUNDLE = "com.example.activation.softsign";
    static final String TECHNIQUE = "com.example:softsign";
    static final String CLASS = "com/example/activation/softsign/Softsign.class";
    private static final String VERSION = "1.2.0";

    final Map<String, byte[]> entries = new TreeMap<>();
    private final Attributes headers = new Attributes();

    SampleJar() throws IOException {
        try (JarInputStream jar = new JarInputStream(Guest.jar(BUNDLE))) {
            headers.putAll(jar.getManifest().getMainAttributes());
            for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), jar.readAllBytes());
                }
            }
        }
    }

    /** With another header; without it if that is null. */
    SampleJar header(String name, String value) {
        if (value == null) {
            headers.remove(new Attributes.Name(name));
        } else {
            headers.putValue(name, value);
        }
        return this;
    }

    /** With other words in a header. */
    SampleJar header(String name, String words, String others) {
        String before = headers.getValue(name);
        if (!before.contains(words)) {
            throw new IllegalStateException("no " + words + " in " + before);
        }
        return header(name, before.replace(words, others));
    }

    SampleJar name(String name) {
        return header(Constants.BUNDLE_SYMBOLICNAME, name);
    }

    /** Of bundle and technique. */
    SampleJar version(String version) {
        return header(Constants.BUNDLE_VERSION, version)
                .header(Constants.PROVIDE_CAPABILITY, '"' + VERSION + '"', '"' + version + '"');
    }

    SampleJar alsoImports(String package_) {
        return header(Constants.IMPORT_PACKAGE, headers.getValue(Constants.IMPORT_PACKAGE) + "," + package_);
    }

    /** With a package that it imports in another range. */
    SampleJar importing(String package_, String range) {
        return header(Constants.IMPORT_PACKAGE, headers.getValue(Constants.IMPORT_PACKAGE)
                .replaceFirst("(" + package_ + ";version=)\"[^\"]*\"", "$1\"" + range + "\""));
    }

    /** Its bytes, which do not depend on the time; its entries are not compressed. */
    byte[] bytes() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putAll(headers);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(entry(JarFile.MANIFEST_NAME));
            manifest.write(jar);
            jar.closeEntry();
            jar.setMethod(JarOutputStream.STORED);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                JarEntry stored = entry(entry.getKey());
                CRC32 checksum = new CRC32();
                checksum.update(entry.getValue());
                stored.setSize(entry.getValue().length);
                stored.setCrc(checksum.getValue());
                jar.putNextEntry(stored);
                jar.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static JarEntry entry(String name) {
        JarEntry entry = new JarEntry(name);
        entry.setTime(0);
        return entry;
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /** A bundle that exports a package and does nothing. */
    static Path exporting(String name, String package_, Path file) throws IOException {
        SampleJar jar = new SampleJar();
        jar.entries.clear();
        jar.entries.put(package_.replaceFirst(";.*", "").replace('.', '/') + "/nothing", new byte[0]);
        return jar.name(name).header(Constants.PROVIDE_CAPABILITY, null).header(Constants.REQUIRE_CAPABILITY, null)
                .header(Constants.IMPORT_PACKAGE, null).header(Constants.EXPORT_PACKAGE, package_).write(file);
    }

}

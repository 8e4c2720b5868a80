package org.fascicle.build;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a jar of jars and other files; the same entries make the same bytes. */
final class Zip {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private Zip() {}

    /** Writes it, the manifest first if there is one. */
    static void write(Map<String, byte[]> entries, Path file) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(temporary))) {
            write(entries, to);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The same, of one that is kept in memory. */
    static byte[] bytes(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        write(entries, to);
        return to.toByteArray();
    }

    private static void write(Map<String, byte[]> entries, OutputStream to) throws IOException {
        Map<String, byte[]> ordered = new LinkedHashMap<>();
        if (entries.containsKey(MANIFEST)) {
            ordered.put(MANIFEST, entries.get(MANIFEST));
        }
        ordered.putAll(entries);
        try (ZipOutputStream out = new ZipOutputStream(to)) {
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

package org.fascicle.core.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes an archive as a ZIP. Nothing in it depends on the time or the machine. Tensors are stored as they are, not
 * compressed.
 */
final class ArchiveWriter {
    // ZIP has no "no time". At its very first day Java adds a field that depends on the time zone, so a month later.
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final Archive archive;

    ArchiveWriter(Archive archive) {
        this.archive = archive;
    }

    void write(OutputStream out) throws IOException {
        byte[] model = archive.modelJson().getBytes(StandardCharsets.UTF_8);
        byte[] history = Json.pretty(Json.of(archive.history()));
        Map<String, AtomicFile.Content> contents = new LinkedHashMap<>();
        contents.put(Entries.MODEL, to -> to.write(model));
        contents.put(Entries.WEIGHTS, to -> new SafetensorsWriter(archive.weights()).write(to));
        contents.put(Entries.TRAINING, to -> new SafetensorsWriter(archive.training()).write(to));
        contents.put(Entries.HISTORY, to -> to.write(history));
        Map<String, Measured> measures = new LinkedHashMap<>();
        for (Map.Entry<String, AtomicFile.Content> content : contents.entrySet()) {
            measures.put(content.getKey(), new Measured(content.getValue()));
        }
        byte[] manifest = Json.pretty(manifest(measures));
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        put(zip, Entries.MANIFEST, to -> to.write(manifest), new Measured(to -> to.write(manifest)));
        for (Map.Entry<String, AtomicFile.Content> content : contents.entrySet()) {
            put(zip, content.getKey(), content.getValue(), Objects.requireNonNull(measures.get(content.getKey())));
        }
        zip.finish();
    }

    private static void put(ZipOutputStream zip, String name, AtomicFile.Content content, Measured measured)
            throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(TIME);
        entry.setSize(measured.size);
        entry.setCrc(measured.checksum);
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }

    private ObjectNode manifest(Map<String, Measured> measures) {
        ObjectNode manifest = Json.object();
        manifest.put(Entries.FORMAT, Archive.FORMAT);
        manifest.put(Entries.SEED, archive.seed());
        manifest.put(Entries.STEP, archive.step());
        ObjectNode backend = manifest.putObject(Entries.BACKEND);
        backend.put(Entries.NAME, archive.backend());
        backend.set(Entries.RECORD, Json.of(archive.backendRecord()));
        manifest.putArray(Entries.TECHNIQUES);
        for (TechniqueRecord technique : archive.techniques()) {
            ObjectNode written = manifest.withArray(Entries.TECHNIQUES).addObject()
                    .put(Entries.KIND, technique.kind().toString())
                    .put(Entries.NAME, technique.name())
                    .put(Entries.VERSION, technique.version())
                    .put(Entries.BUNDLE, technique.bundle())
                    .put(Entries.SHA256, technique.sha256());
            Map<String, Object> defaults = technique.defaults();
            if (defaults != null) {
                written.put(Entries.BUNDLE_VERSION, technique.bundleVersion()).set(Entries.DEFAULTS, Json.of(defaults));
            }
        }
        manifest.set(Entries.EXTRA, Json.of(archive.extra()));
        ObjectNode entries = manifest.putObject(Entries.ENTRIES);
        measures.forEach((name, measured) -> entries.putObject(name).put(Entries.SIZE, measured.size).put(Entries.SHA256,
                measured.digest));
        return manifest;
    }

    /** What ZIP and the manifest must know of an entry before it is written. */
    private static final class Measured {
        final long size;
        final long checksum;
        final String digest;

        Measured(AtomicFile.Content content) throws IOException {
            MessageDigest sha256 = Digests.sha256();
            CRC32 crc = new CRC32();
            Counter counter = new Counter();
            content.writeTo(new DigestOutputStream(new CheckedOutputStream(counter, crc), sha256));
            this.size = counter.count;
            this.checksum = crc.getValue();
            this.digest = Digests.hex(sha256.digest());
        }
    }

    /** Counts bytes and keeps none. */
    private static final class Counter extends OutputStream {
        long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            count += length;
        }
    }
}

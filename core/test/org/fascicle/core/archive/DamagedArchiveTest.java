package org.fascicle.core.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedArchiveTest {
    private static final String REMEDY = ". Use another copy of it; this one cannot be trusted";

    @TempDir
    private Path folder;
    private Path file;
    private byte[] intact;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("m.fascicle");
        ArchiveTest.sample().write(file);
        intact = Files.readAllBytes(file);
    }

    @Test
    void whatIsNoArchive() throws IOException {
        assertMessage(folder.resolve("none"), "there is no such archive");
        assertMessage(folder, "this is a folder, not an archive");
        Files.writeString(file, "{ \"fascicle\": 1 }");
        assertMessage("this is no archive of Fascicle, or its end is missing" + REMEDY);
        Files.write(file, new byte[0]);
        assertMessage("this is no archive of Fascicle, or its end is missing" + REMEDY);
        String foreign =
                "this is no archive of Fascicle: it has no manifest.json. Files of other systems are read by 'fascicle import'";
        zip(Map.of("readme.txt", new byte[3], "manifest.json", new byte[3]));
        assertMessage("at readme.txt: the archive is damaged: an archive has no such entry" + REMEDY);
        zip(Map.of("readme.txt", new byte[3]));
        assertMessage(foreign);
        zip(Map.of("config.json", new byte[3], "metadata.json", new byte[3], "model.weights.h5", new byte[3]));
        assertMessage("this is a model that Keras saved, and no archive of Fascicle. 'fascicle import' makes an archive of it");
        zip(Map.of());
        assertMessage(foreign);
    }

    @Test
    void everyTruncationIsSeen() throws IOException {
        for (int length = 0; length < intact.length; length += length < intact.length - 200 ? 37 : 1) {
            Files.write(file, Arrays.copyOf(intact, length));
            assertMessage("this is no archive of Fascicle, or its end is missing" + REMEDY);
        }
    }

    @Test
    void everyFlippedByteIsSeenOrHarmless() throws IOException {
        long seed = System.nanoTime();
        System.out.println("DamagedArchiveTest.everyFlippedByteIsSeenOrHarmless: seed " + seed);
        Random random = new Random(seed);
        int seen = 0;
        for (int at = random.nextInt(7); at < intact.length; at += 7) {
            byte[] damaged = intact.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            try {
                ArchiveTest.assertSame(ArchiveTest.sample(), Archive.read(file));
            } catch (InputException e) {
                seen++;
            }
        }
        assertTrue(seen > intact.length / 7 * 0.7, "only " + seen);
    }

    @Test
    void aMissingEntryIsNamed() throws IOException {
        for (String entry : Entries.LISTED) {
            Map<String, byte[]> entries = entries();
            entries.remove(entry);
            zip(entries);
            assertMessage("at " + entry + ": the archive is damaged: the entry is missing" + REMEDY);
        }
    }

    @Test
    void aWrongDigestOrSizeIsNamed() throws IOException {
        for (String entry : Entries.LISTED) {
            Map<String, byte[]> entries = entries();
            entries.get(entry)[entries.get(entry).length - 1] ^= 1;
            zip(entries);
            assertMessage("at " + entry + ": the archive is damaged: its SHA-256 is not the one that the manifest says"
                    + REMEDY);
        }
        Map<String, byte[]> entries = entries();
        entries.put("model.json", new byte[5]);
        zip(entries);
        assertMessage("at model.json: the archive is damaged: the entry has 5 bytes, but the manifest says 32" + REMEDY);
    }

    @Test
    void anEntryMustBeStored() throws IOException {
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : Map.of("manifest.json", new byte[1 << 20]).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        assertMessage("at manifest.json: the archive is damaged: the entry is not stored as an archive stores it" + REMEDY);
    }

    @Test
    void theManifestIsChecked() throws IOException {
        manifest("\"fascicle-archive\" : 2", "\"fascicle-archive\" : 3");
        assertMessage("at manifest.json: an archive of form 3 cannot be read. This version of Fascicle reads the forms 1 to 2; "
                + "take a later version of Fascicle");
        manifest("\"fascicle-archive\" : 2", "\"fascicle-archive\" : 0");
        assertMessage("at manifest.json: an archive of form 0 cannot be read. This version of Fascicle reads the forms 1 to 2");
        manifest("\"fascicle-archive\" : 2,", "");
        assertMessage(
                "at manifest.json: an archive of unknown form cannot be read. This version of Fascicle reads the forms 1 to 2");
        manifest("\"seed\" : -42", "\"seed\" : \"x\"");
        assertMessage("at manifest.json: the archive is damaged: 'seed' is no whole number" + REMEDY);
        manifest("\"kind\" : \"activation\"", "\"kind\" : \"activity\"");
        assertMessage("at manifest.json: the archive is damaged: 'activity' is no kind of technique" + REMEDY);
        manifest("\"seed\" : -42", "\"seed\" : -42, \"seed\" : 3");
        assertMessage("at manifest.json: the archive is damaged: it is no JSON" + REMEDY);
        manifest("\"version\" : \"1.0.0\"", "\"version\" : 1");
        assertMessage("at manifest.json: the archive is damaged: 'version' is no text" + REMEDY);
        manifest("\"version\" : \"1.0.0\"", "\"version\" : \"one\"");
        assertMessage("at manifest.json: the archive is damaged: 'one' is no version of a technique" + REMEDY);
        manifest("\"version\" : \"1.0.0\"", "\"version\" : \"1.0.0\", \"bundle_version\" : \"1\", \"defaults\" : []");
        assertMessage("at manifest.json: the archive is damaged: 'defaults' is no object" + REMEDY);
    }

    @Test
    void whatTheEntriesSayIsChecked() throws IOException {
        replace("history.json", "[]");
        assertMessage("at history.json: the archive is damaged: it is no object" + REMEDY);
        replace("history.json", "{\"loss\": [\"x\"]}");
        assertMessage("at history.json: the archive is damaged: 'loss' is no list of numbers" + REMEDY);
        replace("history.json", "{\"loss\": [1], \"val_loss\": []}");
        assertMessage("at history.json: the archive is damaged: its lists are not equally long" + REMEDY);
        replace("history.json", "[".repeat(100_000));
        assertMessage("at history.json: the archive is damaged: it is no JSON" + REMEDY);
        replace("model.json", new byte[] {(byte) 0xff});
        assertMessage("at model.json: the archive is damaged: it is no text in UTF-8" + REMEDY);
    }

    @Test
    void theHeadersOfTensorsAreChecked() throws IOException {
        replace("weights.safetensors", header(8, "{\"a\":1}x"));
        assertMessage("at weights.safetensors: the archive is damaged: its header is no JSON" + REMEDY);
        replace("training.safetensors", header(1L << 60, "{}"));
        assertMessage("at training.safetensors: the archive is damaged: its header cannot be 1152921504606846976 bytes long"
                + REMEDY);
        String huge = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0,8589934588]}}";
        replace("weights.safetensors", header(huge.length(), huge));
        assertMessage("at weights.safetensors: the archive is damaged: its tensors have 8589934588 bytes, but there are 0"
                + REMEDY);
    }

    private static byte[] header(long length, String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(json).array();
    }

    private void replace(String entry, String content) throws IOException {
        replace(entry, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Replaces an entry, and makes the manifest say what it then has to say. */
    private void replace(String entry, byte[] content) throws IOException {
        Files.write(file, intact);
        Map<String, byte[]> entries = entries();
        byte[] before = entries.put(entry, content);
        String manifest = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
        String right = manifest.replace(digest(before), digest(content))
                .replaceFirst("(\"" + entry + "\" : \\{\\s*\"size\" : )[0-9]+", "$1" + content.length);
        entries.put("manifest.json", right.getBytes(StandardCharsets.UTF_8));
        zip(entries);
    }

    private void manifest(String from, String to) throws IOException {
        Files.write(file, intact);
        Map<String, byte[]> entries = entries();
        String manifest = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
        assertTrue(manifest.contains(from), manifest);
        entries.put("manifest.json", manifest.replace(from, to).getBytes(StandardCharsets.UTF_8));
        zip(entries);
    }

    private static String digest(byte[] bytes) throws IOException {
        return Digests.sha256(new ByteArrayInputStream(bytes));
    }

    private Map<String, byte[]> entries() throws IOException {
        Files.write(file, intact);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toArray(ZipEntry[]::new)) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private void zip(Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry stored = new ZipEntry(entry.getKey());
                CRC32 crc = new CRC32();
                crc.update(entry.getValue());
                stored.setMethod(ZipEntry.STORED);
                stored.setSize(entry.getValue().length);
                stored.setCrc(crc.getValue());
                zip.putNextEntry(stored);
                zip.write(entry.getValue());
            }
        }
    }

    private void assertMessage(String message) {
        assertMessage(file, message);
    }

    private static void assertMessage(Path archive, String message) {
        assertEquals(archive + ": " + message,
                assertThrows(InputException.class, () -> Archive.read(archive)).getMessage());
    }
}

package org.fascicle.core.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.problem.InputException;

/** Reads an archive and checks all of it: first every entry's size and digest, then what the entries say. Used once. */
final class ArchiveReader {
    /** What lies in the zip file in which Keras saves a model. */
    private static final Set<String> KERAS = Set.of("config.json", "metadata.json");
    private static final int LARGEST_JSON = 64 << 20;
    private static final String REMEDY = "Use another copy of it; this one cannot be trusted";

    private final Path path;
    private final String file;

    ArchiveReader(Path path) {
        this.path = path;
        this.file = path.toString();
    }

    Archive read() {
        return open(zip -> {
            Map<String, ZipEntry> entries = checked(zip);
            return described(zip, entries).weights(tensors(zip, entry(entries, Entries.WEIGHTS)))
                    .training(tensors(zip, entry(entries, Entries.TRAINING))).build();
        });
    }

    /** Without the tensors that only training needs, and with weights that are read when they are asked for. */
    <T> T readWeights(Function<Archive, T> use) {
        return open(zip -> {
            Map<String, ZipEntry> entries = checked(zip);
            ZipEntry weights = entry(entries, Entries.WEIGHTS);
            SortedMap<String, Tensor> later = safetensors(zip, weights, reader -> reader.readLater(place -> {
                InputStream in = zip.getInputStream(weights);
                in.skipNBytes(place);
                return in;
            }, this::unreadable));
            return use.apply(described(zip, entries).weights(later).build());
        });
    }

    private <T> T open(Reading<T> reading) {
        if (!Files.exists(path)) {
            throw new InputException(file, null, "there is no such archive", null);
        } else if (Files.isDirectory(path)) {
            throw new InputException(file, null, "this is a folder, not an archive", null);
        }
        try (ZipFile zip = zip()) {
            return reading.read(zip);
        } catch (ZipException e) {
            throw noArchive();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private ZipFile zip() throws IOException {
        try {
            return new ZipFile(path.toFile(), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw noArchive();
        }
    }

    private InputException noArchive() {
        return new InputException(file, null, "this is no archive of Fascicle, or its end is missing", REMEDY);
    }

    private InputException unreadable(IOException e) {
        return new InputException(file, null, "the archive cannot be read: " + e.getMessage(), null);
    }

    /** All entries, each as the manifest says. */
    private Map<String, ZipEntry> checked(ZipFile zip) throws IOException {
        Map<String, ZipEntry> entries = entries(zip);
        Manifest manifest = new Manifest(manifest(zip, entries), this::damaged);
        for (String name : Entries.LISTED) {
            verify(zip, entry(entries, name), manifest);
        }
        return entries;
    }

    /** All but the tensors. */
    private Archive.Builder described(ZipFile zip, Map<String, ZipEntry> entries) throws IOException {
        Archive.Builder archive = new Archive.Builder(text(bytes(zip, entry(entries, Entries.MODEL))));
        archive.history(history(json(zip, entry(entries, Entries.HISTORY))));
        return migrated(zip, entries).into(archive);
    }

    private Map<String, ZipEntry> entries(ZipFile zip) {
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        long length = path.toFile().length();
        List<? extends ZipEntry> all;
        try {
            all = zip.stream().toList();
        } catch (IllegalArgumentException e) {
            throw noArchive();
        }
        if (all.stream().noneMatch(entry -> entry.getName().equals(Entries.MANIFEST))) {
            throw foreign(all.stream().map(ZipEntry::getName).collect(Collectors.toSet()));
        }
        all.forEach(entry -> {
            String name = entry.getName();
            if (!name.equals(Entries.MANIFEST) && !Entries.LISTED.contains(name)) {
                throw damaged(name, "an archive has no such entry");
            } else if (entries.put(name, entry) != null) {
                throw damaged(name, "the entry is there twice");
            } else if (entry.getMethod() != ZipEntry.STORED || entry.getSize() < 0 || entry.getSize() > length) {
                // Stored entries alone keep the memory that an archive can claim within the size of its file.
                throw damaged(name, "the entry is not stored as an archive stores it");
            }
        });
        return entries;
    }

    /** A zip file that others wrote. */
    private InputException foreign(Set<String> entries) {
        return entries.containsAll(KERAS)
                ? new InputException(file, null, "this is a model that Keras saved, and no archive of Fascicle",
                        "'fascicle import' makes an archive of it")
                : new InputException(file, null, "this is no archive of Fascicle: it has no " + Entries.MANIFEST,
                        "Files of other systems are read by 'fascicle import'");
    }

    private ZipEntry entry(Map<String, ZipEntry> entries, String name) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw damaged(name, "the entry is missing");
        }
        return entry;
    }

    private JsonNode manifest(ZipFile zip, Map<String, ZipEntry> entries) throws IOException {
        ZipEntry entry = entry(entries, Entries.MANIFEST);
        CRC32 checksum = new CRC32();
        checksum.update(bytes(zip, entry));
        if (checksum.getValue() != entry.getCrc()) {
            throw damaged(Entries.MANIFEST, "its checksum is wrong");
        }
        JsonNode manifest = json(zip, entry);
        JsonNode format = manifest.path(Entries.FORMAT);
        if (!format.isInt() || format.intValue() < 1 || format.intValue() > Archive.FORMAT) {
            boolean later = format.isIntegralNumber() && format.bigIntegerValue().signum() > 0;
            throw new InputException(file, Entries.MANIFEST, "an archive of "
                    + (format.isMissingNode() ? "unknown form" : "form " + format) + " cannot be read",
                    "This version of Fascicle reads the forms 1 to " + Archive.FORMAT
                            + (later ? "; take a later version of Fascicle" : ""));
        }
        return manifest;
    }

    /** The manifest in today's form. */
    private Manifest migrated(ZipFile zip, Map<String, ZipEntry> entries) throws IOException {
        JsonNode manifest = manifest(zip, entries);
        int form = manifest.path(Entries.FORMAT).intValue();
        if (form < Archive.FORMAT) {
            Migrations.apply((ObjectNode) manifest, form, json(zip, entry(entries, Entries.MODEL)));
        }
        return new Manifest(manifest, this::damaged);
    }

    private void verify(ZipFile zip, ZipEntry entry, Manifest manifest) throws IOException {
        if (entry.getSize() != manifest.size(entry.getName())) {
            throw damaged(entry.getName(), "the entry has " + entry.getSize() + " bytes, but the manifest says "
                    + manifest.size(entry.getName()));
        }
        try (InputStream in = zip.getInputStream(entry)) {
            if (!Digests.sha256(in).equals(manifest.digest(entry.getName()))) {
                throw damaged(entry.getName(), "its SHA-256 is not the one that the manifest says");
            }
        }
    }

    private SortedMap<String, Tensor> tensors(ZipFile zip, ZipEntry entry) throws IOException {
        if (entry.getSize() > Runtime.getRuntime().maxMemory()) {
            throw new InputException(file, entry.getName(), "its tensors take " + (entry.getSize() >> 20)
                    + " MiB, which is more than the memory of this process", "Give Java more memory, with -Xmx");
        }
        return safetensors(zip, entry, SafetensorsReader::read);
    }

    private SortedMap<String, Tensor> safetensors(ZipFile zip, ZipEntry entry, Tensors tensors) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return tensors.read(new SafetensorsReader(in, entry.getSize()));
        } catch (JsonProcessingException e) {
            throw damaged(entry.getName(), "its header is no JSON");
        } catch (IOException e) {
            throw damaged(entry.getName(), String.valueOf(e.getMessage()));
        }
    }

    private Map<String, List<Double>> history(JsonNode node) {
        Map<String, List<Double>> history = new LinkedHashMap<>();
        Set<Integer> lengths = new HashSet<>();
        Object metrics = Json.value(node);
        if (!(metrics instanceof Map)) {
            throw damaged(Entries.HISTORY, "it is no object");
        }
        ((Map<?, ?>) metrics).forEach((name, values) -> {
            if (!(values instanceof List) || !((List<?>) values).stream().allMatch(Number.class::isInstance)) {
                throw damaged(Entries.HISTORY, "'" + name + "' is no list of numbers");
            }
            List<Double> numbers = new ArrayList<>();
            ((List<?>) values).forEach(value -> numbers.add(((Number) value).doubleValue()));
            lengths.add(numbers.size());
            history.put((String) name, numbers);
        });
        if (lengths.size() > 1) {
            throw damaged(Entries.HISTORY, "its lists are not equally long");
        }
        return history;
    }

    private JsonNode json(ZipFile zip, ZipEntry entry) throws IOException {
        try {
            return Json.parse(bytes(zip, entry));
        } catch (JsonProcessingException e) {
            throw damaged(entry.getName(), "it is no JSON");
        }
    }

    private byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        if (entry.getSize() > LARGEST_JSON) {
            throw damaged(entry.getName(), "it has " + entry.getSize() + " bytes, which is too many");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(LARGEST_JSON);
        }
    }

    private String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw damaged(Entries.MODEL, "it is no text in UTF-8");
        }
    }

    private InputException damaged(String entry, String problem) {
        return new InputException(file, entry, "the archive is damaged: " + problem, REMEDY);
    }

    /** Reads tensors. */
    private interface Tensors {
        SortedMap<String, Tensor> read(SafetensorsReader reader) throws IOException;
    }

    /** Reads something of an archive. */
    private interface Reading<T> {
        T read(ZipFile zip) throws IOException;
    }
}

package org.fascicle.core.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes archives whose digests are right and whose content may be senseless: each changes one thing of a good one. */
public final class ArchiveMutator {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<JsonNode> VALUES = List.of(NODES.numberNode(-1), NODES.numberNode(0), NODES.numberNode(1),
            NODES.numberNode(1L << 31), NODES.numberNode(Integer.MAX_VALUE), NODES.numberNode(1L << 53),
            NODES.numberNode(Long.MAX_VALUE), NODES.numberNode(Long.MIN_VALUE),
            NODES.numberNode(BigInteger.ONE.shiftLeft(63)), NODES.numberNode(BigInteger.TEN.pow(400)), NODES.numberNode(1e308),
            NODES.numberNode(0.5), NODES.textNode(""), NODES.textNode("x"), NODES.textNode("NaN"), NODES.textNode("-Infinity"),
            NODES.textNode("\u0000\u001b[31m"), NODES.nullNode(), NODES.booleanNode(true), NODES.arrayNode(), NODES.objectNode(),
            NODES.arrayNode().add(-1).add(1L << 40), NODES.arrayNode().add("a").add("a"));
    private static final float[] NUMBERS = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, -1, 0,
        Float.MIN_VALUE};

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Random random;

    /** Of a good archive. */
    public ArchiveMutator(Path good, Random random) throws IOException {
        this.random = random;
        try (ZipFile zip = new ZipFile(good.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements();) {
                ZipEntry entry = all.nextElement();
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
    }

    /** Writes one, and says what was changed. */
    public String write(Path file) throws IOException {
        Map<String, byte[]> changed = new LinkedHashMap<>(entries);
        String name = new ArrayList<>(entries.keySet()).get(random.nextInt(entries.size()));
        String what;
        if (name.endsWith(".json")) {
            JsonNode root = Json.parse(entries.get(name));
            what = mutate(root);
            changed.put(name, Json.pretty(root));
        } else {
            Tensors tensors = new Tensors(entries.get(name));
            what = tensors.mutate();
            changed.put(name, tensors.bytes());
        }
        write(file, changed, name.equals(Entries.MANIFEST));
        return name + ": " + what;
    }

    private String mutate(JsonNode root) {
        List<JsonNode> places = new ArrayList<>();
        collect(root, places);
        JsonNode at = places.get(random.nextInt(places.size()));
        JsonNode value = VALUES.get(random.nextInt(VALUES.size())).deepCopy();
        if (at.isArray()) {
            return item((ArrayNode) at, value);
        }
        ObjectNode object = (ObjectNode) at;
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        String key = keys.get(random.nextInt(keys.size()));
        switch (random.nextInt(6)) {
            case 0:
                object.remove(key);
                return key + " removed";
            case 1:
                object.set(key + "x", object.remove(key));
                return key + " renamed";
            default:
                object.set(key, value);
                return key + " := " + value;
        }
    }

    private String item(ArrayNode array, JsonNode value) {
        int at = random.nextInt(array.size());
        switch (random.nextInt(4)) {
            case 0:
                array.remove(at);
                return "item " + at + " removed";
            case 1:
                array.add(array.get(at).deepCopy());
                return "item " + at + " twice";
            default:
                array.set(at, value);
                return "item " + at + " := " + value;
        }
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode() && node.size() > 0) {
            places.add(node);
            node.forEach(child -> collect(child, places));
        }
    }

    private static void write(Path file, Map<String, byte[]> entries, boolean ownManifest) throws IOException {
        JsonNode manifest = Json.parse(entries.get(Entries.MANIFEST));
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            if (!ownManifest && !entry.getKey().equals(Entries.MANIFEST)) {
                ((ObjectNode) manifest.path(Entries.ENTRIES).path(entry.getKey())).put(Entries.SIZE, entry.getValue().length)
                        .put(Entries.SHA256, Digests.hex(Digests.sha256().digest(entry.getValue())));
            }
        }
        Map<String, byte[]> all = new LinkedHashMap<>(entries);
        all.put(Entries.MANIFEST, Json.pretty(manifest));
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(entry.getValue());
                ZipEntry stored = new ZipEntry(entry.getKey());
                stored.setMethod(ZipEntry.STORED);
                stored.setSize(entry.getValue().length);
                stored.setCrc(crc.getValue());
                zip.putNextEntry(stored);
                zip.write(entry.getValue());
            }
        }
    }

    /** The tensors of an entry: the header, and the elements. */
    private final class Tensors {
        private final ObjectNode header;
        private byte[] elements;

        Tensors(byte[] bytes) throws IOException {
            int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            header = (ObjectNode) Json.parse(Arrays.copyOfRange(bytes, Long.BYTES, Long.BYTES + length));
            elements = Arrays.copyOfRange(bytes, Long.BYTES + length, bytes.length);
        }

        String mutate() {
            List<String> names = new ArrayList<>();
            header.fieldNames().forEachRemaining(names::add);
            Collections.shuffle(names, random);
            String name = names.get(0);
            ObjectNode tensor = (ObjectNode) header.get(name);
            switch (random.nextInt(6)) {
                case 0:
                    return "header " + ArchiveMutator.this.mutate(header);
                case 1:
                    header.set(name + "x", header.remove(name));
                    return name + " renamed";
                case 2:
                    ((ArrayNode) tensor.get(SafetensorsReader.SHAPE)).add(1);
                    return name + " has an axis more";
                case 3:
                    tensor.put(SafetensorsReader.TYPE, tensor.get(SafetensorsReader.TYPE).asText().equals("F32") ? "I32" : "F32");
                    return name + " is of another type";
                default:
                    return fill(name, tensor);
            }
        }

        private String fill(String name, ObjectNode tensor) {
            float number = NUMBERS[random.nextInt(NUMBERS.length)];
            ByteBuffer buffer = ByteBuffer.wrap(elements).order(ByteOrder.LITTLE_ENDIAN);
            int from = tensor.get(SafetensorsReader.OFFSETS).get(0).intValue();
            int to = tensor.get(SafetensorsReader.OFFSETS).get(1).intValue();
            boolean wide = tensor.get(SafetensorsReader.TYPE).asText().equals("F64");
            boolean all = random.nextBoolean();
            for (int at = from; at < to; at += wide ? Double.BYTES : Float.BYTES) {
                if (wide) {
                    buffer.putDouble(at, number);
                } else {
                    buffer.putFloat(at, number);
                }
                if (!all) {
                    break;
                }
            }
            return name + " := " + number + (all ? "" : " at one place");
        }

        byte[] bytes() throws IOException {
            byte[] json = Json.compact(header);
            ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + json.length + elements.length).order(ByteOrder.LITTLE_ENDIAN);
            return buffer.putLong(json.length).put(json).put(elements).array();
        }
    }
}

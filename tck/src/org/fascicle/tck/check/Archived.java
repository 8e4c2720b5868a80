package org.fascicle.tck.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipFile;

/** Reads the tensors of an archive: slots and the counts of metrics, which no model shows, are among them. */
final class Archived {
    private static final List<String> ENTRIES = List.of("weights.safetensors", "training.safetensors");

    private Archived() {}

    /** All tensors, by path. */
    static Map<String, double[]> tensors(Path archive) {
        Map<String, double[]> tensors = new TreeMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (String entry : ENTRIES) {
                read(ByteBuffer.wrap(zip.getInputStream(zip.getEntry(entry)).readAllBytes()).order(ByteOrder.LITTLE_ENDIAN),
                        tensors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tensors;
    }

    // The length of a JSON header, the header, the elements.
    private static void read(ByteBuffer bytes, Map<String, double[]> into) {
        byte[] header = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(header);
        ByteBuffer elements = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        Models.read(new String(header, StandardCharsets.UTF_8)).forEach((path, described) -> {
            Map<?, ?> tensor = (Map<?, ?>) described;
            List<?> offsets = (List<?>) Objects.requireNonNull(tensor.get("data_offsets"));
            int from = ((Number) offsets.get(0)).intValue();
            into.put(path, values((String) Objects.requireNonNull(tensor.get("dtype")),
                    elements.slice(from, ((Number) offsets.get(1)).intValue() - from).order(ByteOrder.LITTLE_ENDIAN)));
        });
    }

    private static double[] values(String type, ByteBuffer bytes) {
        int width = type.equals("F64") ? Double.BYTES : Float.BYTES;
        double[] values = new double[bytes.remaining() / width];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.equals("F64") ? bytes.getDouble() : type.equals("F32") ? bytes.getFloat() : bytes.getInt();
        }
        return values;
    }
}

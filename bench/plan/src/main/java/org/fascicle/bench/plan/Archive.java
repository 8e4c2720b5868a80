package org.fascicle.bench.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipFile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads the tensors of one of Fascicle's archives. */
final class Archive {
    private Archive() {}

    /** By path, row-major. */
    static Map<String, float[]> weights(Path file) throws IOException {
        byte[] bytes;
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream in = zip.getInputStream(zip.getEntry("weights.safetensors"))) {
            bytes = in.readAllBytes();
        }
        ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(all.getLong());
        JsonNode names = new ObjectMapper().readTree(new String(bytes, Long.BYTES, header, StandardCharsets.UTF_8));
        Map<String, float[]> tensors = new HashMap<>();
        names.fields().forEachRemaining(each -> {
            int from = Long.BYTES + header + each.getValue().get("data_offsets").get(0).asInt();
            int to = Long.BYTES + header + each.getValue().get("data_offsets").get(1).asInt();
            int size = each.getValue().get("dtype").asText().equals("F64") ? Double.BYTES : Float.BYTES;
            float[] tensor = new float[(to - from) / size];
            for (int i = 0; i < tensor.length; i++) {
                tensor[i] = size == Double.BYTES ? (float) all.getDouble(from + i * size) : all.getFloat(from + i * size);
            }
            tensors.put(each.getKey(), tensor);
        });
        return tensors;
    }
}

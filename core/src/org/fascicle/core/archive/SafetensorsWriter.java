package org.fascicle.core.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes tensors in the format safetensors: eight bytes of the header's length, a JSON header, the elements; all
 * little-endian. The widest types come first, then by name, so that elements are aligned and equal tensors make equal bytes.
 */
final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final int CHUNK = 1 << 16;

    private final List<Map.Entry<String, Tensor>> tensors;

    SafetensorsWriter(Map<String, Tensor> tensors) {
        Comparator<Map.Entry<String, Tensor>> widest = Comparator.comparing(entry -> -entry.getValue().type().bytes());
        this.tensors = tensors.entrySet().stream().sorted(widest.thenComparing(Map.Entry.comparingByKey()))
                .collect(Collectors.toUnmodifiableList());
    }

    void write(OutputStream out) throws IOException {
        byte[] header = header();
        out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
        out.write(header);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, Tensor> tensor : tensors) {
            elements(tensor.getValue(), chunk, out);
        }
    }

    private byte[] header() throws IOException {
        ObjectNode header = Json.object();
        long at = 0;
        for (Map.Entry<String, Tensor> entry : tensors) {
            Tensor tensor = entry.getValue();
            ObjectNode described = header.putObject(entry.getKey());
            described.put(SafetensorsReader.TYPE, tensor.type().toString());
            Arrays.stream(tensor.shape().toArray()).forEach(described.putArray(SafetensorsReader.SHAPE)::add);
            long end = at + tensor.shape().size() * tensor.type().bytes();
            described.putArray(SafetensorsReader.OFFSETS).add(at).add(end);
            at = end;
        }
        byte[] json = Json.compact(header);
        if (json.length > SafetensorsReader.LARGEST_HEADER - ALIGNMENT) {
            throw new IOException("too many tensors: their names and shapes take " + json.length + " bytes");
        }
        byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void elements(Tensor tensor, ByteBuffer chunk, OutputStream out) throws IOException {
        int length = (int) tensor.shape().size();
        int most = CHUNK / tensor.type().bytes();
        for (int from = 0; from < length; from += most) {
            int count = Math.min(most, length - from);
            switch (tensor.type()) {
                case F32:
                    chunk.asFloatBuffer().put(tensor.floats(), from, count);
                    break;
                case F64:
                    chunk.asDoubleBuffer().put(tensor.doubles(), from, count);
                    break;
                default:
                    chunk.asIntBuffer().put(tensor.ints(), from, count);
                    break;
            }
            out.write(chunk.array(), 0, count * tensor.type().bytes());
        }
    }
}

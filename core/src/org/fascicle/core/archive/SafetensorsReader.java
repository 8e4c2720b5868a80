package org.fascicle.core.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.ShapeException;

/**
 * Reads tensors in the format safetensors. Checks everything: the header's length, each type, shape and place are
 * checked against the number of bytes that there are before any memory is taken, and elements must neither overlap nor leave
 * holes. Every problem is an {@link IOException} whose message is a clause for the user.
 */
final class SafetensorsReader {
    /** The bytes that a header may have. */
    static final int LARGEST_HEADER = 16 << 20;

    static final String TYPE = "dtype";
    static final String SHAPE = "shape";
    static final String OFFSETS = "data_offsets";

    private static final String METADATA = "__metadata__";
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final long size;
    private final byte[] chunk = new byte[CHUNK];

    /**
     * A reader.
     *
     * @param in the bytes
     * @param size how many there are
     */
    SafetensorsReader(InputStream in, long size) {
        this.in = in;
        this.size = size;
    }

    SortedMap<String, Tensor> read() throws IOException {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        for (Described tensor : header()) {
            tensors.put(tensor.name, elements(tensor));
        }
        return tensors;
    }

    /**
     * Tensors whose elements are read each time that they are asked for.
     *
     * @param opener gives the bytes of all, from any place
     * @param problem makes the exception for elements that cannot be read then
     */
    SortedMap<String, Tensor> readLater(Opener opener, Function<IOException, RuntimeException> problem) throws IOException {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        List<Described> all = header();
        long header = size - (all.isEmpty() ? 0 : all.get(all.size() - 1).to);
        for (Described tensor : all) {
            tensors.put(tensor.name, new FileTensor(tensor, () -> opener.openAt(header + tensor.from), problem));
        }
        return tensors;
    }

    /** Gives bytes, from a place on. */
    interface Opener {
        InputStream openAt(long place) throws IOException;
    }

    /** The tensors in the order of their elements. */
    private List<Described> header() throws IOException {
        if (size < Long.BYTES) {
            throw new IOException("it has only " + size + " bytes");
        }
        long length = littleEndian(in.readNBytes(Long.BYTES)).getLong();
        if (length < 0 || length > Math.min(LARGEST_HEADER, size - Long.BYTES)) {
            throw new IOException("its header cannot be " + Long.toUnsignedString(length) + " bytes long");
        }
        byte[] header = in.readNBytes((int) length);
        if (header.length < length) {
            throw new EOFException("it ends within its header");
        }
        JsonNode root = Json.parse(header);
        if (!root.isObject()) {
            throw new IOException("its header is no JSON object");
        }
        List<Described> tensors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!field.getKey().equals(METADATA)) {
                tensors.add(new Described(field.getKey(), field.getValue()));
            }
        }
        tensors.sort(Comparator.comparingLong((Described tensor) -> tensor.from).thenComparingLong(tensor -> tensor.to));
        long at = 0;
        for (Described tensor : tensors) {
            if (tensor.from != at) {
                throw new IOException("'" + tensor.name + "' should begin at byte " + at + ", not at " + tensor.from);
            }
            at = tensor.to;
        }
        if (at != size - Long.BYTES - length) {
            throw new IOException("its tensors have " + at + " bytes, but there are " + (size - Long.BYTES - length));
        }
        return tensors;
    }

    /** All elements of a tensor, whose bytes are the next. */
    Tensor elements(Described tensor) throws IOException {
        int length = (int) tensor.shape.size();
        switch (tensor.type) {
            case F32:
                float[] floats = new float[length];
                floats(tensor, (at, values, count) -> System.arraycopy(values, 0, floats, at, count));
                return Tensor.of(tensor.shape, floats);
            case F64:
                double[] doubles = new double[length];
                each(tensor, (bytes, at, count) -> bytes.asDoubleBuffer().get(doubles, at, count));
                return Tensor.of(tensor.shape, doubles);
            default:
                int[] ints = new int[length];
                each(tensor, (bytes, at, count) -> tensor.stored.ints(bytes, ints, at, count));
                return Tensor.of(tensor.shape, ints);
        }
    }

    /** Hands over the elements of a tensor of float32, whose bytes are the next, some at a time. */
    void floats(Described tensor, Tensor.Floats to) throws IOException {
        float[] values = new float[Math.min(CHUNK / tensor.stored.bytes(), (int) tensor.shape.size())];
        each(tensor, (bytes, at, count) -> {
            tensor.stored.floats(bytes, values, count);
            to.take(at, values, count);
        });
    }

    /** Takes the bytes of some elements. */
    private interface Chunks {
        void take(ByteBuffer bytes, int at, int count) throws IOException;
    }

    private void each(Described tensor, Chunks chunks) throws IOException {
        int length = (int) tensor.shape.size();
        int most = CHUNK / tensor.stored.bytes();
        for (int at = 0; at < length; at += most) {
            int count = Math.min(most, length - at);
            int bytes = count * tensor.stored.bytes();
            if (in.readNBytes(chunk, 0, bytes) < bytes) {
                throw new EOFException("it ends within '" + tensor.name + "'");
            }
            try {
                chunks.take(littleEndian(chunk), at, count);
            } catch (ArithmeticException e) {
                throw new IOException("'" + tensor.name + "' holds " + e.getMessage());
            }
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What the header says of a tensor. */
    static final class Described {
        final String name;
        final StoredType stored;
        final Tensor.Type type;
        final Shape shape;
        final long from;
        final long to;

        Described(String name, JsonNode node) throws IOException {
            this.name = name;
            this.stored = stored(node.path(TYPE));
            this.type = stored.type();
            this.shape = shape(node.path(SHAPE));
            JsonNode offsets = node.path(OFFSETS);
            boolean described = offsets.isArray() && offsets.size() == 2
                    && offsets.get(0).canConvertToLong() && offsets.get(1).canConvertToLong();
            this.from = described ? offsets.get(0).longValue() : -1;
            this.to = described ? offsets.get(1).longValue() : -1;
            if (from < 0 || to < from || shape.size() > Integer.MAX_VALUE || to - from != shape.size() * stored.bytes()) {
                throw new IOException("its header says of '" + name + "' that " + stored + " " + shape + " takes the bytes "
                        + (described ? from + " to " + to : offsets));
            }
        }

        private StoredType stored(JsonNode node) throws IOException {
            for (StoredType known : StoredType.values()) {
                if (known.toString().equals(node.textValue())) {
                    return known;
                }
            }
            throw new IOException("the type of '" + name + "' is " + node + ", which is none of "
                    + Arrays.stream(StoredType.values()).map(Enum::toString).collect(Collectors.joining(", ")));
        }

        private Shape shape(JsonNode node) throws IOException {
            int[] extents = new int[node.size()];
            boolean valid = node.isArray();
            for (int axis = 0; valid && axis < extents.length; axis++) {
                JsonNode extent = node.get(axis);
                valid = extent.isIntegralNumber() && extent.canConvertToInt() && extent.intValue() >= 0;
                extents[axis] = extent.intValue();
            }
            try {
                if (valid && Shape.of(extents).size() >= 0) {
                    return Shape.of(extents);
                }
            } catch (ShapeException e) {
                throw new IOException("the shape of '" + name + "' has too many elements: " + node);
            }
            throw new IOException("the shape of '" + name + "' is " + node);
        }
    }
}

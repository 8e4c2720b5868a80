package org.fascicle.format.onnx.proto;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** A tensor that is given with a file. Its numbers are read when they are asked for. Immutable. */
public final class TensorFile {
    private static final int FLOATS = 4;
    private static final int INTS = 5;
    private static final int LONGS = 7;
    private static final int DOUBLES = 10;
    private static final int UNSIGNED = 11;
    private static final int BFLOAT16_SHIFT = 16;

    private final String name;
    private final String place;
    private final Elements elements;
    private final int[] shape;
    private final List<Part> parts;
    private final @Nullable ByteBuffer raw;
    private final int count;

    /** Numbers of one field: their bytes, or a message that has them. */
    private record Part(int field, Wire wire) {}

    private TensorFile(Builder builder) {
        this.name = builder.name;
        this.place = builder.place;
        this.elements = builder.elements;
        this.shape = builder.dims.stream().mapToInt(Integer::intValue).toArray();
        this.parts = List.copyOf(builder.parts);
        this.raw = builder.raw;
        this.count = builder.count();
    }

    /** What is known of one that is being read. */
    private static final class Builder {
        private final Wire wire;
        private String name = "";
        private String place;
        private Elements elements = Elements.OTHER;
        private final List<Integer> dims = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();
        private @Nullable ByteBuffer raw;
        private boolean external;

        Builder(Wire wire) {
            this.wire = wire;
            this.place = wire.place();
        }

        private void dim(long extent) {
            if (extent < 0 || extent > Integer.MAX_VALUE) {
                throw wire.problem("the extent " + extent + " of the tensor is none");
            }
            dims.add((int) extent);
        }

        /** The number of elements, which are all there. */
        private int count() {
            if (external) {
                throw new InputException(null, place, "its numbers are in another file, which is not read",
                        "Save the model in one "
                                + "file: onnx.save(onnx.load(\"model.onnx\"), \"whole.onnx\")");
            }
            long size = 1;
            for (int extent : dims) {
                size *= extent;
                if (size > Integer.MAX_VALUE) {
                    throw problem("a tensor of the shape " + dims + " is too large");
                }
            }
            if (elements.width() == 0) {
                return 0;
            }
            long found = 0;
            ByteBuffer bytes = raw;
            if (bytes != null) {
                if (!parts.isEmpty()) {
                    throw problem("it has its numbers twice");
                } else if (bytes.remaining() != size * elements.width()) {
                    throw problem("a tensor of " + dims + " has " + bytes.remaining() + " bytes, not " + size * elements.width());
                }
                return (int) size;
            }
            for (Part part : parts) {
                found += numbers(part, elements, null, 0);
            }
            if (found != size) {
                throw problem("a tensor of the shape " + dims + " has " + found + " numbers, not " + size);
            }
            return (int) size;
        }

        private InputException problem(String problem) {
            return wire.called(place).problem(problem);
        }
    }

    static TensorFile read(Wire wire) {
        Builder builder = new Builder(wire.called(wire.place()));
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> wire.numbers(builder::dim);
                case 2 -> builder.elements = Elements.of(wire.number());
                case FLOATS, INTS, LONGS, DOUBLES, UNSIGNED -> builder.parts.add(new Part(wire.field(), wire.part()));
                case 8 -> builder.name = wire.text();
                case 9 -> builder.raw = wire.buffer();
                case 13 -> {
                    builder.external = true;
                    wire.skip();
                }
                case 14 -> builder.external |= wire.number() == 1;
                default -> wire.skip();
            }
        }
        builder.place = builder.name.isEmpty() ? wire.place() : "graph/initializer/" + builder.name;
        return new TensorFile(builder);
    }

    /** Its name; empty if it has none. */
    public String name() {
        return name;
    }

    /** Where it stands, for messages. */
    public String place() {
        return place;
    }

    /** What its elements are. */
    public Elements elements() {
        return elements;
    }

    /** Its extents. */
    public int[] shape() {
        return shape.clone();
    }

    /** Its numbers, row-major. */
    public double[] values() {
        if (elements.width() == 0) {
            throw new InputException(null, place, "its elements are no numbers that are read", "Export the model in float32");
        }
        double[] values = new double[count];
        ByteBuffer bytes = raw;
        if (bytes != null) {
            for (int i = 0; i < count; i++) {
                values[i] = number(bytes, i * elements.width(), elements);
            }
            return values;
        }
        int at = 0;
        for (Part part : parts) {
            at += numbers(part, elements, values, at);
        }
        return values;
    }

    private static double number(ByteBuffer bytes, int at, Elements elements) {
        return switch (elements) {
            case FLOAT -> bytes.getFloat(at);
            case DOUBLE -> bytes.getDouble(at);
            case FLOAT16 -> half(bytes.getShort(at) & 0xffff);
            case BFLOAT16 -> Float.intBitsToFloat((bytes.getShort(at) & 0xffff) << BFLOAT16_SHIFT);
            case INT8 -> bytes.get(at);
            case UINT8, BOOL -> bytes.get(at) & 0xff;
            case INT16 -> bytes.getShort(at);
            case UINT16 -> bytes.getShort(at) & 0xffff;
            case INT32 -> bytes.getInt(at);
            case UINT32 -> bytes.getInt(at) & 0xffffffffL;
            default -> bytes.getLong(at);
        };
    }

    /** A binary16 by its bits. */
    private static double half(int bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double size = exponent == 0x1f ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                : exponent == 0 ? fraction * 0x1p-24 : (1 + fraction * 0x1p-10) * Math.scalb(1.0, exponent - 15);
        return bits >> 15 == 0 ? size : -size;
    }

    /** Reads numbers of a field into an array from a place on, if there is one; their count. */
    private static int numbers(Part part, Elements elements, double @Nullable [] into, int from) {
        Wire wire = part.wire.again();
        if (part.field == FLOATS || part.field == DOUBLES) {
            int width = part.field == FLOATS ? Float.BYTES : Double.BYTES;
            ByteBuffer bytes = wire.fixedNumbers(width);
            int count = bytes.remaining() / width;
            for (int i = 0; into != null && i < count; i++) {
                into[from + i] = part.field == FLOATS ? bytes.getFloat(i * width) : bytes.getDouble(i * width);
            }
            return count;
        }
        int[] count = new int[1];
        wire.numbers(bits -> {
            if (into != null) {
                into[from + count[0]] = switch (elements) {
                    case FLOAT16 -> half((int) bits & 0xffff);
                    case BFLOAT16 -> Float.intBitsToFloat((int) bits << BFLOAT16_SHIFT);
                    case UINT64 -> bits >= 0 ? bits : (bits >>> 1) * 2.0;
                    default -> bits;
                };
            }
            count[0]++;
        });
        return count[0];
    }
}

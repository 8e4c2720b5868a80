package org.fascicle.format.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.format.protobuf.Message;
import org.jspecify.annotations.Nullable;

/** A graph of ONNX that is being written: operators in order, constants, inputs and outputs. Used by one thread. */
final class OnnxGraph {
    /** The version of the form of the file that came with the operators. */
    private static final int FORM = 8;
    /** The name of the symbolic extent. */
    private static final String BATCH = "batch";

    private final Message graph = new Message();
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> constants = new HashMap<>();
    private String provenance = "graph";
    private int count;
    private @Nullable String rows;
    private @Nullable String batched;

    /**
     * The whole file, once nothing more is to come.
     *
     * @param metadata texts for whoever opens it, by name
     */
    Message file(Map<String, String> metadata) {
        Message all = new Message().number(1, FORM).text(2, "Fascicle").message(7, graph.text(2, "fascicle"));
        all.message(8, new Message().text(1, "").number(2, Operators.SET));
        metadata.forEach((name, text) -> all.message(14, new Message().text(1, name).text(2, text)));
        return all;
    }

    /** From now on operators come from there. */
    void from(String origin) {
        provenance = origin;
    }

    /** A name that nothing has yet: the one wanted, or one like it. */
    String unique(String wanted) {
        String name = wanted;
        for (int i = 1; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /** An input of floats. */
    void input(String name, Shape shape) {
        graph.message(11, info(name, shape));
        if (batched == null) {
            batched = name;
        }
    }

    /** An output of floats. */
    void output(String name, Shape shape) {
        graph.message(12, info(name, shape));
    }

    private static Message info(String name, Shape shape) {
        Message extents = new Message();
        for (int extent : shape.toArray()) {
            Message one = new Message();
            extents.message(1, extent == Shape.ROWS ? one.text(2, BATCH) : one.number(1, extent));
        }
        Message tensor = new Message().number(1, Element.FLOAT.number()).message(2, extents);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** An operator with one output. */
    String node(String operator, List<String> inputs, Attribute... attributes) {
        return node(operator, inputs, 0, attributes);
    }

    /** The output at a place of an operator that has several; those before it are not used. */
    String node(String operator, List<String> inputs, int place, Attribute... attributes) {
        String name = unique("t" + count++);
        write(operator, inputs, place, name, attributes);
        return name;
    }

    /** Gives a tensor a name. */
    void identity(String tensor, String name) {
        write("Identity", List.of(tensor), 0, name);
    }

    private void write(String operator, List<String> inputs, int place, String output, Attribute... attributes) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        for (int i = 0; i < place; i++) {
            node.text(2, unique("unused"));
        }
        node.text(2, output).text(3, unique(provenance + "/" + operator)).text(4, operator);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.message());
        }
        graph.message(1, node);
    }

    /** A tensor that is given with the graph. */
    void initializer(String name, Element element, Shape shape, byte[] littleEndian) {
        Message tensor = new Message();
        for (int extent : shape.toArray()) {
            tensor.number(1, extent);
        }
        graph.message(5, tensor.number(2, element.number()).text(8, name).bytes(9, littleEndian));
    }

    /** A number. */
    String number(double value, Type type) {
        return switch (type) {
            case REAL -> constant(Element.FLOAT, Shape.scalar(), buffer(Float.BYTES).putFloat((float) value));
            case BOOL -> constant(Element.BOOL, Shape.scalar(), buffer(1).put((byte) (value == 0 ? 0 : 1)));
            case INT32 -> constant(Element.INT32, Shape.scalar(), buffer(Integer.BYTES).putInt((int) value));
            case UINT32 -> constant(Element.UINT32, Shape.scalar(), buffer(Integer.BYTES).putInt((int) (long) value));
        };
    }

    /** Integers of 64 bits in a row, as operators take axes and shapes. */
    String integers(long... values) {
        ByteBuffer bytes = buffer(values.length * Long.BYTES);
        Arrays.stream(values).forEach(bytes::putLong);
        return constant(Element.INT64, Shape.of(values.length), bytes);
    }

    /** The same. */
    String integers(int... values) {
        return integers(Arrays.stream(values).asLongStream().toArray());
    }

    /** One integer of 64 bits, of rank 0. */
    String integer(long value) {
        return constant(Element.INT64, Shape.scalar(), buffer(Long.BYTES).putLong(value));
    }

    /** Integers of 32 bits of a shape. */
    String ints(Shape shape, int... values) {
        ByteBuffer bytes = buffer(values.length * Integer.BYTES);
        Arrays.stream(values).forEach(bytes::putInt);
        return constant(Element.INT32, shape, bytes);
    }

    /** Numbers of 64 bits of a shape. */
    String doubles(Shape shape, double... values) {
        ByteBuffer bytes = buffer(values.length * Double.BYTES);
        Arrays.stream(values).forEach(bytes::putDouble);
        return constant(Element.DOUBLE, shape, bytes);
    }

    static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    // Equal ones are written once.
    private String constant(Element element, Shape shape, ByteBuffer bytes) {
        String key = element + " " + shape + " " + Arrays.toString(bytes.array());
        return constants.computeIfAbsent(key, any -> {
            String name = unique("c" + constants.size());
            initializer(name, element, shape, bytes.array());
            return name;
        });
    }

    /** The number of rows, 64 bits, in a tensor of one element. */
    String rows() {
        String known = rows;
        if (known == null) {
            if (batched == null) {
                throw new IllegalStateException("without an input there are no rows");
            }
            known = node("Shape", List.of(batched), Attribute.integer("start", 0), Attribute.integer("end", 1));
            rows = known;
        }
        return known;
    }

    /** A shape as operators take it. */
    String extents(Shape shape) {
        int at = shape.rowsAxis();
        if (at < 0) {
            return integers(shape.toArray());
        }
        int[] all = shape.toArray();
        List<String> parts = new ArrayList<>();
        if (at > 0) {
            parts.add(integers(Arrays.copyOf(all, at)));
        }
        parts.add(rows());
        if (at + 1 < all.length) {
            parts.add(integers(Arrays.copyOfRange(all, at + 1, all.length)));
        }
        return parts.size() == 1 ? parts.get(0) : node("Concat", parts, Attribute.integer("axis", 0));
    }

    /** A tensor in another type. */
    String cast(String tensor, Element element) {
        return node("Cast", List.of(tensor), Attribute.integer("to", element.number()));
    }
}

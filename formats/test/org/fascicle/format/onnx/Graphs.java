package org.fascicle.format.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.fascicle.api.expr.Shape;
import org.fascicle.format.protobuf.Message;

/** Files as other exporters write them, node by node. */
final class Graphs {
    static final int ROWS = -1;
    private static final int FLOATS = 1;
    private static final int LONGS = 7;

    private final Message graph = new Message();
    private final List<Runtime.Input> inputs = new ArrayList<>();
    private final Random random;
    private final int set;
    private String domain = "";
    private int nodes;

    /** Of a set of operators; weights are random. */
    Graphs(int set, long seed) {
        this.set = set;
        this.random = new Random(seed);
    }

    /** An input of floats, {@link #ROWS} for the rows. */
    Graphs input(String name, int... shape) {
        graph.message(11, port(name, FLOATS, shape));
        inputs.add(new Runtime.Input(name, shape, false));
        return this;
    }

    /** An input of whole numbers. */
    Graphs indices(String name, int... shape) {
        graph.message(11, port(name, LONGS, shape));
        inputs.add(new Runtime.Input(name, shape, true));
        return this;
    }

    Graphs output(String... names) {
        for (String name : names) {
            graph.message(12, new Message().text(1, name).message(2, new Message().message(1, new Message().number(1, FLOATS))));
        }
        return this;
    }

    private static Message port(String name, int type, int... shape) {
        Message extents = new Message();
        for (int extent : shape) {
            extents.message(1, extent == ROWS ? new Message().text(2, "N") : new Message().number(1, extent));
        }
        Message tensor = new Message().number(1, type).message(2, extents);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** Random weights, small enough that nothing saturates. */
    Graphs weights(String name, int... shape) {
        double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        int fan = shape.length > 1 ? values.length / shape[0] : 4;
        Arrays.setAll(values, i -> random.nextGaussian() / Math.sqrt(fan));
        return floats(name, shape, values);
    }

    /** Random weights above 0.5. */
    Graphs positive(String name, int... shape) {
        double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.setAll(values, i -> 0.5 + random.nextDouble());
        return floats(name, shape, values);
    }

    Graphs floats(String name, int[] shape, double... values) {
        ByteBuffer bytes = OnnxGraph.buffer(values.length * Float.BYTES);
        Arrays.stream(values).forEach(value -> bytes.putFloat((float) value));
        return initializer(name, FLOATS, bytes, shape);
    }

    Graphs number(String name, double value) {
        return floats(name, new int[0], value);
    }

    Graphs longs(String name, long... values) {
        ByteBuffer bytes = OnnxGraph.buffer(values.length * Long.BYTES);
        Arrays.stream(values).forEach(bytes::putLong);
        return initializer(name, LONGS, bytes, values.length);
    }

    Graphs index(String name, long value) {
        return initializer(name, LONGS, OnnxGraph.buffer(Long.BYTES).putLong(value));
    }

    Graphs initializer(String name, int type, ByteBuffer bytes, int... shape) {
        return initializer(name, type, new Message().bytes(9, bytes.array()), shape);
    }

    /** A tensor with its numbers in a field; it begins with them. */
    Graphs initializer(String name, int type, Message numbers, int... shape) {
        for (int extent : shape) {
            numbers.number(1, extent);
        }
        graph.message(5, numbers.number(2, type).text(8, name));
        return this;
    }

    /** A node of one output: {@code "Conv x w b > y"}. */
    Graphs node(String text, Message... attributes) {
        String[] sides = text.split(" > ");
        String[] words = sides[0].split(" ");
        Message node = new Message();
        int dot = words[0].lastIndexOf('.');
        for (int i = 1; i < words.length; i++) {
            node.text(1, words[i].equals("_") ? "" : words[i]);
        }
        Arrays.stream(sides[1].split(" ")).forEach(output -> node.text(2, output));
        node.text(3, "n" + nodes++).text(4, words[0].substring(dot + 1));
        Arrays.stream(attributes).forEach(attribute -> node.message(5, attribute));
        if (dot > 0) {
            domain = words[0].substring(0, dot);
            node.text(7, domain);
        }
        graph.message(1, node);
        return this;
    }

    static Message ints(String name, int... values) {
        return Attribute.integers(name, values).message();
    }

    static Message integer(String name, long value) {
        return Attribute.integer(name, value).message();
    }

    static Message real(String name, double value) {
        return new Message().text(1, name).single(2, (float) value).number(20, 1);
    }

    static Message reals(String name, double... values) {
        Message message = new Message().text(1, name);
        Arrays.stream(values).forEach(value -> message.single(7, (float) value));
        return message.number(20, 6);
    }

    static Message text(String name, String value) {
        return new Message().text(1, name).text(4, value).number(20, 3);
    }

    /** The inputs as a run takes them. */
    List<Runtime.Input> inputs() {
        return inputs;
    }

    Message file() {
        Message all = new Message().number(1, 8).text(2, "tests").message(7, graph.text(2, "graph"));
        all.message(8, new Message().text(1, "").number(2, set));
        return domain.isEmpty() ? all : all.message(8, new Message().text(1, domain).number(2, 1));
    }

    void writeTo(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            file().writeTo(out);
        }
    }

    /** Random features of a shape, with whole numbers below a bound where they are indices. */
    float[] features(Runtime.Input input, int rows, int bound) {
        float[] values = new float[(int) Shape.of(input.shape()).size(rows)];
        for (int i = 0; i < values.length; i++) {
            values[i] = input.whole() ? random.nextInt(bound) : (float) random.nextGaussian();
        }
        return values;
    }
}

package org.fascicle.format.onnx.proto;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An operator of a graph. Immutable.
 *
 * @param name its own, or what stands for it: its place in the list
 * @param domain empty for ONNX's own operators
 * @param attributes numbers as {@link Double} and {@link Long}, texts, tensors, and lists of them; anything else as its kind's name
 */
public record NodeFile(String name, String domain, String operator, List<String> inputs, List<String> outputs,
        Map<String, Object> attributes) {
    /** What stands for an attribute that is neither number nor text nor tensor. */
    private enum Unread {
        GRAPH, OTHER
    }

    static NodeFile read(Wire wire, int index) {
        String name = "";
        String domain = "";
        String operator = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, Object> attributes = new LinkedHashMap<>();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> inputs.add(wire.text());
                case 2 -> outputs.add(wire.text());
                case 3 -> name = wire.text();
                case 4 -> operator = wire.text();
                case 5 -> attribute(wire.message("attribute"), attributes);
                case 7 -> domain = wire.text();
                default -> wire.skip();
            }
        }
        if (operator.isEmpty()) {
            throw wire.problem("the node has no operator");
        }
        return new NodeFile(name.isEmpty() ? "node " + index : name, domain.equals("ai.onnx") ? "" : domain, operator,
                List.copyOf(inputs), List.copyOf(outputs), Map.copyOf(attributes));
    }

    private static void attribute(Wire wire, Map<String, Object> into) {
        String name = "";
        Object single = null;
        List<Object> list = new ArrayList<>();
        long type = 0;
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> name = wire.text();
                case 2 -> single = (double) wire.single();
                case 3 -> single = wire.number();
                case 4 -> single = wire.text();
                case 5 -> single = TensorFile.read(wire.message("tensor"));
                case 7 -> {
                    var floats = wire.fixedNumbers(Float.BYTES);
                    while (floats.hasRemaining()) {
                        list.add((double) floats.getFloat());
                    }
                }
                case 8 -> wire.numbers(list::add);
                case 9 -> list.add(wire.text());
                case 20 -> type = wire.number();
                case 6, 11 -> {
                    single = Unread.GRAPH;
                    wire.skip();
                }
                case 10, 14, 15, 22, 23 -> {
                    single = Unread.OTHER;
                    wire.skip();
                }
                default -> wire.skip();
            }
        }
        Object value = single != null ? single : type >= 1 && type <= 3 && list.isEmpty() ? zero(type) : List.copyOf(list);
        if (into.put(name, value) != null) {
            throw wire.problem("the attribute '" + name + "' is there twice");
        }
    }

    /** What is nothing is not written. */
    private static Object zero(long type) {
        return type == 1 ? (Object) 0.0 : type == 2 ? (Object) 0L : "";
    }

    /** Whether an attribute is given. */
    public boolean has(String name) {
        return attributes.containsKey(name);
    }

    /** The input at a place; null if it is not given. */
    public @Nullable String input(int at) {
        return at < inputs.size() && !inputs.get(at).isEmpty() ? inputs.get(at) : null;
    }

    /** How messages call it. */
    @Override
    public String toString() {
        return name + " (" + (domain.isEmpty() ? "" : domain + ".") + operator + ")";
    }
}

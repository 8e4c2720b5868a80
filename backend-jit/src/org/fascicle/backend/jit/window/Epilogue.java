package org.fascicle.backend.jit.window;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Frame;
import org.fascicle.backend.jit.recipe.Body;
import org.fascicle.backend.jit.recipe.Elementary;
import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Value;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.compiler.pass.Kernel;

/**
 * The elementwise operations behind a kernel's anchor, which are computed for each element of its result before that is
 * stored: of numbers and of what has the result's shape. Used once.
 */
public final class Epilogue {
    /** Brings a constant or scalar to a kernel's numbers. */
    public interface Feed {
        void bring(Node number, Frame frame, int place);
    }

    private final Kernel kernel;
    private final Node anchor;
    private final Function<Node, Room> rooms;
    private final Feed feed;
    private final List<Node> numbers = new ArrayList<>();

    public Epilogue(Kernel kernel, Node anchor, Function<Node, Room> rooms, Feed feed) {
        this.kernel = kernel;
        this.anchor = anchor;
        this.rooms = rooms;
        this.feed = feed;
    }

    /** What is stored: the anchor's result, or what is computed of it, or both. */
    List<Node> outputs() {
        return kernel.outputs();
    }

    Room room(Node node) {
        return rooms.apply(node);
    }

    /** A frame for so many slots, with the numbers that have been met. */
    Frame frame(int slots) {
        Frame frame = new Frame(slots, numbers.size());
        for (int place = 0; place < numbers.size(); place++) {
            feed.bring(numbers.get(place), frame, place);
        }
        return frame;
    }

    /**
     * All that is computed for one element, as numbers: truth is 1 or 0.
     *
     * @param result of the anchor
     * @param inputs reads the same element of an array
     */
    Map<Node, Value> compute(Body body, Value result, Function<Node, Value> inputs) {
        Map<Node, Value> values = new HashMap<>();
        values.put(anchor, result);
        Elementary elementary = new Elementary(body);
        for (Node node : kernel.nodes()) {
            if (node != anchor && node.op() != Primitives.BROADCAST) {
                List<Value> operands = new ArrayList<>();
                node.operands().forEach(operand -> operands.add(
                        values.computeIfAbsent(operand, absent -> read(body, absent, inputs))));
                values.put(node, elementary.of(node, operands));
            }
        }
        for (Node output : outputs()) {
            if (output.type() == Type.BOOL) {
                values.put(output, body.select(Objects.requireNonNull(values.get(output)), body.literal(1f), body.literal(0f)));
            }
        }
        return values;
    }

    private Value read(Body body, Node node, Function<Node, Value> inputs) {
        Node source = source(node);
        Value value = isNumber(source) ? body.number(Lane.FLOAT, place(source)) : inputs.apply(node);
        return node.type() == Type.BOOL ? body.greater(value, body.literal(0f)) : value;
    }

    private int place(Node number) {
        if (!numbers.contains(number)) {
            numbers.add(number);
        }
        return numbers.indexOf(number);
    }

    private static Node source(Node node) {
        return node.op() == Primitives.BROADCAST ? source(node.operand(0)) : node;
    }

    private static boolean isNumber(Node node) {
        return node.op() == Primitives.CONSTANT || node.op() == Primitives.SCALAR;
    }

    /** Whether an operation can be computed so: it and what it reads have the anchor's shape, or are numbers. */
    public static boolean takes(Node anchor, Node node) {
        return isReal(node) && node.shape().equals(anchor.shape())
                && node.operands().stream().allMatch(operand -> isReal(operand) && (isNumber(source(operand))
                        || operand.op() != Primitives.BROADCAST && operand.shape().equals(anchor.shape())));
    }

    private static boolean isReal(Node node) {
        return node.type() == Type.REAL || node.type() == Type.BOOL;
    }
}

package org.fascicle.backend.gpu.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;

/** Operations that have a function of their own in {@code operations.txt}. Used once. */
public final class FixedKernel {
    private static final int THREADS = Part.THREADS;
    /** As many arrays as the arguments of all have room for. */
    private static final int PLACES = 4;
    /** As many axes as {@code pad_arguments} has room for. */
    private static final int MOST_AXES = 8;

    private final Node node;
    private final int rows;
    private final List<Node> arrays;
    private final List<Integer> words = new ArrayList<>();

    private FixedKernel(Node node, int rows, Places places) {
        this.node = node;
        this.rows = rows;
        this.arrays = new ArrayList<>(node.operands());
        arrays.add(node);
        words.add(places.guard());
        for (int i = 0; i < PLACES; i++) {
            words.add(i < arrays.size() ? places.offset(arrays.get(i)) : 0);
        }
    }

    static Part of(Node node, int rows, Places places) {
        return new FixedKernel(node, rows, places).part();
    }

    /**
     * A copy.
     *
     * @param guard the place of what guards it; −1 if it is made in any case
     * @param from where it begins in the first array
     * @param to where it begins in the second
     */
    public static Rendered copy(Type type, int guard, int from, int to, int count) {
        return new Rendered("copy" + width(type), "", "a commit", List.of(), List.of(guard, from, to, 0, 0, count),
                Math.max(1, Part.groups(count)), List.of());
    }

    private Part part() {
        switch (node.op().name()) {
            case "pad":
                return padded();
            case "gather":
                indexed(node.operand(0), node.operand(1));
                return called("gather" + width(node.type()), "indexed", moved(0), "a1", moved(2));
            case "scatter_add":
                indexed(node, node.operand(0));
                Map<String, List<String>> names =
                        Map.of("INDICES", List.of("a0"), "UPDATES", List.of("a1"), "RESULT", List.of("a2"));
                int[] result = extents(node);
                return part("scatter_add", "indexed", Template.piece("scatter.txt", "scatter", names), THREADS,
                        product(result, 0, node.shape().axis(node.attributes().integer("axis")) + 1));
            case "argmax":
            case "cumsum":
                int lines = line(node.attributes().integer("axis"));
                return part(node.op().name(), "line", List.of(call(node.op().name(), "a0", "a1")), 0, Part.groups(lines));
            case "argsort":
                line(-1);
                return called("argsort", "line", "a0", "a1");
            case "max_pool":
            case "sum_pool":
                window(node.operand(0), node);
                return called(node.op().name(), "window", "a0", "a1");
            case "max_pool_grad":
                window(node.operand(0), node.operand(1));
                return called("max_pool_grad", "window", "a0", "a1", "a2");
            case "sum_pool_grad":
                window(node, node.operand(0));
                return called("sum_pool_grad", "window", "a0", "a1");
            default:
                throw new BackendException("a GPU has no kernel for " + node);
        }
    }

    private Part called(String function, String structure, String... arguments) {
        return part(function, structure, List.of(call(function, arguments)), 0, Part.groups(size(node)));
    }

    private static String call(String function, String... arguments) {
        return function + "(p, " + String.join(", ", arguments) + ", group, groups);";
    }

    /** An array whose elements are only moved. */
    private String moved(int array) {
        return "(GLOBAL " + (node.type() == Type.BOOL ? "uchar" : "uint") + "*) a" + array;
    }

    private Part part(String title, String structure, List<String> body, int local, int groups) {
        return new Part(title, node.toString(), structure + "_arguments", List.of(), new ArrayList<>(arrays), local, body, words,
                groups, node.operands(), List.of(node));
    }

    private Part padded() {
        int[] result = extents(node);
        if (result.length > MOST_AXES) {
            throw new BackendException("a GPU pads at most " + MOST_AXES + " axes: " + node);
        }
        words.addAll(List.of(size(node), result.length, bits(node.attributes().number("value"))));
        member(result);
        member(extents(node.operand(0)));
        member(node.attributes().integers("low"));
        return called("pad" + width(node.type()), "pad", moved(0), moved(1));
    }

    private void member(int[] numbers) {
        Arrays.stream(Arrays.copyOf(numbers, MOST_AXES)).forEach(words::add);
    }

    private int bits(double value) {
        return switch (node.type()) {
            case REAL -> Float.floatToRawIntBits((float) value);
            case INT32 -> (int) value;
            case UINT32 -> (int) (long) value;
            default -> value != 0 ? 1 : 0;
        };
    }

    private void indexed(Node whole, Node indices) {
        int[] x = extents(whole);
        int axis = whole.shape().axis(node.attributes().integer("axis"));
        int batch = node.attributes().integer("batch");
        int[] counts = extents(indices);
        words.addAll(List.of(product(x, 0, batch), product(x, batch, axis), x[axis], product(x, axis + 1, x.length),
                product(counts, batch, counts.length)));
    }

    /** Writes the three words of a walk along an axis, and gives the number of lines. */
    private int line(int given) {
        int[] x = extents(node.operand(0));
        int axis = node.operand(0).shape().axis(given);
        int before = product(x, 0, axis);
        int behind = product(x, axis + 1, x.length);
        words.addAll(List.of(before, x[axis], behind));
        return before * behind;
    }

    private void window(Node image, Node places) {
        ProductKernel.window(node, extents(image), extents(places), new ArrayList<>(), words);
    }

    private int[] extents(Node of) {
        return of.shape().withRows(rows).toArray();
    }

    private int size(Node of) {
        return Math.toIntExact(of.shape().size(rows));
    }

    private static int product(int[] extents, int from, int to) {
        return Arrays.stream(extents, from, to).reduce(1, Math::multiplyExact);
    }

    private static String width(Type type) {
        return type == Type.BOOL ? "_1" : "_4";
    }
}

package org.fascicle.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Node;

/** The launches of operations that have a kernel of their own in {@code fixed.cu}. */
final class FixedKernel {
    private static final int THREADS = 256;
    /** As many axes as {@code pad_arguments} has room for. */
    private static final int MOST_AXES = 8;

    private final Node node;
    private final int rows;
    private final List<Integer> words = new ArrayList<>();

    private FixedKernel(Node node, int rows) {
        this.node = node;
        this.rows = rows;
    }

    static Launch of(Node node, int rows) {
        return new FixedKernel(node, rows).launch();
    }

    private Launch launch() {
        switch (node.op().name()) {
            case "pad":
                return padded();
            case "gather":
                indexed(node.operand(0), node.operand(1));
                return launch("gather" + width(node.type()), size(node));
            case "scatter_add":
                indexed(node, node.operand(0));
                return launch("scatter_add", size(node));
            case "argmax":
                return launch("argmax", line(node.attributes().integer("axis")));
            case "cumsum":
                return launch("cumsum", line(node.attributes().integer("axis")));
            case "argsort":
                line(-1);
                return launch("argsort", size(node));
            case "max_pool":
            case "sum_pool":
                window(node.operand(0), node);
                return launch(node.op().name(), size(node));
            case "max_pool_grad":
                window(node.operand(0), node.operand(1));
                return launch("max_pool_grad", size(node));
            case "sum_pool_grad":
                window(node, node.operand(0));
                return launch("sum_pool_grad", size(node));
            default:
                throw new BackendException("CUDA C++ has no kernel for " + node);
        }
    }

    private Launch launch(String name, int threads) {
        List<Node> arrays = new ArrayList<>(node.operands());
        arrays.add(node);
        return new Launch(name, "", arrays, words, (threads + THREADS - 1) / THREADS, THREADS, 1);
    }

    private Launch padded() {
        int[] result = extents(node);
        if (result.length > MOST_AXES) {
            throw new BackendException("CUDA C++ pads at most " + MOST_AXES + " axes: " + node);
        }
        words.addAll(List.of(size(node), result.length, bits(node.attributes().number("value"))));
        member(result);
        member(extents(node.operand(0)));
        member(node.attributes().integers("low"));
        return launch("pad" + width(node.type()), size(node));
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
        Window window = Window.of(node.attributes());
        int[] cells = extents(image);
        words.addAll(List.of(cells[0], cells[1], cells[2], cells[3], extents(places)[1], extents(places)[2]));
        for (int[] pair : List.of(window.extents(), window.strides(), window.dilations(), window.low())) {
            Arrays.stream(pair).forEach(words::add);
        }
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

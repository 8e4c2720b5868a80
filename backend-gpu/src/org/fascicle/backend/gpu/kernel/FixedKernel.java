package org.fascicle.backend.gpu.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Node;

/** Operations that have a kernel of their own in {@code fixed.txt} or {@code products.txt}. */
public final class FixedKernel {
    private static final int THREADS = 256;
    private static final int TILE = 64;
    /** As many arrays as the arguments of all have room for. */
    private static final int PLACES = 4;
    /** As many axes as {@code pad_arguments} has room for. */
    private static final int MOST_AXES = 8;

    private final Node node;
    private final int rows;
    private final List<Integer> words = new ArrayList<>();

    private FixedKernel(Node node, int rows, Places places) {
        words.add(places.guard());
        List<Node> arrays = new ArrayList<>(node.operands());
        arrays.add(node);
        for (int i = 0; i < PLACES; i++) {
            words.add(i < arrays.size() ? places.offset(arrays.get(i)) : 0);
        }
        this.node = node;
        this.rows = rows;
    }

    static Rendered of(Node node, int rows, Places places) {
        return new FixedKernel(node, rows, places).rendered();
    }

    /**
     * A copy.
     *
     * @param guard the place of what guards it; −1 if it is made in any case
     * @param from where it begins in the first array
     * @param to where it begins in the second
     */
    public static Rendered copy(Type type, int guard, int from, int to, int count) {
        return new Rendered("copy" + width(type), "", "a commit", false, List.of(), List.of(guard, from, to, 0, 0, count),
                Math.max(1, (count + THREADS - 1) / THREADS), THREADS, 1);
    }

    /**
     * What decides whether a run is accepted, before the first kernel that asks for it.
     *
     * @param place where the guard's value lies
     */
    public static Rendered accept(Node guard, int place) {
        return new Rendered("decide_run", "", "the guard", true, List.of(guard), List.of(-1, place, 0, 0, 0, 1), 1, THREADS, 1);
    }

    private Rendered rendered() {
        switch (node.op().name()) {
            case "matmul":
                return matmul();
            case "conv":
            case "conv_grad_input":
            case "conv_grad_kernel":
                return convolution();
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
                throw new BackendException("a GPU has no kernel for " + node);
        }
    }

    private Rendered launch(String name, int threads) {
        return grouped(name, (threads + THREADS - 1) / THREADS);
    }

    private Rendered grouped(String name, int groups) {
        List<Node> arrays = new ArrayList<>(node.operands());
        arrays.add(node);
        return new Rendered(name, "", node.toString(), false, arrays, words, groups, THREADS, 1);
    }

    /** A product's groups: one for each tile of each result. */
    private Rendered tiled(String name, int results, int height, int width) {
        int tiles = Math.multiplyExact((height + TILE - 1) / TILE, (width + TILE - 1) / TILE);
        return grouped(name, Math.multiplyExact(results, tiles));
    }

    private Rendered matmul() {
        int[] left = extents(node.operand(0));
        int[] result = extents(node);
        int rank = result.length;
        boolean transposeLeft = node.attributes().flag("transpose_a");
        boolean transposeRight = node.attributes().flag("transpose_b");
        int height = result[rank - 2];
        int width = result[rank - 1];
        int inner = left[transposeLeft ? rank - 2 : rank - 1];
        words.addAll(List.of(height, width, inner, transposeLeft ? 1 : inner, transposeLeft ? height : 1,
                transposeRight ? 1 : width, transposeRight ? inner : 1, Math.multiplyExact(height, inner),
                Math.multiplyExact(inner, width)));
        return tiled("matmul", product(result, 0, rank - 2), height, width);
    }

    private Rendered convolution() {
        Window window = Window.of(node.attributes());
        int cells = Math.multiplyExact(window.extents()[0], window.extents()[1]);
        switch (node.op().name()) {
            case "conv":
                window(node.operand(0), node);
                int[] places = extents(node);
                return tiled("conv", 1, product(places, 0, 3), places[3]);
            case "conv_grad_input":
                window(node, node.operand(0));
                int[] image = extents(node);
                return tiled("conv_grad_input", 1, product(image, 0, 3), image[3]);
            default:
                window(node.operand(0), node.operand(1));
                int channels = extents(node.operand(0))[3];
                return tiled("conv_grad_kernel", 1, Math.multiplyExact(cells, channels), extents(node.operand(1))[3]);
        }
    }

    private Rendered padded() {
        int[] result = extents(node);
        if (result.length > MOST_AXES) {
            throw new BackendException("a GPU pads at most " + MOST_AXES + " axes: " + node);
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
        words.addAll(List.of(cells[0], cells[1], cells[2], cells[3], extents(places)[1], extents(places)[2],
                extents(places)[3]));
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

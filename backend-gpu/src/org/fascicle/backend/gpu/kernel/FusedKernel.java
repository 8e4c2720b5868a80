package org.fascicle.backend.gpu.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.expr.Philox;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * Renders an elementwise chain, with a sum or maximum at its end or without, or a movement that is carried out. The source
 * holds no extent, offset, constant or scalar, so that kernels of one structure have one source. Used once.
 */
final class FusedKernel {
    private static final int NAME_BYTES = 6;
    private static final int THREADS = 256;
    private static final int LANES = 32;
    private static final int LINES = 8;

    private final Kernel kernel;
    private final int rows;
    private final Places places;
    private final @Nullable Node anchor;
    private final int[] full;
    private final boolean[] folded;
    private final List<@Nullable Node> arrays = new ArrayList<>();
    private final List<View> views = new ArrayList<>();
    private final Map<Node, String> values = new HashMap<>();
    private final List<String> body = new ArrayList<>();
    private final List<String> stores = new ArrayList<>();
    private final List<Integer> integers = new ArrayList<>();
    private final List<Float> numbers = new ArrayList<>();
    private final List<Integer> scalars = new ArrayList<>();

    private FusedKernel(Kernel kernel, @Nullable Node anchor, int[] full, int rows, Places places) {
        this.places = places;
        this.kernel = kernel;
        this.rows = rows;
        this.anchor = anchor;
        this.full = full;
        this.folded = new boolean[full.length];
    }

    /** The launch of a kernel without an anchor, or with a sum or maximum as its anchor. */
    static Rendered of(Kernel kernel, int rows, Places places) {
        Node fold = kernel.anchor().orElse(null);
        Node last = fold != null ? fold.operand(0) : kernel.outputs().get(0);
        FusedKernel rendering = new FusedKernel(kernel, fold, last.shape().withRows(rows).toArray(), rows, places);
        rendering.compute();
        return rendering.launch(fold);
    }

    /** The launch of a movement whose elements lie at even distances in what it moves, through the movements between. */
    static Rendered moved(Kernel kernel, Node movement, int rows, Places places) {
        int[] extents = movement.shape().withRows(rows).toArray();
        FusedKernel rendering = new FusedKernel(kernel, movement, extents, rows, places);
        Node from = movement.operand(0);
        String loaded = rendering.loaded(rendering.source(from), rendering.view(from).moved(movement, rows));
        rendering.store(movement, loaded, View.whole(extents));
        return rendering.launch(null);
    }

    /**
     * The launch of a copy.
     *
     * @param kernel whose anchor is a movement
     * @param from what is read
     * @param extents of what is copied
     * @param read where its elements lie
     * @param written where they go in the anchor's result
     */
    static Rendered copy(Kernel kernel, Node from, int[] extents, View read, View written, int rows, Places places) {
        FusedKernel rendering = new FusedKernel(kernel, null, extents, rows, places);
        String loaded = rendering.loaded(from, read);
        rendering.values.put(from, loaded);
        rendering.store(kernel.anchor().orElseThrow(), loaded, written);
        return rendering.launch(null);
    }

    private void compute() {
        if (anchor != null) {
            for (int axis : anchor.attributes().integers("axes")) {
                folded[axis] = true;
            }
        }
        for (Node node : kernel.nodes()) {
            if (node != anchor && isComputed(node)) {
                values.put(node, computed(node));
            }
        }
        for (Node output : kernel.outputs()) {
            if (output != anchor) {
                store(output, Objects.requireNonNull(values.get(output)), View.whole(full));
            }
        }
        if (anchor != null) {
            operand(anchor.operand(0));
            arrays.add(anchor);
            views.add(kept());
        }
    }

    private static boolean isComputed(Node node) {
        return node.op().access() == Access.ELEMENTWISE || node.op() == Primitives.IOTA
                || node.op() == Primitives.RANDOM_BITS;
    }

    private String computed(Node node) {
        if (node.op() == Primitives.IOTA) {
            int[] strides = new int[full.length];
            strides[node.shape().axis(node.attributes().integer("axis"))] = 1;
            views.add(new View(strides, 0));
            arrays.add(null);
            return assigned(node, place(views.size() - 1));
        }
        if (node.op() == Primitives.RANDOM_BITS) {
            String path = integer(Philox.hash(node.attributes().text("path")));
            String draw = integer(node.attributes().integer("draw"));
            String shift = integer(Integer.SIZE - node.attributes().integer("bits"));
            return assigned(node,
                    "random_bits(frame, element, (uint) " + path + ", (uint) " + draw + ", (uint) " + shift
                            + ")");
        }
        return assigned(node, Functions.of(node, node.operands().stream().map(this::operand).toList()));
    }

    /** The value of an operand: computed here, a number, or read from memory through the movements between. */
    private String operand(Node node) {
        String known = values.get(node);
        if (known != null) {
            return known;
        }
        Node source = source(node);
        boolean isNumber = source.op() == Primitives.CONSTANT || source.op() == Primitives.SCALAR;
        String value = isNumber ? number(source) : loaded(source, view(node));
        values.put(node, value);
        return value;
    }

    private boolean isMap(Node node) {
        return node != anchor && kernel.nodes().contains(node) && GpuPolicy.isEven(node);
    }

    private Node source(Node node) {
        return isMap(node) ? source(node.operand(0)) : node;
    }

    private View view(Node node) {
        return isMap(node) ? view(node.operand(0)).moved(node, rows) : View.whole(node.shape().withRows(rows).toArray());
    }

    private String number(Node source) {
        if (source.op() == Primitives.SCALAR) {
            scalars.add(Frame.SCALARS + source.attributes().integer("index"));
            return assigned(source, "of_bits(frame[p.scalars[" + (scalars.size() - 1) + "]])");
        }
        double value = source.attributes().number("value");
        switch (source.type()) {
            case REAL:
                numbers.add((float) value);
                return assigned(source, "p.numbers[" + (numbers.size() - 1) + "]");
            case BOOL:
                return assigned(source, integer(value != 0 ? 1 : 0) + " != 0");
            case UINT32:
                return assigned(source, "(uint) " + integer((int) (long) value));
            default:
                return assigned(source, integer((int) value));
        }
    }

    private String integer(int value) {
        integers.add(value);
        return "p.integers[" + (integers.size() - 1) + "]";
    }

    private String loaded(Node source, View view) {
        arrays.add(source);
        views.add(view);
        int slot = views.size() - 1;
        return assigned(source, "a" + slot + "[" + place(slot) + "]" + (source.type() == Type.BOOL ? " != 0" : ""));
    }

    private void store(Node node, String value, View view) {
        arrays.add(node);
        views.add(view);
        int slot = views.size() - 1;
        stores.add("a" + slot + "[" + place(slot) + "] = " + (node.type() == Type.BOOL ? "(uchar) " : "") + value + ";");
    }

    private String assigned(Node node, String expression) {
        String name = "v" + body.size();
        body.add("const " + Functions.type(node.type()) + " " + name + " = " + expression + ";");
        return name;
    }

    /** Where the fold's result lies, along the axes of its operand. */
    private View kept() {
        int[] strides = new int[full.length];
        int stride = 1;
        for (int axis = full.length - 1; axis >= 0; axis--) {
            strides[axis] = folded[axis] ? 0 : stride;
            stride *= folded[axis] ? 1 : full[axis];
        }
        return new View(strides, 0);
    }

    // Until the axes are known, a place is written as @slot@.
    private static String place(int slot) {
        return "@" + slot + "@";
    }

    private Rendered launch(@Nullable Node anchor) {
        Space space = Space.of(full, folded, views);
        Type type = anchor == null ? Type.REAL : anchor.type();
        String fold = anchor == null ? null : values.get(anchor.operand(0));
        boolean isMaximum = anchor != null && anchor.op() == Primitives.REDUCE_MAX;
        Skeleton skeleton = new Skeleton(space, arrays, integers.size(), numbers.size(), scalars.size());
        String text = skeleton.render(body, stores, fold, type, isMaximum);
        String name = (anchor == null ? "each_" : "fold_") + digest(text);
        int kept = space.size(false);
        boolean byLine = anchor != null && space.lastIsFolded();
        int width = anchor == null || byLine ? THREADS : LANES;
        int blocks = byLine ? kept : blocks(kept, width);
        return new Rendered(name, text.replace("NAME", name), kernel.outputs().get(0).toString(), true, skeleton.pointers(),
                words(space), blocks, width,
                anchor == null || byLine ? 1 : LINES);
    }

    private static int blocks(int elements, int threads) {
        return (elements + threads - 1) / threads;
    }

    /** In the order of the members of {@link Skeleton}'s structure. */
    private List<Integer> words(Space space) {
        List<Integer> words = new ArrayList<>(List.of(places.guard(), space.size(false), space.size(true)));
        Arrays.stream(space.extents).forEach(words::add);
        for (View view : space.views) {
            Arrays.stream(view.strides).forEach(words::add);
        }
        for (int slot = 0; slot < space.views.size(); slot++) {
            Node array = arrays.get(slot);
            words.add(Math.addExact(space.views.get(slot).offset, array == null ? 0 : places.offset(array)));
        }
        words.addAll(integers);
        words.addAll(scalars);
        numbers.forEach(number -> words.add(Float.floatToRawIntBits(number)));
        return words;
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.fascicle.backend.gpu.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Philox;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a fused kernel, and all that they need: arrays with their views, constants, places of scalars. The statements
 * hold no extent, offset, constant or scalar, so that kernels of one structure have one text. Until the axes are known, the place in array
 * 3 is written as {@code @3@}, and as {@code @3k@} where the axes are not at hand along which the kernel sums. Used once.
 */
final class Body {
    private final Kernel kernel;
    private final int rows;
    private final Places places;
    /** The shape of all that it computes, but for the results of sums. */
    private final Shape shape;
    private final int[] full;
    /** By axis, whether it is summed up. */
    private final boolean[] folded;
    private final Set<Node> nodes;
    private final List<@Nullable Node> arrays = new ArrayList<>();
    private final List<View> views = new ArrayList<>();
    private final Map<Node, String> numbers = new HashMap<>();
    private final List<Integer> integers = new ArrayList<>();
    private final List<Float> reals = new ArrayList<>();
    private final List<Integer> scalars = new ArrayList<>();
    private final List<Node> reads = new ArrayList<>();
    private final List<Node> writes = new ArrayList<>();
    private int names;

    Body(Kernel kernel, Shape shape, boolean[] folded, int rows, Places places) {
        this.kernel = kernel;
        this.shape = shape;
        this.full = shape.withRows(rows).toArray();
        this.folded = folded;
        this.rows = rows;
        this.places = places;
        this.nodes = new HashSet<>(kernel.nodes());
    }

    /** Statements that follow each other, and the values that they name; sees those of the scope around it. */
    final class Scope {
        final List<String> statements = new ArrayList<>();
        final List<String> stores = new ArrayList<>();
        private final Map<Node, String> values = new HashMap<>();
        private final @Nullable Scope outer;
        /** Whether it stands where one element of a sum is at hand. */
        private final boolean isInside;

        Scope(@Nullable Scope outer, boolean isInside) {
            this.outer = outer;
            this.isInside = isInside;
        }

        void put(Node node, String name) {
            values.put(node, name);
        }

        /** The value of what a node of the kernel names as an operand; computed here if it is not yet there. */
        String value(Node node) {
            String known = known(node);
            if (known != null) {
                return known;
            }
            if (nodes.contains(node) && isComputed(node)) {
                return named(node, computed(node));
            }
            Node source = source(node);
            if (source != node && nodes.contains(source) && (isComputed(source) || GpuPolicy.isFold(source))) {
                // A result of each line, for all elements of the line.
                return value(source);
            }
            if (source.op() == Primitives.CONSTANT || source.op() == Primitives.SCALAR) {
                return number(source);
            }
            return named(node, loaded(source, lifted(view(node), node)));
        }

        private @Nullable String known(Node node) {
            String name = values.get(node);
            return name != null || outer == null ? name : outer.known(node);
        }

        private String computed(Node node) {
            if (node.op() == Primitives.IOTA) {
                int[] strides = new int[node.shape().rank()];
                strides[node.shape().axis(node.attributes().integer("axis"))] = 1;
                return place(slot(null, lifted(new View(strides, 0), node)));
            }
            if (node.op() == Primitives.RANDOM_BITS) {
                String element = isInside || !isResult(node) ? "element" : "k";
                return "random_bits(frame, " + element + ", (uint) " + integer(Philox.hash(node.attributes().text("path")))
                        + ", (uint) " + integer(node.attributes().integer("draw")) + ", (uint) "
                        + integer(Integer.SIZE - node.attributes().integer("bits")) + ")";
            }
            List<String> operands = new ArrayList<>();
            node.operands().forEach(operand -> operands.add(value(operand)));
            return Functions.of(node, operands);
        }

        private String named(Node node, String expression) {
            String name = "v" + names++;
            statements.add("const " + Functions.type(node.type()) + " " + name + " = " + expression + ";");
            values.put(node, name);
            return name;
        }

        private String loaded(Node source, View view) {
            reads.add(source);
            return "a" + slot(source, view) + "[" + place(slot(source, view)) + "]" + (source.type() == Type.BOOL ? " != 0" : "");
        }

        /** Writes a node's value to its place. */
        void store(Node node) {
            store(node, value(node), lifted(View.whole(node.shape().withRows(rows).toArray()), node));
        }

        void store(Node node, String value, View view) {
            writes.add(node);
            int slot = slot(node, view);
            stores.add("a" + slot + "[" + place(slot) + "] = " + (node.type() == Type.BOOL ? "(uchar) " : "") + value + ";");
            Node packed = places.packed(node);
            if (packed != null) {
                writes.add(packed);
                int twin = slot(packed, view);
                stores.add("PACKED(a" + twin + ")[" + place(twin) + "] = packed(" + value + ");");
            }
        }

        /** Writes what is read at one view of a tensor to another of a second. */
        void copy(Node from, View read, Node to, View written) {
            store(to, named(from, loaded(from, read)), written);
        }

        /** Writes what a movement makes of its operand. */
        void move(Node movement, View written) {
            Node operand = movement.operand(0);
            store(movement, named(movement, loaded(source(operand), view(operand).moved(movement, rows))), written);
        }

        private String place(int slot) {
            return "@" + slot + (isInside ? "@" : "k@");
        }
    }

    /** Whether a node is computed element by element. */
    static boolean isComputed(Node node) {
        return node.op().access() == Access.ELEMENTWISE || node.op() == Primitives.IOTA || node.op() == Primitives.RANDOM_BITS;
    }

    /** Whether a node has an element for each result of a sum, not for each element that is summed up. */
    boolean isResult(Node node) {
        return GpuPolicy.isFold(node) || !node.shape().equals(shape);
    }

    private static boolean isMap(Node node) {
        return GpuPolicy.isEven(node);
    }

    private Node source(Node node) {
        return nodes.contains(node) && isMap(node) ? source(node.operand(0)) : node;
    }

    private View view(Node node) {
        return nodes.contains(node) && isMap(node) ? view(node.operand(0)).moved(node, rows)
                : View.whole(node.shape().withRows(rows).toArray());
    }

    /** A view along the axes of a node as one along the kernel's: those that a sum has left out are put in again. */
    private View lifted(View view, Node node) {
        if (node.shape().rank() == full.length) {
            return view;
        }
        int[] strides = new int[full.length];
        int from = 0;
        for (int axis = 0; axis < full.length; axis++) {
            strides[axis] = folded[axis] ? 0 : view.strides[from++];
        }
        return new View(strides, view.offset);
    }

    private int slot(@Nullable Node array, View view) {
        for (int i = 0; i < views.size(); i++) {
            if (arrays.get(i) == array && views.get(i).offset == view.offset
                    && Arrays.equals(views.get(i).strides, view.strides)) {
                return i;
            }
        }
        arrays.add(array);
        views.add(view);
        return views.size() - 1;
    }

    /** A tensor that is handed to the kernel beside those of its nodes, by its first element alone. */
    String whole(Node tensor, boolean isWritten) {
        (isWritten ? writes : reads).add(tensor);
        int slot = slot(tensor, new View(new int[full.length], 0));
        return "a" + slot + "[p.offsets[" + slot + "] + ";
    }

    private String number(Node source) {
        return numbers.computeIfAbsent(source, this::constant);
    }

    private String constant(Node source) {
        if (source.op() == Primitives.SCALAR) {
            scalars.add(Frame.SCALARS + source.attributes().integer("index"));
            return "of_bits(frame[p.scalars[" + (scalars.size() - 1) + "]])";
        }
        double value = source.attributes().number("value");
        switch (source.type()) {
            case REAL:
                reals.add((float) value);
                return "p.numbers[" + (reals.size() - 1) + "]";
            case BOOL:
                return "(" + integer(value != 0 ? 1 : 0) + " != 0)";
            case UINT32:
                return "((uint) " + integer((int) (long) value) + ")";
            default:
                return integer((int) value);
        }
    }

    private String integer(int value) {
        integers.add(value);
        return "p.integers[" + (integers.size() - 1) + "]";
    }

    /** The axes, when all statements are there. */
    Space space() {
        return Space.of(full, folded, views);
    }

    /** The members of its argument structure, in the order of {@link #words}. */
    List<String> members(Space space) {
        List<String> members = new ArrayList<>();
        member(members, "int", "extents", space.extents.length);
        member(members, "int", "apart", space.extents.length * arrays.size());
        member(members, "int", "offsets", arrays.size());
        member(members, "int", "integers", integers.size());
        member(members, "int", "scalars", scalars.size());
        member(members, "float", "numbers", reals.size());
        return members;
    }

    private static void member(List<String> members, String type, String name, int count) {
        if (count > 0) {
            members.add(type + " " + name + "[" + count + "];");
        }
    }

    List<Integer> words(Space space) {
        List<Integer> words = new ArrayList<>();
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
        reals.forEach(number -> words.add(Float.floatToRawIntBits(number)));
        return words;
    }

    /** The kernel's part of a launch, with its text. */
    Part part(String title, Text text, int local, List<String> first, List<Integer> firstWords, int groups) {
        List<String> members = new ArrayList<>(List.of("int guard;"));
        members.addAll(first);
        members.addAll(members(text.space));
        List<Integer> words = new ArrayList<>(List.of(places.guard()));
        words.addAll(firstWords);
        words.addAll(words(text.space));
        Node cause = kernel.anchor().orElseGet(() -> kernel.outputs().get(0));
        return new Part(title, cause.toString(), "", members, new ArrayList<>(arrays), local, text.lines(), words, groups, reads,
                writes);
    }
}

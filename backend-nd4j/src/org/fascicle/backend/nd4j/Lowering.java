package org.fascicle.backend.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

/**
 * Makes the nodes of a graph into operations on memory. What only moves elements becomes a view where it can: reshapes, slices of
 * whole blocks, broadcasts that the consuming operation folds in, transposes that a matrix product folds in, parts of a
 * concatenation.
 */
final class Lowering {
    /** A write at the end of a run. */
    static final class Store {
        final Root variable;
        final Value value;
        final boolean guarded;
        final Node node;
        /** Whether the value is computed in the variable's own memory. */
        boolean inPlace;

        Store(Root variable, Value value, boolean guarded, Node node) {
            this.variable = variable;
            this.value = value;
            this.guarded = guarded;
            this.node = node;
        }
    }

    final List<Op> ops = new ArrayList<>();
    final List<Root> constants = new ArrayList<>();
    final List<Store> stores = new ArrayList<>();
    final Map<String, Value> outputs = new LinkedHashMap<>();
    final Map<String, Root> variables = new LinkedHashMap<>();
    final Map<String, Root> inputs = new LinkedHashMap<>();
    final Root scalars;
    Value guard;

    private final Value[] values;
    private final Map<String, Root> constantRoots = new HashMap<>();
    private final Map<Value, Value> plain = new IdentityHashMap<>();

    Lowering(Graph graph) {
        scalars = new Root(Root.Home.SCALARS, Type.REAL, Shape.of(graph.scalars().size()), null);
        values = new Value[graph.nodes().size()];
        graph.variables().forEach(v -> variables.put(v.path(),
                new Root(Root.Home.VARIABLE, v.type(), v.shape(), v.path())));
        for (Node node : graph.nodes()) {
            try {
                values[node.index()] = lower(node);
            } catch (BackendException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new BackendException("nd4j cannot compile " + node + ": " + e, e);
            }
        }
        graph.outputs().forEach((name, node) -> outputs.put(name, own(values[node.index()], node)));
        graph.guard().ifPresent(node -> guard = plain(values[node.index()], node));
        for (Commit commit : graph.commits()) {
            store(commit, graph);
        }
    }

    private void store(Commit commit, Graph graph) {
        Root variable = variables.get(commit.variable().path());
        Value value = plain(values[commit.value().index()], commit.value());
        if (value.root == variable && value.isWhole()) {
            return;
        }
        boolean overwritten = value.root.home == Root.Home.VARIABLE
                && graph.commits().stream().anyMatch(c -> c.variable().path().equals(value.root.name));
        stores.add(new Store(variable, overwritten ? copy(value, commit.value()) : value, commit.isGuarded(), commit.value()));
    }

    /** A value that has memory of its own. */
    private Value own(Value value, Node node) {
        Value here = plain(value, node);
        return here.root.home == Root.Home.RUN && here.isWhole() ? here : copy(here, node);
    }

    private Value lower(Node node) {
        List<Value> in = new ArrayList<>();
        node.operands().forEach(operand -> in.add(values[operand.index()]));
        switch (node.op().name()) {
            case "constant":
                return constant(node.type(), node.attributes().number("value"));
            case "input":
                return Value.of(inputs.computeIfAbsent(node.attributes().text("name"),
                        name -> new Root(Root.Home.INPUT, node.type(), node.shape(), name)));
            case "variable":
                return Value.of(variables.get(node.attributes().text("path")));
            case "scalar":
                return Value.of(scalars).at(node.attributes().integer("index"), Shape.scalar());
            case "stop_gradient":
                return in.get(0);
            case "reshape":
                return in.get(0).isSingle() && node.shape().rank() > 0 && in.get(0).isRepeated()
                        ? in.get(0).reshaped(Shape.scalar()).repeated(node.shape())
                        : plain(in.get(0), node).reshaped(node.shape());
            case "broadcast":
                return broadcast(in.get(0), node);
            case "transpose":
                return transpose(plain(in.get(0), node), node);
            case "slice":
                return slice(in.get(0), node);
            case "concat":
                return concat(in, node);
            case "matmul":
                return matmul(in, node);
            default:
                return node.op().access() == org.fascicle.api.expr.Primitive.Access.ELEMENTWISE
                        ? new Elementwise(this, node).lower(in) : emit(node.op().name(), node, plain(in, node), node.type(), node.shape());
        }
    }

    private Value constant(Type type, double number) {
        return Value.of(constantRoots.computeIfAbsent(type + " " + Double.doubleToLongBits(number), key -> {
            Root root = new Root(Root.Home.KEPT, type, Shape.scalar(), null);
            root.constant = number;
            constants.add(root);
            return root;
        }));
    }

    private Value broadcast(Value value, Node node) {
        Value from = value.axes == null ? value : plain(value, node);
        Value to = from.repeated(node.shape());
        return Repeat.of(to).kind == Repeat.Kind.FULL ? from.reshaped(node.shape()) : to;
    }

    private static Value transpose(Value value, Node node) {
        int[] axes = node.attributes().integers("axes");
        int last = -1;
        boolean inOrder = true;
        for (int axis : axes) {
            if (value.stored.extent(axis) != 1) {
                inOrder &= axis > last;
                last = axis;
            }
        }
        return inOrder ? value.reshaped(node.shape()) : value.transposed(axes, node.shape());
    }

    private Value slice(Value value, Node node) {
        if (value.isSingle() && value.isRepeated()) {
            return value.repeated(node.shape());
        }
        Value from = plain(value, node);
        int[] start = node.attributes().integers("start");
        int[] step = node.attributes().integers("step");
        long offset = 0;
        long stride = 1;
        boolean block = !from.stored.isBatched();
        boolean partial = false;
        for (int axis = start.length - 1; axis >= 0 && block; axis--) {
            int extent = node.shape().extent(axis);
            block = (step[axis] == 1 || extent <= 1) && (!partial || extent == 1);
            partial |= extent != from.stored.extent(axis);
            offset += start[axis] * stride;
            stride *= from.stored.extent(axis);
        }
        return block ? from.at(offset, node.shape()) : emit("slice", node, List.of(from), node.type(), node.shape());
    }

    private Value concat(List<Value> in, Node node) {
        int axis = node.attributes().integer("axis");
        long leading = 1;
        for (int i = 0; i < axis; i++) {
            leading *= node.shape().extent(i);
        }
        List<Value> parts = plain(in, node);
        if (leading != 1 || node.shape().isBatched() || parts.stream().allMatch(this::isOnce)) {
            return emit("concat", node, parts, node.type(), node.shape());
        }
        Root whole = new Root(Root.Home.RUN, node.type(), node.shape(), null);
        long at = 0;
        for (Value part : parts) {
            Root root = part.root;
            if (!part.isWhole() || root.home != Root.Home.RUN || root.within != null || root.writers.size() != 1) {
                root = copy(part, node).root;
            }
            root.within = whole;
            root.at = at;
            whole.writers.addAll(root.writers);
            at += part.shape.size();
        }
        return Value.of(whole);
    }

    private Value matmul(List<Value> in, Node node) {
        boolean[] flags = {node.attributes().flag("transpose_a"), node.attributes().flag("transpose_b")};
        List<Value> operands = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Value value = in.get(i);
            if (value.axes != null && swapsLast(value.axes)) {
                value = value.reshaped(value.stored);
                flags[i] = !flags[i];
            }
            operands.add(plain(value, node));
        }
        Value result = emit("matmul", node, operands, node.type(), node.shape());
        result.root.writer().transposeA = flags[0];
        result.root.writer().transposeB = flags[1];
        return result;
    }

    private static boolean swapsLast(int[] axes) {
        int last = axes.length - 1;
        for (int i = 0; i < last - 1; i++) {
            if (axes[i] != i) {
                return false;
            }
        }
        return axes[last] == last - 1;
    }

    List<Value> plain(List<Value> in, Node node) {
        List<Value> all = new ArrayList<>();
        in.forEach(value -> all.add(plain(value, node)));
        return all;
    }

    /** The value, row-major in memory. */
    Value plain(Value value, Node node) {
        if (value.isPlain()) {
            return value;
        }
        Value known = plain.get(value);
        if (known == null) {
            String name = value.axes == null ? "broadcast" : "transpose";
            known = emit(name, node, List.of(value.reshaped(value.stored)), value.type(), value.shape);
            known.root.writer().axes = value.axes;
            plain.put(value, known);
        }
        return known;
    }

    private Value copy(Value value, Node node) {
        Value result = emit("copy", node, List.of(value), value.type(), value.shape, false);
        return result;
    }

    Value emit(String name, Node node, List<Value> in, Type type, Shape shape) {
        boolean once = !shape.isBatched() && !name.equals("random_bits") && in.stream().allMatch(this::isOnce);
        return emit(name, node, in, type, shape, once);
    }

    private Value emit(String name, Node node, List<Value> in, Type type, Shape shape, boolean once) {
        Root out = new Root(once ? Root.Home.KEPT : Root.Home.RUN, type, shape, null);
        Op op = new Op(ops.size(), name, node, in, out, once);
        out.writers.add(op);
        ops.add(op);
        return Value.of(out);
    }

    private boolean isOnce(Value value) {
        return value.root.home == Root.Home.KEPT;
    }
}

package org.fascicle.compiler.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Philox;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.ScanBody;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.expression.ErrorFunction;
import org.fascicle.compiler.expression.Traversal;
import org.fascicle.compiler.lowering.HostScalars;

/** Computes expressions and graphs in float64, straight from the table of primitives, for these tests to compare with. */
public final class ExprEvaluator {
    private static final long SEED = 42;

    private final int rows;
    private final Map<String, Tensor> leaves;
    private final Map<String, Double> scalars;
    private final int step;

    /** With the values of inputs and variables by name or path, and of named scalars. */
    public ExprEvaluator(int rows, Map<String, Tensor> leaves, Map<String, Double> scalars) {
        this.rows = rows;
        this.leaves = leaves;
        this.scalars = new HashMap<>(scalars);
        this.scalars.putIfAbsent("rows", (double) rows);
        this.step = scalars.getOrDefault("step", 0.0).intValue();
    }

    public Tensor evaluate(Expr e) {
        return evaluate(List.of(e)).get(0);
    }

    public List<Tensor> evaluate(List<Expr> roots) {
        Map<Expr, Tensor> values = new IdentityHashMap<>();
        for (Expr e : Traversal.postorder(roots)) {
            if (e.op().decomposition().isPresent()) {
                Expr plain = e.op().decomposition().get().apply(e);
                values.put(e, evaluateAbove(plain, values));
            } else {
                values.put(e, compute(e, values));
            }
        }
        List<Tensor> results = new ArrayList<>();
        roots.forEach(root -> results.add(values.get(root)));
        return results;
    }

    private Tensor evaluateAbove(Expr root, Map<Expr, Tensor> values) {
        for (Expr e : Traversal.postorder(List.of(root))) {
            if (!values.containsKey(e)) {
                values.put(e, compute(e, values));
            }
        }
        return values.get(root);
    }

    private Tensor compute(Expr e, Map<Expr, Tensor> values) {
        List<Tensor> operands = new ArrayList<>();
        e.operands().forEach(operand -> operands.add(values.get(operand)));
        if (e.op() == Primitives.SCALAR) {
            return Tensor.real(Shape.scalar(), scalars.get(e.attributes().text("name")));
        }
        return apply(e.op(), operands, e.attributes(), e.type(), e.shape());
    }

    /** The values of all nodes. */
    public Tensor[] run(Graph graph) {
        Tensor[] values = new Tensor[graph.nodes().size()];
        for (Node node : graph.nodes()) {
            List<Tensor> operands = new ArrayList<>();
            node.operands().forEach(operand -> operands.add(values[operand.index()]));
            values[node.index()] = compute(graph, node, operands);
        }
        return values;
    }

    /** The value of one node of a graph, from those of its operands. */
    public Tensor compute(Graph graph, Node node, List<Tensor> operands) {
        if (node.op() == Primitives.SCALAR) {
            Expr host = graph.scalars().get(node.attributes().integer("index"));
            return Tensor.real(Shape.scalar(), HostScalars.evaluate(host, scalars::get));
        }
        return apply(node.op(), operands, node.attributes(), node.type(), node.shape());
    }

    /** What commits write, by path. */
    public Map<String, Tensor> commits(Graph graph) {
        Tensor[] values = run(graph);
        boolean passed = graph.guard().map(guard -> values[guard.index()].data[0] != 0).orElse(true);
        Map<String, Tensor> written = new HashMap<>();
        for (Commit commit : graph.commits()) {
            if (passed || !commit.isGuarded()) {
                written.put(commit.variable().path(), values[commit.value().index()]);
            }
        }
        return written;
    }

    private Tensor apply(Primitive op, List<Tensor> x, Attributes a, Type type, Shape symbolic) {
        Shape shape = symbolic.withRows(rows);
        double[] y = new double[Math.toIntExact(shape.size())];
        if (op.access() == Primitive.Access.ELEMENTWISE) {
            elementwise(op, x, type, y);
            return new Tensor(type, shape, y);
        }
        switch (op.name()) {
            case "constant":
                y[0] = a.number("value");
                break;
            case "input":
                return leaves.get(a.text("name"));
            case "variable":
                return leaves.get(a.text("path"));
            case "scan":
                return loop(x, a, type, shape);
            case "random_bits":
                draw(a, y);
                break;
            default:
                TensorMath.compute(op.name(), x, a, shape, y);
        }
        return new Tensor(type, shape, y);
    }

    private Tensor loop(List<Tensor> x, Attributes a, Type type, Shape shape) {
        ScanBody body = ScanLoop.body(a);
        int steps = a.integer("steps");
        List<Tensor> carried = new ArrayList<>(x.subList(0, body.carries().size()));
        int result = ScanLoop.result(a);
        Tensor stacked = new Tensor(type, shape, new double[Math.toIntExact(shape.size())]);
        for (int i = 0; i < steps; i++) {
            int at = a.flag("backwards") ? steps - 1 - i : i;
            Map<String, Tensor> own = new HashMap<>();
            List<Expr> placeholders = body.placeholders();
            for (int p = 0; p < placeholders.size(); p++) {
                boolean isSlice = body.slices().contains(placeholders.get(p));
                Tensor value = p < carried.size() ? carried.get(p) : x.get(p);
                own.put(placeholders.get(p).attributes().text("name"),
                        isSlice ? sliced(value, placeholders.get(p).shape(), at, steps) : value);
            }
            List<Tensor> results = new ExprEvaluator(rows, own, scalars).evaluate(body.results());
            carried = results.subList(0, carried.size());
            if (result < carried.size()) {
                stacked = carried.get(result);
            } else {
                move(results.get(result), body.results().get(result).shape(), stacked, at, steps, false);
            }
        }
        return stacked;
    }

    private Tensor sliced(Tensor whole, Shape slice, int at, int steps) {
        Shape shape = slice.withRows(rows);
        Tensor part = new Tensor(whole.type, shape, new double[Math.toIntExact(shape.size())]);
        move(part, slice, whole, at, steps, true);
        return part;
    }

    private void move(Tensor part, Shape slice, Tensor whole, int at, int steps, boolean reads) {
        int lines = slice.isBatched() ? rows : 1;
        int length = part.data.length / lines;
        for (int i = 0; i < part.data.length; i++) {
            int there = (i / length * steps + at) * length + i % length;
            if (reads) {
                part.data[i] = whole.data[there];
            } else {
                whole.data[there] = part.data[i];
            }
        }
    }

    private void draw(Attributes a, double[] y) {
        int[] words = new int[4];
        for (int i = 0; i < y.length; i++) {
            Philox.words(SEED, i / 4, step, Philox.hash(a.text("path")), a.integer("draw"), words);
            y[i] = (words[i % 4] & 0xFFFFFFFFL) >>> (32 - a.integer("bits"));
        }
    }

    private static void elementwise(Primitive op, List<Tensor> x, Type type, double[] y) {
        double[] none = new double[y.length];
        double[] a = x.get(0).data;
        double[] b = x.size() > 1 ? x.get(1).data : none;
        double[] c = x.size() > 2 ? x.get(2).data : none;
        boolean integer = x.get(0).type == Type.INT32;
        for (int i = 0; i < y.length; i++) {
            y[i] = op == Primitives.CAST ? cast(a[i], type) : number(op.name(), integer, a[i], b[i], c[i]);
        }
    }

    private static double cast(double a, Type to) {
        return to == Type.INT32 ? (int) a : to == Type.BOOL ? (a != 0 ? 1 : 0) : to == Type.UINT32 ? (long) a : a;
    }

    private static double number(String op, boolean integer, double a, double b, double c) {
        return switch (op) {
            case "neg" -> integer ? -(int) a : -a;
            case "abs" -> integer ? Math.abs((int) a) : Math.abs(a);
            case "sign" -> Math.signum(a);
            case "floor" -> Math.floor(a);
            case "exp" -> Math.exp(a);
            case "expm1" -> Math.expm1(a);
            case "log" -> Math.log(a);
            case "log1p" -> Math.log1p(a);
            case "sqrt" -> Math.sqrt(a);
            case "tanh" -> Math.tanh(a);
            case "erf" -> ErrorFunction.erf(a);
            case "erfc" -> ErrorFunction.erfc(a);
            case "erfinv" -> ErrorFunction.inverse(a);
            case "sin" -> Math.sin(a);
            case "cos" -> Math.cos(a);
            case "not" -> a == 0 ? 1 : 0;
            case "add" -> integer ? (int) a + (int) b : a + b;
            case "sub" -> integer ? (int) a - (int) b : a - b;
            case "mul" -> integer ? (int) a * (int) b : a * b;
            case "div" -> !integer ? a / b : b == 0 ? 0 : (int) a / (int) b;
            case "pow" -> Math.pow(a, b);
            case "max" -> Math.max(a, b);
            case "min" -> Math.min(a, b);
            case "and" -> a != 0 && b != 0 ? 1 : 0;
            case "or" -> a != 0 || b != 0 ? 1 : 0;
            case "gt" -> a > b ? 1 : 0;
            case "ge" -> a >= b ? 1 : 0;
            case "eq" -> a == b ? 1 : 0;
            case "where" -> a != 0 ? b : c;
            case "stop_gradient", "with_gradient_of" -> a;
            default -> throw new IllegalArgumentException(op);
        };
    }
}

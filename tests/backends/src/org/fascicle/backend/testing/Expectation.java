package org.fascicle.backend.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Variable;
import org.fascicle.backend.reference.ReferenceBackend;

/**
 * What a random graph computes, from the reference in float64, and how far a computation in float32 may be off. For that,
 * the reference runs the graph again with noise on every result that float32 cannot hold: what the noise moves, rounding
 * may move. A result that depends on a decision (a comparison, an order, an integer part) which lies so near that rounding
 * may change it is not expected to be anything, nor is one that rounding may move by more than a hundredth.
 */
final class Expectation {
    /** By how much a result is moved: some more than any backend may be off at one operation. */
    private static final double NOISE = 0x1p-20;
    /** How much farther than the noise rounding may move a result, or turn a decision. */
    private static final double FACTOR = 16;
    private static final double UNCERTAIN = 1e-2;
    private static final double HUGE = 1e25;
    /** They hand on one of their operands' elements as it is. */
    private static final Set<Primitive> SELECTIONS = Set.of(Primitives.NEG, Primitives.ABS, Primitives.SIGN,
            Primitives.FLOOR, Primitives.MAX, Primitives.MIN, Primitives.WHERE, Primitives.STOP_GRADIENT,
            Primitives.REDUCE_MAX, Primitives.GATHER, Primitives.MAX_POOL);
    /** They are exact where their result can be held, whatever the order. */
    private static final Set<Primitive> EXACT = Set.of(Primitives.ADD, Primitives.SUB, Primitives.MUL, Primitives.CAST,
            Primitives.SUM);
    private static final Set<Primitive> PAIRS = Set.of(Primitives.GT, Primitives.GE, Primitives.EQ);
    private static final Set<Primitive> ORDERS = Set.of(Primitives.ARGMAX, Primitives.ARGSORT, Primitives.MAX_POOL_GRAD);

    /** The operations of which the expected results are made. */
    final Set<Primitive> operations = new LinkedHashSet<>();
    private final Map<Expr, double[]> exact = new IdentityHashMap<>();
    private final Map<Expr, double[]> single = new IdentityHashMap<>();
    /** Twice, for in a single number the noise may cancel out. */
    private final List<Map<Expr, double[]>> noisy = List.of(new IdentityHashMap<>(), new IdentityHashMap<>());
    private final Set<Expr> held = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Expr> doubtful = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Expr> results = new LinkedHashMap<>();
    private final RandomGraph graph;
    private final int[] rows;

    /** What runs with so many rows give; the values of an expression in all of them lie behind each other. */
    Expectation(RandomGraph graph, Execution execution, int... rows) {
        this.graph = graph;
        this.rows = rows;
        List<Expr> order = order(graph.roots());
        ReferenceBackend reference = new ReferenceBackend();
        put(order, execution.values(reference, Precision.FLOAT64, order, rows), exact);
        put(order, execution.values(reference, Precision.FLOAT32, order, rows), single);
        order.stream().filter(this::isHeld).forEach(held::add);
        for (int i = 0; i < noisy.size(); i++) {
            put(order, execution.values(reference, Precision.FLOAT64, withNoise("noise " + i, order), rows), noisy.get(i));
        }
        for (Expr e : order) {
            if (e.operands().stream().anyMatch(doubtful::contains) || isDoubtful(e)) {
                doubtful.add(e);
            }
        }
        results.putAll(graph.outputs);
        graph.commits.forEach((variable, value) -> {
            if (!graph.guarded.contains(variable) || !doubtful.contains(graph.guard)) {
                results.put(Execution.after(variable.path()), value);
            }
        });
        results.values().removeIf(e -> doubtful.contains(e) || isUncertain(e));
        order(new ArrayList<>(results.values())).forEach(e -> operations.add(e.op()));
    }

    /** How many results there are to compare. */
    int size() {
        return results.size();
    }

    /** What is wrong with the results of one of the runs; null if nothing is. */
    String problem(int run, Map<String, double[]> actual) {
        Map<String, double[]> kept = kept(run);
        for (String name : actual.keySet()) {
            String problem = null;
            if (kept.containsKey(name)) {
                problem = Arrays.equals(kept.get(name), actual.get(name)) ? null : "was written though the guard is false";
            } else if (results.containsKey(name)) {
                problem = problem(results.get(name), run, actual.get(name));
            }
            if (problem != null) {
                return "'" + name + "' " + problem + ", with " + rows[run] + " rows";
            }
        }
        return null;
    }

    // What a guard keeps from being written.
    private Map<String, double[]> kept(int run) {
        Map<String, double[]> kept = new HashMap<>();
        if (graph.guard != null && !doubtful.contains(graph.guard) && exact.get(graph.guard)[run] == 0) {
            for (Variable variable : graph.guarded) {
                float[] data = graph.data.get(variable.path());
                kept.put(Execution.after(variable.path()),
                        IntStream.range(0, data.length).mapToDouble(i -> data[i]).toArray());
            }
        }
        return kept;
    }

    private String problem(Expr e, int run, double[] actual) {
        int from = 0;
        for (int i = 0; i < run; i++) {
            from += (int) e.shape().size(rows[i]);
        }
        double[] expected = Arrays.copyOfRange(exact.get(e), from, from + (int) e.shape().size(rows[run]));
        if (expected.length != actual.length) {
            return "has " + actual.length + " elements, not " + expected.length;
        }
        double tolerance = tolerance(e);
        for (int i = 0; i < expected.length; i++) {
            boolean same = expected[i] == actual[i] || Double.compare(expected[i], actual[i]) == 0
                    || Math.abs(expected[i] - actual[i]) <= tolerance;
            if (!same) {
                return "of " + e.shape() + ": element " + i + " is " + actual[i] + ", not " + expected[i] + " within "
                        + tolerance;
            }
        }
        return null;
    }

    private double tolerance(Expr e) {
        return held.contains(e) ? 0 : FACTOR * moved(e) + 2 * NOISE * greatest(e) + 1e-35;
    }

    private boolean isUncertain(Expr e) {
        return !held.contains(e) && moved(e) > UNCERTAIN / FACTOR * greatest(e);
    }

    /** How far the noise moves an expression. */
    private double moved(Expr e) {
        return noisy.stream().mapToDouble(values -> distance(exact.get(e), values.get(e))).max().orElseThrow();
    }

    private double greatest(Expr e) {
        return Arrays.stream(exact.get(e)).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    }

    // Exact in float32, and so in every order and form in which a backend may compute it.
    private boolean isHeld(Expr e) {
        if (!held.containsAll(e.operands())) {
            return false;
        }
        if (e.type() != Type.REAL) {
            return true;
        }
        boolean isExact = isSelection(e) || e.op().access() == Access.LEAF || EXACT.contains(e.op());
        return isExact && Arrays.equals(exact.get(e), single.get(e));
    }

    private static boolean isSelection(Expr e) {
        return SELECTIONS.contains(e.op()) || e.op().access() == Access.MOVEMENT;
    }

    private List<Expr> withNoise(String path, List<Expr> order) {
        Map<Expr, Expr> known = new IdentityHashMap<>();
        List<Expr> moved = new ArrayList<>();
        for (Expr e : order) {
            List<Expr> operands = new ArrayList<>();
            e.operands().forEach(operand -> operands.add(known.get(operand)));
            Expr same = operands.equals(e.operands()) ? e : e.op().apply(operands, e.attributes());
            boolean moves = e.type() == Type.REAL && !held.contains(e) && !isSelection(e);
            known.put(e, moves ? same.mul(noise(path, moved.size(), e.shape())) : same);
            moved.add(known.get(e));
        }
        return moved;
    }

    private static Expr noise(String path, int draw, Shape shape) {
        return Expressions.randomBits(path, draw, shape, 1).cast(Type.REAL).mul(2 * NOISE).add(1 - NOISE);
    }

    private boolean isDoubtful(Expr e) {
        double[] values = exact.get(e);
        if (e.type() == Type.REAL && Arrays.stream(values).anyMatch(v -> Math.abs(v) > HUGE && Double.isFinite(v))) {
            return true;
        }
        Primitive op = e.op();
        boolean decides = PAIRS.contains(op) || ORDERS.contains(op) || op == Primitives.SIGN || op == Primitives.FLOOR
                || op == Primitives.CAST && e.type() != Type.REAL;
        if (!decides || held.containsAll(e.operands())) {
            return false;
        }
        if (ORDERS.contains(op)) {
            double allowed = op == Primitives.MAX_POOL_GRAD ? 1e-3 : 0;
            return moved(e) > allowed || distance(values, single.get(e)) > allowed;
        }
        return noisy.stream().anyMatch(moved -> isNear(margin(e, exact), margin(e, moved)));
    }

    /** How far each element is from being decided otherwise. */
    private static double[] margin(Expr e, Map<Expr, double[]> values) {
        double[] margin = values.get(e.operands().get(0)).clone();
        if (PAIRS.contains(e.op())) {
            double[] other = values.get(e.operands().get(1));
            Arrays.setAll(margin, i -> margin[i] == other[i] ? 0 : margin[i] - other[i]);
        } else if (e.op() == Primitives.FLOOR || e.type() == Type.INT32 && e.operands().get(0).type() == Type.REAL) {
            Arrays.setAll(margin, i -> margin[i] - Math.rint(margin[i]));
        }
        return margin;
    }

    // Equal with noise and without: the same number, that came two ways.
    private static boolean isNear(double[] margin, double[] moved) {
        double most = FACTOR * distance(margin, moved);
        for (int i = 0; i < margin.length; i++) {
            if (!(Math.abs(margin[i]) > most) && !(margin[i] == 0 && moved[i] == 0)) {
                return true;
            }
        }
        return false;
    }

    private static double distance(double[] a, double[] b) {
        double greatest = 0;
        for (int i = 0; i < a.length; i++) {
            greatest = Double.compare(a[i], b[i]) == 0 ? greatest : Math.max(greatest, Math.abs(a[i] - b[i]));
        }
        return Double.isNaN(greatest) ? Double.POSITIVE_INFINITY : greatest;
    }

    private static void put(List<Expr> order, List<double[]> values, Map<Expr, double[]> into) {
        for (int i = 0; i < order.size(); i++) {
            into.put(order.get(i), values.get(i));
        }
    }

    /** All expressions that these are made of, each after its operands. */
    static List<Expr> order(List<Expr> roots) {
        Set<Expr> order = new LinkedHashSet<>();
        roots.forEach(root -> visit(root, order));
        return new ArrayList<>(order);
    }

    private static void visit(Expr e, Set<Expr> order) {
        if (!order.contains(e)) {
            e.operands().forEach(operand -> visit(operand, order));
            order.add(e);
        }
    }
}

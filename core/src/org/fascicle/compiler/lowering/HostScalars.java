package org.fascicle.compiler.lowering;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.compiler.expression.ScalarMath;
import org.fascicle.compiler.expression.Traversal;
import org.fascicle.compiler.rewrite.Rewriter;

/**
 * Numbers that the host computes before each run, in float64: expressions of rank 0 over {@code scalar}, {@code constant}
 * and elementwise operations. A compiled instance computes without allocating; it belongs to one thread at a time.
 */
public final class HostScalars {
    private static final ScalarMath.Operation[] NO_OPERATIONS = {};

    private final double[] values;
    private final String[] names;
    private final int[] nameAt;
    private final ScalarMath.Operation[] operations;
    private final int[][] at;
    private final int[] results;

    private HostScalars(double[] values, Map<String, Integer> names, List<ScalarMath.Operation> operations, List<int[]> at,
            int[] results) {
        this.values = values;
        this.names = names.keySet().toArray(new String[0]);
        this.nameAt = names.values().stream().mapToInt(Integer::intValue).toArray();
        this.operations = operations.toArray(NO_OPERATIONS);
        this.at = at.toArray(new int[0][]);
        this.results = results;
    }

    /**
     * The value of one expression.
     *
     * @param host the expression
     * @param scalars the values of the named scalars
     * @throws IllegalArgumentException if the host cannot compute it
     */
    public static double evaluate(Expr host, ToDoubleFunction<String> scalars) {
        double[] value = new double[1];
        compile(List.of(host)).evaluate(scalars, value);
        return value[0];
    }

    /**
     * Makes expressions ready to be computed again and again.
     *
     * @throws IllegalArgumentException if the host cannot compute one of them
     */
    public static HostScalars compile(List<Expr> host) {
        List<Expr> roots = Rewriter.rewrite(host, new IdentityHashMap<>());
        List<Expr> order = Traversal.postorder(roots);
        double[] values = new double[order.size()];
        Map<Expr, Integer> place = new IdentityHashMap<>();
        Map<String, Integer> names = new LinkedHashMap<>();
        List<ScalarMath.Operation> operations = new ArrayList<>();
        List<int[]> at = new ArrayList<>();
        for (Expr e : order) {
            int here = place.size();
            if (e.op() == Primitives.CONSTANT) {
                values[here] = e.attributes().number("value");
            } else if (e.op() == Primitives.SCALAR) {
                names.put(e.attributes().text("name"), here);
            } else {
                operations.add(operation(e));
                at.add(places(e, place, here));
            }
            place.put(e, here);
        }
        return new HostScalars(values, names, operations, at, roots.stream().mapToInt(place::get).toArray());
    }

    /**
     * Computes all expressions. Each named scalar is asked for once.
     *
     * @param scalars the values of the named scalars
     * @param into receives the results, in the order of the expressions
     */
    public void evaluate(ToDoubleFunction<String> scalars, double[] into) {
        for (int i = 0; i < names.length; i++) {
            values[nameAt[i]] = scalars.applyAsDouble(names[i]);
        }
        for (int i = 0; i < operations.length; i++) {
            int[] p = at[i];
            values[p[3]] = operations[i].apply(values[p[0]], values[p[1]], values[p[2]]);
        }
        for (int i = 0; i < results.length; i++) {
            into[i] = values[results[i]];
        }
    }

    private static ScalarMath.Operation operation(Expr e) {
        if (!ScalarMath.knows(e.op()) || !e.shape().equals(Shape.scalar())) {
            throw new IllegalArgumentException("the host cannot compute " + e);
        }
        return ScalarMath.of(e);
    }

    private static int[] places(Expr e, Map<Expr, Integer> place, int result) {
        int[] places = new int[] {0, 0, 0, result};
        for (int i = 0; i < e.operands().size(); i++) {
            places[i] = Objects.requireNonNull(place.get(e.operands().get(i)));
        }
        return places;
    }
}

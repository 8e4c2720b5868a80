package org.fascicle.backend.testing;

import static org.fascicle.api.expr.Shape.ROWS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.rewrite.Rewriter;

/**
 * A program drawn at random, and the data that it runs on: outputs, the gradient of a loss over them, commits and a guard,
 * as a training step has them. It is a function of its seed.
 */
final class RandomGraph {
    static final int MAX_ROWS = 6;
    private static final int[] EXTENTS = {1, 2, 3, 4, 5, 7, 8, 9, 16, 17};

    final long seed;
    /** The numbers of inputs (for {@link #MAX_ROWS} rows) and variables, by name or path. */
    final Map<String, float[]> data = new LinkedHashMap<>();
    /** Inputs and variables, by name or path. */
    final Map<String, Expr> leaves = new LinkedHashMap<>();
    /** What can be read after a run: without composites, as all that follows. */
    final Map<String, Expr> outputs = new LinkedHashMap<>();
    /** What is written to the variables. */
    final Map<Variable, Expr> commits = new LinkedHashMap<>();
    /** The variables that are written only if the guard is true. */
    final List<Variable> guarded = new ArrayList<>();
    /** The condition of guarded commits; null if there is none. */
    final Expr guard;
    private final Random random;

    /** The graph of a seed. */
    RandomGraph(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        Growth growth = new Growth(random, leaves());
        growth.grow(8 + random.nextInt(10));
        Map<String, Expr> roots = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            roots.put("real " + i, growth.recent(Type.REAL));
        }
        roots.put("integer", growth.recent(Type.INT32));
        roots.put("truth", growth.recent(Type.BOOL));
        Expr loss = Expressions.constant(0);
        for (int i = 0; i < 2; i++) {
            Expr value = roots.get("real " + i);
            loss = loss.add(Expressions.sum(value.mul(growth.fitting(Type.REAL, value.shape()))).mul(0.3));
        }
        roots.put("loss", loss);
        List<Expr> by = new ArrayList<>();
        leaves.forEach((name, leaf) -> {
            if (leaf.type() == Type.REAL) {
                by.add(leaf);
            }
            if (leaf.op() == Primitives.VARIABLE) {
                roots.put(name, growth.fitting(leaf.type(), leaf.shape()));
            }
        });
        boolean isGuarded = random.nextBoolean();
        roots.put("guard", Expressions.sum(growth.recent(Type.REAL)).gt(0.01));
        List<Expr> plain = Rewriter.rewrite(new ArrayList<>(roots.values()));
        int at = 0;
        for (String name : roots.keySet()) {
            roots.put(name, plain.get(at++));
        }
        List<Expr> gradients = Differentiator.gradients(roots.get("loss"), by);
        for (int i = 0; i < by.size(); i++) {
            outputs.put("gradient by " + by.get(i).attributes(), gradients.get(i));
        }
        guard = isGuarded ? roots.get("guard") : null;
        roots.remove("guard");
        roots.forEach(this::place);
    }

    private void place(String name, Expr root) {
        Expr leaf = leaves.get(name);
        if (leaf == null) {
            outputs.put(name, root);
            return;
        }
        Variable variable = Variable.of(name, leaf.type(), leaf.shape());
        commits.put(variable, root);
        if (guard != null && random.nextBoolean()) {
            guarded.add(variable);
        }
    }

    /** All that the graph is to compute. */
    List<Expr> roots() {
        List<Expr> roots = new ArrayList<>(outputs.values());
        roots.addAll(commits.values());
        if (guard != null) {
            roots.add(guard);
        }
        return roots;
    }

    /** Inputs and variables of shapes that meet in many ways. */
    private List<Expr> leaves() {
        int e = extent();
        int f = extent();
        input("vector", Type.REAL, Shape.of(e));
        input("batch", Type.REAL, Shape.of(ROWS, e));
        input("number", Type.REAL, Shape.scalar());
        int[][] shapes = {{ROWS, f, e}, {f, 1}, {ROWS, 1, e}, {1, e}, {ROWS}, {ROWS, 1}, {f, ROWS}, {e, f}, {2, f, e},
            {1, ROWS, e}, {f, 2, 1, e}, {0, e}};
        for (int i = 0; i < 3; i++) {
            input("more" + i, Type.REAL, Shape.of(shapes[random.nextInt(shapes.length)]));
        }
        input("image", Type.REAL, Shape.of(random.nextInt(4) == 0 ? 2 : ROWS, 3 + random.nextInt(3), 2 + random.nextInt(4),
                1 + random.nextInt(3)));
        input("whole", Type.INT32, random.nextBoolean() ? Shape.of(ROWS, e) : Shape.of(f));
        input("labels", Type.INT32, Shape.of(ROWS));
        input("mask", Type.BOOL, random.nextBoolean() ? Shape.of(ROWS, e) : Shape.of(e));
        variable("kernel", Type.REAL, Shape.of(e, f));
        variable("bias", Type.REAL, Shape.of(f));
        variable("packed", Type.REAL, Shape.of(e + f));
        variable("count", Type.INT32, Shape.of(e));
        List<Expr> pool = new ArrayList<>(leaves.values());
        Expr packed = leaves.get("packed");
        pool.add(Expressions.slice(packed, new int[] {0}, new int[] {e}));
        pool.add(Expressions.slice(packed, new int[] {e}, new int[] {e + f}));
        pool.add(Expressions.floor(leaves.get("batch").mul(2)));
        return pool;
    }

    private int extent() {
        return EXTENTS[random.nextInt(EXTENTS.length)];
    }

    private void input(String name, Type type, Shape shape) {
        put(name, Expressions.input(name, type, shape));
    }

    private void variable(String path, Type type, Shape shape) {
        put(path, Expressions.variable(path, type, shape));
    }

    private void put(String name, Expr leaf) {
        float[] values = new float[(int) leaf.shape().size(MAX_ROWS)];
        for (int i = 0; i < values.length; i++) {
            values[i] = leaf.type() == Type.REAL ? (float) random.nextGaussian()
                    : leaf.type() == Type.BOOL ? random.nextInt(2) : random.nextInt(7) - 1;
        }
        leaves.put(name, leaf);
        data.put(name, values);
    }
}

package org.fascicle.compiler.pass;

import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.variable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.lowering.Lowering;
import org.fascicle.compiler.rewrite.RandomExpressions;
import org.fascicle.compiler.rewrite.Tensor;

/** Graphs drawn at random, with outputs, packed variables, commits of every kind and a guard. */
final class RandomGraphs {
    final Graph graph;
    final Map<String, Tensor> leaves;

    RandomGraphs(long seed, boolean guard, int rows) {
        Random random = new Random(seed);
        List<Expr> roots = new RandomExpressions(seed, false).roots(20 + random.nextInt(40), 8);
        Expr packed = variable("packed", Type.REAL, Shape.of(20));
        Expr kernel = reshape(slice(packed, new int[] {4}, new int[] {20}), Shape.of(4, 4));
        Expr bias = slice(packed, new int[] {0}, new int[] {4});
        Expr w = variable("w", Type.REAL, Shape.of(4, 4));
        Expr v = variable("v", Type.REAL, Shape.of(4));
        Expr swap = variable("swap", Type.REAL, Shape.of(4));
        Expr velocity = variable("velocity", Type.REAL, Shape.of(20));
        Expr used = Expressions.matmul(kernel, w).add(bias).add(sum(roots.get(0)).mul(1e-3));
        Expr gradient = concat(List.of(Expressions.tanh(sum(used, 0)), reshape(used.mul(used), Shape.of(16))), 0);
        Expr moved = velocity.mul(0.9).add(gradient.mul(Expressions.scalar("rate")));
        List<Expr> all = new ArrayList<>(roots);
        Lowering lowering = new Lowering(new IdentityHashMap<>());
        for (int i = 1; i < 5; i++) {
            lowering.output("out" + i, roots.get(i));
        }
        lowering.output("w", w).output("bias", bias);
        commit(lowering, packed, packed.sub(moved), true);
        commit(lowering, velocity, moved, true);
        commit(lowering, w, w.mul(0.5).add(sum(roots.get(5))), random.nextBoolean());
        commit(lowering, v, random.nextBoolean() ? swap : swap.mul(2), random.nextBoolean());
        commit(lowering, swap, random.nextBoolean() ? v : sum(used, 1), random.nextBoolean());
        lowering.commit(Variable.of("count", Type.REAL, Shape.scalar()), sum(roots.get(6)), false);
        lowering.commit(Variable.of("seen", Type.REAL, Shape.scalar()), Expressions.rows(), false);
        Expr condition = constant(guard ? 1e9 : -1e9).gt(Expressions.abs(sum(bias)));
        lowering.guard(condition);
        all.addAll(List.of(gradient, moved, swap, v, condition));
        graph = lowering.build();
        leaves = RandomExpressions.leaves(all, random, rows);
        for (String scalar : List.of("count", "seen")) {
            leaves.put(scalar, Tensor.real(Shape.scalar(), 7));
        }
    }

    private static void commit(Lowering lowering, Expr variable, Expr value, boolean guarded) {
        String path = variable.attributes().text("path");
        lowering.commit(Variable.of(path, variable.type(), variable.shape()), value, guarded);
    }
}

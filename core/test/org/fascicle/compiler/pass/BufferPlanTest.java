package org.fascicle.compiler.pass;

import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.variable;
import static org.fascicle.api.expr.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Scan;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.lowering.Lowering;
import org.fascicle.compiler.rewrite.ExprEvaluator;
import org.fascicle.compiler.rewrite.Tensor;
import org.junit.jupiter.api.Test;

class BufferPlanTest {
    private static final int MAX_ROWS = 5;
    private static final int ROWS = 3;

    private static Lowering lowering() {
        return new Lowering(new IdentityHashMap<>());
    }

    private static BufferPlan plan(Graph graph, FusionPolicy fusion) {
        BufferPlan plan = BufferPlan.of(Fusion.schedule(graph, fusion), MAX_ROWS, Policies.SHARING);
        plan.verify();
        return plan;
    }

    private static Variable target(Expr variable) {
        return Variable.of(variable.attributes().text("path"), variable.type(), variable.shape());
    }

    @Test
    void aLoopWritesOverASequenceThatNobodyReadsLater() {
        Expr sequence = tanh(input("x", Type.REAL, Shape.of(Shape.ROWS, 3, 2)));
        Expr all = Scan.over(sequence).from(full(Shape.batch(2), 0)).run(step -> {
            Expr h = tanh(step.slice(0).add(step.carry(0)));
            return step.next(h).giving(h);
        }).output(0);
        BufferPlan plan = plan(lowering().output("all", all).build(), Policies.DEFAULT);
        assertEquals(sequencePlace(plan), plan.output("all").offset());
        plan = plan(lowering().output("all", all).output("sequence", sequence).build(), Policies.DEFAULT);
        assertNotEquals(sequencePlace(plan), plan.output("all").offset());
        Expr carried = Scan.over(sequence).from(reshape(slice(sequence, 1, 0, 1), Shape.batch(2))).run(step -> {
            Expr h = tanh(step.slice(0).add(step.carry(0)));
            return step.next(h).giving(h);
        }).output(0);
        plan(lowering().output("all", carried).build(), Policies.DEFAULT);
    }

    private static long sequencePlace(BufferPlan plan) {
        return plan.placement(plan.schedule().graph().nodes().stream().filter(node -> node.op() == Primitives.TANH).findFirst()
                .orElseThrow()).offset();
    }

    @Test
    void plannedRunsOfRandomGraphsComputeTheSameBits() {
        for (long seed = 0; seed < 80; seed++) {
            RandomGraphs random = new RandomGraphs(seed, seed % 4 != 0, ROWS);
            Graph graph = random.graph;
            ExprEvaluator evaluator = new ExprEvaluator(ROWS, random.leaves, Map.of("rate", 0.3));
            Tensor[] expected = evaluator.run(graph);
            Map<String, Tensor> written = evaluator.commits(graph);
            for (FusionPolicy fusion : List.of(FusionPolicy.NONE, Policies.DEFAULT, Policies.AGAIN, Policies.EVERYTHING,
                    Policies.LINES)) {
                for (PlanPolicy policy : List.of(Policies.SHARING, Policies.SEPARATE)) {
                    BufferPlan plan = BufferPlan.of(Fusion.schedule(graph, fusion), MAX_ROWS, policy);
                    plan.verify();
                    PlannedRun run = new PlannedRun(plan, evaluator, random.leaves, ROWS);
                    run.run();
                    String what = "seed " + seed + ", ";
                    graph.outputs().forEach(
                            (name, node) -> assertArrayEquals(expected[node.index()].data, run.output(name), what + name));
                    graph.variables().forEach(variable -> assertArrayEquals(
                            written.getOrDefault(variable.path(), random.leaves.get(variable.path())).data,
                            run.variable(variable.path()), what + variable));
                }
            }
        }
    }

    @Test
    void aChainNeedsTwoPlacesAndInPlaceOne() {
        Expr h = input("x", Type.REAL, Shape.of(Shape.ROWS, 16));
        for (int i = 0; i < 10; i++) {
            h = tanh(h);
        }
        Graph graph = lowering().output("y", h).build();
        assertEquals(5 * 16, plan(graph, FusionPolicy.NONE).arena(Type.REAL));
        BufferPlan separate = BufferPlan.of(Fusion.schedule(graph, FusionPolicy.NONE), MAX_ROWS, Policies.SEPARATE);
        separate.verify();
        assertEquals(2 * 5 * 16, separate.arena(Type.REAL));
    }

    @Test
    void packedParametersAreReadAndWrittenWhereTheyAre() {
        Expr x = input("x", Type.REAL, Shape.of(Shape.ROWS, 4));
        Expr packed = variable("packed", Type.REAL, Shape.of(20));
        Expr w = reshape(slice(packed, new int[] {4}, new int[] {20}), Shape.of(4, 4));
        Expr b = slice(packed, new int[] {0}, new int[] {4});
        Expr y = matmul(x, w).add(b);
        Expr gradient = concat(List.of(sum(y, 0), reshape(matmul(x, y, true, false), Shape.of(16))), 0);
        Graph graph = lowering().commit(target(packed), packed.sub(gradient.mul(scalar("rate"))), true)
                .guard(sum(y).lt(1e9)).build();
        BufferPlan plan = plan(graph, Policies.DEFAULT);
        assertTrue(plan.isDirect(graph.commits().get(0)));
        assertEquals(List.of(), plan.copies());
        for (Kernel kernel : plan.schedule().kernels()) {
            boolean moves = kernel.anchor().map(a -> a.op() == Primitives.SLICE || a.op() == Primitives.RESHAPE
                    || a.op() == Primitives.CONCAT).orElse(false);
            assertTrue(!moves || plan.isElided(kernel), "moves memory: " + kernel);
        }
        Node slice = graph.nodes().stream().filter(n -> n.op() == Primitives.RESHAPE && n.shape().rank() == 2)
                .findFirst().orElseThrow();
        assertEquals(Placement.Home.VARIABLE, plan.placement(slice).home());
        assertEquals(4, plan.placement(slice).offset());
    }

    @Test
    void variablesThatExchangeTheirValuesAreSaved() {
        Expr a = variable("a", Type.REAL, Shape.of(2));
        Expr b = variable("b", Type.REAL, Shape.of(2));
        Graph graph = lowering().commit(target(a), b, false).commit(target(b), a, false).build();
        Map<String, Tensor> leaves = Map.of("a", Tensor.real(Shape.of(2), 1, 2), "b", Tensor.real(Shape.of(2), 3, 4));
        BufferPlan plan = plan(graph, Policies.DEFAULT);
        PlannedRun run = new PlannedRun(plan, new ExprEvaluator(1, leaves, Map.of()), leaves, 1);
        run.run();
        assertArrayEquals(new double[] {3, 4}, run.variable("a"));
        assertArrayEquals(new double[] {1, 2}, run.variable("b"));
    }

    @Test
    void aValueThatTheGuardDependsOnIsNotWrittenBeforeTheGuard() {
        Expr a = variable("a", Type.REAL, Shape.of(2));
        Expr next = a.mul(2);
        Graph graph = lowering().commit(target(a), next, true).guard(sum(next).lt(5)).build();
        BufferPlan plan = plan(graph, Policies.DEFAULT);
        assertFalse(plan.isDirect(graph.commits().get(0)));
        assertEquals(1, plan.copies().size());
        assertTrue(plan.copies().get(0).isGuarded());
    }

    @Test
    void aGuardedValueThatIsReadInAnyCaseIsCopied() {
        Expr a = variable("a", Type.REAL, Shape.of(2));
        Graph graph = lowering().commit(target(a), a.mul(2), true).output("doubled", a.mul(2)).guard(sum(a).lt(5)).build();
        Map<String, Tensor> leaves = Map.of("a", Tensor.real(Shape.of(2), 10, 20));
        BufferPlan plan = plan(graph, FusionPolicy.NONE);
        assertFalse(plan.isDirect(graph.commits().get(0)));
        PlannedRun run = new PlannedRun(plan, new ExprEvaluator(1, leaves, Map.of()), leaves, 1);
        run.run();
        assertArrayEquals(new double[] {10, 20}, run.variable("a"));
        assertArrayEquals(new double[] {20, 40}, run.output("doubled"));
    }

    @Test
    void piecesOfOneValueChangePlaces() {
        Expr v = variable("v", Type.REAL, Shape.of(8));
        Expr h = v.mul(2);
        Expr turned = concat(List.of(slice(h, new int[] {4}, new int[] {8}), slice(h, new int[] {0}, new int[] {4})), 0);
        Graph graph = lowering().output("turned", turned).build();
        Map<String, Tensor> leaves = Map.of("v", Tensor.real(Shape.of(8), 0, 1, 2, 3, 4, 5, 6, 7));
        PlannedRun run = new PlannedRun(plan(graph, Policies.DEFAULT), new ExprEvaluator(1, leaves, Map.of()), leaves, 1);
        run.run();
        assertArrayEquals(new double[] {8, 10, 12, 14, 0, 2, 4, 6}, run.output("turned"));
    }

    @Test
    void twoVariablesThatReadEachOtherAreNotBothDirect() {
        Expr a = variable("a", Type.REAL, Shape.of(4, 4));
        Expr b = variable("b", Type.REAL, Shape.of(4, 4));
        Graph graph = lowering().commit(target(a), matmul(a, b), false).commit(target(b), matmul(b, a), false).build();
        BufferPlan plan = plan(graph, Policies.DEFAULT);
        assertEquals(2, plan.copies().size(), "a product cannot be written over its own operand");
        Graph half = lowering().commit(target(a), a.add(b), false).commit(target(b), matmul(b, a), false).build();
        assertTrue(plan(half, Policies.DEFAULT).isDirect(half.commits().get(0)), "a is added to when its readers are done");
    }

    @Test
    void whatLiesInAVariableIsNotReadAgainBehindItsUpdate() {
        Expr packed = variable("packed", Type.REAL, Shape.of(20));
        Expr w = reshape(slice(packed, new int[] {4}, new int[] {20}), Shape.of(4, 4));
        Expr product = matmul(where(w.gt(0), w, w.mul(2)), w);
        Graph graph = lowering().output("late", where(w.gt(0), matmul(product, product), product))
                .commit(target(packed), packed.mul(2), false).build();
        BufferPlan plan = plan(graph, Policies.AGAIN);
        assertTrue(plan.isDirect(graph.commits().get(0)));
    }
}

package org.fascicle.compiler.pass;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.expm1;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.max;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.variable;
import static org.fascicle.api.expr.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.lowering.Lowering;
import org.junit.jupiter.api.Test;

class FusionTest {
    private final Expr x = input("x", Type.REAL, Shape.of(Shape.ROWS, 4));
    private final Expr w = variable("w", Type.REAL, Shape.of(4, 4));
    private final Expr b = variable("b", Type.REAL, Shape.of(4));

    private static Graph graph(Expr... outputs) {
        Lowering lowering = new Lowering(new IdentityHashMap<>());
        for (int i = 0; i < outputs.length; i++) {
            lowering.output("out" + i, outputs[i]);
        }
        return lowering.build();
    }

    private static List<Kernel> kernels(FusionPolicy policy, Expr... outputs) {
        return Fusion.schedule(graph(outputs), policy).kernels();
    }

    private static String operations(Kernel kernel) {
        return kernel.nodes().stream().map(node -> node.op().name()).collect(Collectors.joining(" "));
    }

    @Test
    void elementwiseChainsAreOneKernelThatReadsThroughBroadcasts() {
        List<Kernel> kernels = kernels(Policies.DEFAULT, tanh(matmul(x, w).add(b)).mul(2));
        assertEquals(2, kernels.size());
        assertEquals("matmul", operations(kernels.get(0)));
        assertEquals("broadcast add tanh broadcast mul", operations(kernels.get(1)));
        assertEquals(3, kernels.get(1).inputs().size(), "product, bias and 2");
        assertEquals(1, kernels.get(1).outputs().size());
    }

    @Test
    void whatTakesMuchCodeFillsAKernelSooner() {
        FusionPolicy policy = new FusionPolicy() {
            @Override
            public int maximumWeight() {
                return 4;
            }

            @Override
            public int weight(Node node) {
                return node.op() == Primitives.TANH ? 3 : 1;
            }
        };
        List<String> heavy = kernels(policy, tanh(tanh(x).add(x))).stream().map(FusionTest::operations).toList();
        assertEquals(List.of("tanh add", "tanh"), heavy);
        List<String> light = kernels(policy, sqrt(sqrt(x).add(x))).stream().map(FusionTest::operations).toList();
        assertEquals(List.of("sqrt add sqrt"), light);
    }

    @Test
    void aReductionTakesWhatComesBefore() {
        List<Kernel> kernels = kernels(Policies.DEFAULT, sqrt(sum(x.sub(b).square(), 1)));
        assertEquals(2, kernels.size());
        assertEquals("broadcast sub mul sum", operations(kernels.get(0)));
        assertEquals("sum", kernels.get(0).anchor().orElseThrow().op().name());
        assertEquals("sqrt", operations(kernels.get(1)));
        assertEquals(1, kernels(Policies.EVERYTHING, sqrt(sum(x.sub(b).square(), 1))).size());
    }

    @Test
    void aProductTakesPrologueAndEpilogueWherePermitted() {
        assertEquals(1, kernels(Policies.EVERYTHING, tanh(matmul(exp(x), w).add(b))).size());
        assertEquals(3, kernels(Policies.DEFAULT, tanh(matmul(exp(x), w).add(b))).size());
    }

    @Test
    void whatIsNormalisedIsNotJoinedWithItsOwnSum() {
        Expr e = exp(x);
        List<Kernel> kernels = kernels(Policies.EVERYTHING, e.div(sumKeep(e, 1)));
        assertEquals(2, kernels.size());
        assertEquals("exp sum", operations(kernels.get(0)));
        assertEquals("broadcast div", operations(kernels.get(1)));
        assertEquals(2, kernels.get(0).outputs().size());
    }

    @Test
    void kernelsDoNotWaitForEachOther() {
        // tanh(x) would join the last sum of two, though the product between them needs it.
        Expr t = tanh(x);
        List<Kernel> kernels = kernels(Policies.DEFAULT, matmul(t, w).add(t));
        assertEquals(List.of("tanh", "matmul", "add"),
                kernels.stream().map(FusionTest::operations).collect(Collectors.toList()));
    }

    @Test
    void theUpdateStaysBehindTheGuard() {
        Expr y = tanh(matmul(x, w));
        Expr loss = sum(y);
        Expr gradient = matmul(x, y, true, false);
        Expr velocity = variable("velocity", Type.REAL, w.shape());
        Expr moved = velocity.mul(0.9).sub(gradient.mul(scalar("rate")));
        Graph graph = new Lowering(new IdentityHashMap<>()).output("loss", loss).guard(loss.lt(10))
                .commit(Variable.of("w", Type.REAL, w.shape()), w.add(moved), true)
                .commit(Variable.of("velocity", Type.REAL, w.shape()), moved, true).build();
        Schedule schedule = Fusion.schedule(graph, Policies.DEFAULT);
        int guard = schedule.storedBy(graph.guard().orElseThrow()).orElseThrow().index();
        assertTrue(guard < schedule.guardedFrom());
        List<Kernel> update = schedule.kernels().subList(schedule.guardedFrom(), schedule.kernels().size());
        assertEquals(2, update.size(), schedule.toString());
        assertTrue(update.stream().allMatch(Kernel::isGuarded));
        assertEquals(2, update.get(1).outputs().size(), "parameter and slot in one pass");
    }

    @Test
    void reductionsOfTheSameLinesAreOneKernel() {
        Expr e = exp(x.sub(broadcast(maxKeep(x, 1), x.shape())));
        Expr probabilities = e.div(broadcast(sumKeep(e, 1), x.shape()));
        Expr entropy = sum(probabilities.mul(log(probabilities)), 1).neg();
        assertTrue(kernels(Policies.EVERYTHING, probabilities, entropy).size() > 2);
        List<Kernel> kernels = kernels(Policies.LINES, probabilities, entropy);
        assertEquals(1, kernels.size(), kernels.toString());
        assertEquals(List.of("div neg"), stored(kernels));
    }

    @Test
    void linesAreNotJoinedWithThoseOfOtherAxes() {
        Expr sums = sumKeep(x, 1);
        List<Kernel> kernels = kernels(Policies.LINES, sum(x.div(broadcast(sums, x.shape())), 0), sum(sums, 0));
        assertEquals(List.of("sum", "sum", "sum"), stored(kernels), "by row, and twice by column");
    }

    @Test
    void theGuardMayKeepBackWritesAlone() {
        Expr velocity = variable("velocity", Type.REAL, w.shape());
        Expr moved = velocity.mul(0.9).sub(matmul(matmul(x, x, true, false), w));
        Graph graph = new Lowering(new IdentityHashMap<>()).guard(sum(tanh(x)).lt(10))
                .commit(Variable.of("velocity", Type.REAL, w.shape()), moved, true)
                .commit(Variable.of("norm", Type.REAL, Shape.scalar()), sum(moved.square()), true).build();
        List<String> update = List.of("broadcast mul matmul sub mul", "sum");
        assertEquals(List.of("matmul", update.get(0), update.get(1)), guarded(graph, Policies.EVERYTHING));
        assertEquals(update, guarded(graph, Policies.LINES), "what reads a new value waits, too");
    }

    private static List<String> guarded(Graph graph, FusionPolicy policy) {
        Schedule schedule = Fusion.schedule(graph, policy);
        schedule.kernels().forEach(kernel -> assertEquals(kernel.isGuarded(), kernel.index() >= schedule.guardedFrom()));
        return schedule.kernels().stream().filter(Kernel::isGuarded).map(FusionTest::operations).collect(Collectors.toList());
    }

    @Test
    void nothingFusedIsOneKernelEach() {
        Graph graph = graph(tanh(matmul(x, w).add(b)).mul(scalar("rate")), max(x, 1));
        List<Kernel> kernels = Fusion.schedule(graph, FusionPolicy.NONE).kernels();
        assertEquals(graph.nodes().stream().filter(node -> !Schedule.isSource(node)).count(), kernels.size());
        assertTrue(kernels.stream().allMatch(kernel -> kernel.nodes().size() == 1));
    }

    @Test
    void aTruthValueIsComputedAgainFromWhatIsStoredAnyway() {
        Expr z = x.add(b);
        Expr e = expm1(z);
        Expr chosen = matmul(where(z.gt(0), z, e), w);
        Expr[] outputs = {where(z.gt(0), chosen.mul(e), chosen)};
        assertEquals(List.of("expm1 gt where", "matmul", "where"), stored(kernels(Policies.DEFAULT, outputs)));
        assertEquals(List.of("expm1 where", "matmul", "where"), stored(kernels(Policies.AGAIN, outputs)));
    }

    @Test
    void aTruthValueIsStoredWhereWhatItComparesIsNot() {
        Expr z = x.add(b);
        Expr chosen = matmul(where(z.gt(0), x, x.mul(2)), w);
        Expr[] outputs = {where(z.gt(0), chosen, chosen.mul(2))};
        assertEquals(stored(kernels(Policies.DEFAULT, outputs)), stored(kernels(Policies.AGAIN, outputs)));
    }

    private static List<String> stored(List<Kernel> kernels) {
        return kernels.stream().map(kernel -> kernel.outputs().stream().map(node -> node.op().name())
                .collect(Collectors.joining(" ")))
                .collect(Collectors.toList());
    }

    @Test
    void randomSchedulesAreComplete() {
        for (long seed = 0; seed < 60; seed++) {
            Graph graph = new RandomGraphs(seed, true, 2).graph;
            for (FusionPolicy policy : List.of(FusionPolicy.NONE, Policies.DEFAULT, Policies.AGAIN, Policies.EVERYTHING,
                    Policies.LINES)) {
                Schedule schedule = Fusion.schedule(graph, policy);
                Set<Node> there = new HashSet<>();
                graph.nodes().stream().filter(Schedule::isSource).forEach(there::add);
                for (Kernel kernel : schedule.kernels()) {
                    assertTrue(there.containsAll(kernel.inputs()), "seed " + seed + ": too early: " + kernel);
                    assertTrue(kernel.nodes().stream().filter(node -> node.op().access() != Access.MOVEMENT)
                            .allMatch(node -> there.add(node) || policy == Policies.AGAIN && node.type() == Type.BOOL),
                            "seed " + seed + ": computed twice: " + kernel);
                    assertShapes(kernel);
                    there.addAll(kernel.outputs());
                    assertEquals(kernel.index() >= schedule.guardedFrom(), kernel.isGuarded());
                }
                graph.outputs().values().forEach(output -> assertTrue(there.contains(output)));
            }
        }
    }

    private static void assertShapes(Kernel kernel) {
        Node anchor = kernel.anchor().orElse(null);
        Set<Node> maps = kernel.nodes().stream().filter(node -> node != anchor && node.op().access() == Access.MOVEMENT)
                .collect(Collectors.toSet());
        for (Node map : maps) {
            Node from = map.operand(0);
            boolean isOfLine = anchor != null && map.op() == Primitives.BROADCAST && map.shape().equals(anchor.operand(0).shape())
                    && from.shape().rank() == map.shape().rank();
            assertTrue(maps.contains(from) || kernel.inputs().contains(from) || isOfLine,
                    "reads its own result elsewhere: " + kernel);
        }
        if (anchor == null) {
            Set<Shape> shapes = kernel.nodes().stream().filter(node -> !maps.contains(node)).map(Node::shape)
                    .collect(Collectors.toSet());
            assertEquals(1, shapes.size(), kernel.toString());
        }
    }

    @Test
    void equalStructuresHaveEqualKeys() {
        Expr wide = input("y", Type.REAL, Shape.of(Shape.ROWS, 300));
        Expr bias = variable("c", Type.REAL, Shape.of(300));
        Expr image = input("z", Type.REAL, Shape.of(Shape.ROWS, 28, 28));
        Expr mean = variable("m", Type.REAL, Shape.of(28, 28));
        String key = kernels(Policies.DEFAULT, tanh(x.add(b)).mul(2)).get(0).structureKey();
        assertEquals(key, kernels(Policies.DEFAULT, tanh(wide.add(bias)).mul(3)).get(0).structureKey());
        assertEquals(key, kernels(Policies.DEFAULT, tanh(image.add(mean)).mul(3)).get(0).structureKey());
        assertNotEquals(key, kernels(Policies.DEFAULT, tanh(wide.add(sumKeep(wide, 1))).mul(3)).get(1).structureKey());
        assertNotEquals(key, kernels(Policies.DEFAULT, exp(wide.add(bias)).mul(3)).get(0).structureKey());
        assertNotEquals(key, kernels(Policies.DEFAULT, tanh(wide.add(bias)).mul(wide)).get(0).structureKey());
        assertNotEquals(kernels(Policies.DEFAULT, sum(x, 1)).get(0).structureKey(),
                kernels(Policies.DEFAULT, sum(x, 0)).get(0).structureKey());
    }

    @Test
    void movementsAreCarriedOutWhereTheirReaderCannotReadThroughThem() {
        List<Kernel> kernels = kernels(Policies.DEFAULT, matmul(reshape(x, Shape.of(Shape.ROWS, 4)), w),
                concat(List.of(x, x.mul(2)), 1));
        assertTrue(kernels.stream().anyMatch(k -> k.anchor().map(a -> a.op() == Primitives.CONCAT).orElse(false)));
    }
}

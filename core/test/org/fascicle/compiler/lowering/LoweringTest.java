package org.fascicle.compiler.lowering;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.randomBits;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.rows;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.softplus;
import static org.fascicle.api.expr.Expressions.stopGradient;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.transpose;
import static org.fascicle.api.expr.Expressions.variable;
import static org.fascicle.api.expr.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.gradient.GradientCheck;
import org.fascicle.compiler.rewrite.ExprEvaluator;
import org.fascicle.compiler.rewrite.RandomExpressions;
import org.fascicle.compiler.rewrite.Tensor;
import org.junit.jupiter.api.Test;

class LoweringTest {
    private final Expr x = input("x", Type.REAL, Shape.of(Shape.ROWS, 4));
    private final Expr w = variable("w", Type.REAL, Shape.of(4, 4));

    private static Graph lower(Expr... outputs) {
        Lowering lowering = new Lowering(new IdentityHashMap<>());
        for (int i = 0; i < outputs.length; i++) {
            lowering.output("out" + i, outputs[i]);
        }
        return lowering.build();
    }

    @Test
    void aGradientOfItsOwnIsGoneAndItsSurrogateIsNotComputed() {
        assertEquals(List.of("input", "tanh"), operations(lower(tanh(x).withGradientOf(exp(x)))));
    }

    private static List<String> operations(Graph graph) {
        return graph.nodes().stream().map(node -> node.op().name()).collect(Collectors.toList());
    }

    private void same(Expr expected, Expr written) {
        assertEquals(withoutProvenance(expected), withoutProvenance(written));
    }

    private static String withoutProvenance(Expr e) {
        return lower(e).toString().replaceAll(" from .*", "");
    }

    @Test
    void randomGraphsComputeTheSameBits() {
        for (long seed = 0; seed < 300; seed++) {
            List<Expr> roots = new RandomExpressions(seed, seed % 2 == 0).roots(60, 6);
            Map<String, Tensor> leaves = RandomExpressions.leaves(roots, new Random(seed), GradientCheck.ROWS);
            ExprEvaluator evaluator = new ExprEvaluator(GradientCheck.ROWS, leaves, Map.of("rate", 0.3));
            List<Tensor> expected = evaluator.evaluate(roots);
            Graph graph = lower(roots.toArray(new Expr[0]));
            Tensor[] values = evaluator.run(graph);
            for (int i = 0; i < roots.size(); i++) {
                assertArrayEquals(expected.get(i).data, values[graph.outputs().get("out" + i).index()].data,
                        "seed " + seed + ", output " + i + ": " + roots.get(i));
            }
        }
    }

    @Test
    void equalStructuresAreOneNode() {
        Graph graph = lower(tanh(matmul(x, w)).add(tanh(matmul(x, variable("w", Type.REAL, Shape.of(4, 4))))));
        assertEquals(List.of("input", "variable", "matmul", "tanh", "add"), operations(graph));
        Shape shape = Shape.of(Shape.ROWS, 4);
        Expr draws = randomBits("a", 0, shape, 24).cast(Type.REAL).add(randomBits("a", 0, shape, 24).cast(Type.REAL));
        assertEquals(1, operations(lower(draws)).stream().filter("random_bits"::equals).count());
        Expr other = randomBits("a", 0, shape, 24).cast(Type.REAL).add(randomBits("a", 1, shape, 24).cast(Type.REAL));
        assertEquals(2, operations(lower(other)).stream().filter("random_bits"::equals).count());
        assertEquals(4, lower(x.mul(exp(x)).add(x), x.add(exp(x).mul(x))).nodes().size(), "order of factors");
    }

    @Test
    void identitiesAreLeftOut() {
        same(x, x.mul(1));
        same(x, x.div(1));
        same(x, x.sub(0));
        same(x, x.add(-0.0));
        same(x, x.neg().neg());
        same(x, x.pow(1));
        same(x, stopGradient(x));
        same(x, where(constant(1, Type.BOOL), x, exp(x)));
        same(x, reshape(reshape(x, Shape.of(Shape.ROWS, 2, 2)), x.shape()));
        same(x, transpose(transpose(x, 1, 0), 1, 0));
        same(x.neg(), x.mul(-1));
        same(x.mul(x), x.pow(2));
        same(x.mul(0.25), x.div(4));
        same(x.sub(exp(x)), x.add(exp(x).neg()));
        same(where(x.gt(0), x, 0), where(x.gt(0).not(), constant(0), x));
        same(matmul(w, w, true, true), matmul(transpose(w, 1, 0), w, false, true));
        same(broadcast(constant(6), x.shape()), broadcast(constant(2), x.shape()).mul(3));
    }

    @Test
    void whatIsNoIdentityStays() {
        assertTrue(operations(lower(x.mul(0))).contains("mul"), "NaN · 0 is NaN");
        assertTrue(operations(lower(x.add(0))).contains("add"), "−0 + 0 is 0");
        assertTrue(operations(lower(x.div(3))).contains("div"), "1/3 is rounded");
        assertTrue(operations(lower(x.sub(x))).contains("sub"), "∞ − ∞ is NaN");
    }

    @Test
    void scalarsMoveToTheHost() {
        Expr rate = scalar("rate").mul(constant(0.9).pow(scalar("step"))).div(rows());
        Graph graph = lower(w.sub(w.mul(rate.neg())), rate);
        assertEquals(2, graph.scalars().size());
        assertTrue(graph.nodes().stream().noneMatch(node -> node.op() == Primitives.POW));
        Graph constants = lower(w.mul(constant(2).mul(3)));
        assertEquals(0, constants.scalars().size());
        assertEquals(1, operations(constants).stream().filter("constant"::equals).count());
        // Both factors are numbers of rank 0: their product is one.
        Expr repeated = broadcast(scalar("a"), w.shape()).mul(broadcast(scalar("b"), w.shape())).mul(w);
        assertEquals(1, lower(repeated).scalars().size());
        assertEquals(1, operations(lower(repeated)).stream().filter("mul"::equals).count());
    }

    @Test
    void conditionsOverScalarsStayInTheGraph() {
        Graph graph = lower(where(scalar("step").gt(10), w, tanh(w)));
        assertEquals(1, graph.scalars().size());
        assertTrue(operations(graph).contains("gt"));
    }

    @Test
    void onlyWhatIsNeededIsThere() {
        Variable target = Variable.of("w", Type.REAL, w.shape());
        Expr loss = sum(x);
        Graph graph = new Lowering(new IdentityHashMap<>()).output("loss", loss).commit(target, w.mul(2), true)
                .commit(Variable.of("n", Type.REAL, Shape.scalar()), loss, false).guard(loss.lt(5)).build();
        assertEquals(List.of("input", "sum"), operations(graph).subList(0, 2));
        assertEquals(2, graph.commits().size());
        assertTrue(graph.commits().get(0).isGuarded() && !graph.commits().get(1).isGuarded());
        assertEquals("loss", graph.outputs().keySet().iterator().next());
        assertEquals("gt", graph.guard().orElseThrow().op().name());
        assertEquals(8, graph.nodes().size(), graph.toString());
    }

    @Test
    void compositesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> lower(softplus(x)));
    }

    @Test
    void provenanceComesAlong() {
        Map<Expr, String> provenance = new IdentityHashMap<>();
        Expr product = matmul(x, transpose(w, 1, 0));
        Expr out = tanh(product).mul(1);
        provenance.put(product, "dense_1");
        provenance.put(out, "activation");
        Graph graph = new Lowering(provenance).output("out", out).build();
        Node matmul = graph.nodes().stream().filter(n -> n.op() == Primitives.MATMUL).findFirst().orElseThrow();
        assertEquals("dense_1", matmul.provenance());
        assertTrue(graph.nodes().stream().noneMatch(n -> n.provenance().isEmpty()));
    }

    @Test
    void theOrderKeepsFewGradientsAlive() {
        Expr h = x;
        List<Expr> weights = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            weights.add(variable("w" + i, Type.REAL, Shape.of(4, 4)));
            h = tanh(matmul(h, weights.get(i)));
        }
        List<Expr> gradients = Differentiator.gradients(sum(h), weights, new IdentityHashMap<>());
        Lowering lowering = new Lowering(new IdentityHashMap<>());
        for (int i = 0; i < 10; i++) {
            lowering.commit(Variable.of("w" + i, Type.REAL, Shape.of(4, 4)), gradients.get(i), true);
        }
        List<Integer> at = lowering.build().commits().stream().map(c -> c.value().index()).collect(Collectors.toList());
        for (int i = 1; i < 10; i++) {
            assertTrue(at.get(i) < at.get(i - 1), "the last layer's gradient comes first: " + at);
        }
    }

    @Test
    void deepGraphsNeedNoDeepStack() {
        Expr h = x;
        for (int i = 0; i < 12_000; i++) {
            h = tanh(h.add(constant(i)));
        }
        // Constants 0 to 11,999, their repetitions, sums and tanh, and the input.
        assertEquals(48_001, lower(h).nodes().size());
    }
}

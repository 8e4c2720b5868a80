package org.fascicle.compiler.lowering;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.expm1;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.rewrite.ExprEvaluator;
import org.fascicle.compiler.rewrite.Tensor;
import org.junit.jupiter.api.Test;

class SignsTest {
    private static final double[] EDGES = {0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, 1e-300, -1e-300, 0.5, -0.5, 40, -40,
        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};

    private final Expr z = input("z", Type.REAL, Shape.of(EDGES.length));
    private final Expr g = input("g", Type.REAL, Shape.of(EDGES.length));

    private static Graph graph(Expr... outputs) {
        Lowering lowering = new Lowering(new IdentityHashMap<>());
        for (int i = 0; i < outputs.length; i++) {
            lowering.output("out" + i, outputs[i]);
        }
        return lowering.build();
    }

    /** Of what each comparison of a graph compares, the operations. */
    private static List<String> asked(Graph graph) {
        return graph.nodes().stream().filter(node -> List.of("gt", "ge", "eq").contains(node.op().name()))
                .map(node -> node.operands().stream().map(Node::op)
                        .filter(op -> !List.of("broadcast", "constant").contains(op.name()))
                        .map(op -> op.name()).collect(Collectors.joining()))
                .collect(Collectors.toList());
    }

    private void assertValues(Graph graph, double[]... expected) {
        Map<String, Tensor> leaves = Map.of("z", new Tensor(Type.REAL, Shape.of(EDGES.length), EDGES), "g",
                new Tensor(Type.REAL, Shape.of(EDGES.length), EDGES));
        Tensor[] values = new ExprEvaluator(1, leaves, Map.of()).run(graph);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], values[graph.outputs().get("out" + i).index()].data, "output " + i);
        }
    }

    private static double[] each(DoubleUnaryOperator function) {
        return Arrays.stream(EDGES).map(function).toArray();
    }

    @Test
    void expm1HasTheSignOfItsArgument() {
        Graph graph = graph(where(z.gt(0), z, expm1(z)), where(z.lt(0), g, 1), where(z.eq(0), g, 1));
        assertEquals(List.of("expm1", "expm1", "expm1"), asked(graph));
        assertValues(graph, each(x -> x > 0 ? x : Math.expm1(x)), each(x -> x < 0 ? x : 1), each(x -> x == 0 ? x : 1));
    }

    @Test
    void aChoiceShowsTheSign() {
        Graph graph = graph(where(z.gt(0), z, 0), where(z.gt(0), g, 7));
        assertEquals(List.of("input", "where"), asked(graph));
        assertValues(graph, each(x -> x > 0 ? x : 0), each(x -> x > 0 ? x : 7));
        graph = graph(where(z.le(0), 0, z), where(z.le(0), 7, g));
        assertEquals(List.of("input", "where"), asked(graph));
        assertValues(graph, each(x -> x <= 0 ? 0 : x), each(x -> x <= 0 ? 7 : x));
    }

    @Test
    void whatDoesNotTellIsNotAsked() {
        Graph graph = graph(where(z.gt(0), 0, z), where(z.gt(0), g, 7), where(z.ge(0), z, 0), where(z.ge(0), g, 7),
                where(z.gt(0), z, 1), where(constant(-1).lt(z), g, expm1(g)));
        assertEquals(List.of("input", "input", "input"), asked(graph));
        assertValues(graph, each(x -> x > 0 ? 0 : x), each(x -> x > 0 ? x : 7), each(x -> x >= 0 ? x : 0),
                each(x -> x >= 0 ? x : 7),
                each(x -> x > 0 ? x : 1), each(x -> x > -1 ? x : Math.expm1(x)));
    }
}

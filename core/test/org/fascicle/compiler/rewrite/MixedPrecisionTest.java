package org.fascicle.compiler.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Scan;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Loop;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.lowering.Lowering;
import org.junit.jupiter.api.Test;

class MixedPrecisionTest {
    private final Map<Expr, String> provenance = new IdentityHashMap<>();
    private final Expr x = Expressions.input("x", Type.REAL, Shape.of(Shape.ROWS, 4));
    private final Expr w = Expressions.variable("w", Type.REAL, Shape.of(4, 3));

    private static boolean isRounding(Node node) {
        return Bfloat16.isRounding(node.op(), node.attributes());
    }

    private Graph graph(Expr... roots) {
        List<Expr> mixed = MixedPrecision.apply(List.of(roots), provenance);
        Lowering lowering = new Lowering(provenance);
        for (int i = 0; i < roots.length; i++) {
            lowering.output("y" + i, mixed.get(i));
        }
        return lowering.build();
    }

    @Test
    void operandsOfProductsAndNothingElse() {
        Expr z = Expressions.matmul(x, w);
        Expr h = Expressions.tanh(z).sub(Expressions.exp(z));
        Graph graph = graph(Expressions.sum(h), Expressions.matmul(h, w, false, true));
        for (Node node : graph.nodes()) {
            for (Node operand : node.operands()) {
                assertEquals(node.op() == Primitives.MATMUL, isRounding(operand), node + " reads " + operand);
            }
        }
        List<String> rounded = graph.nodes().stream().filter(MixedPrecisionTest::isRounding)
                .map(node -> node.operand(0).op().name()).collect(Collectors.toList());
        assertEquals(List.of("input", "variable", "sub"), rounded);
    }

    @Test
    void gradientsAsWell() {
        Expr z = Expressions.matmul(x, w);
        List<Expr> gradients = Differentiator.gradients(Expressions.sum(z.mul(z)), List.of(w), provenance);
        Graph graph = graph(gradients.get(0));
        List<Node> products =
                graph.nodes().stream().filter(node -> node.op() == Primitives.MATMUL).collect(Collectors.toList());
        assertEquals(2, products.size());
        products.forEach(product -> product.operands().forEach(operand -> assertTrue(isRounding(operand), product.toString())));
        // The batch is rounded once, for both.
        assertSame(products.get(0).operand(0), products.get(1).operands().stream()
                .filter(operand -> operand.operand(0).op() == Primitives.INPUT).findFirst().orElseThrow());
    }

    @Test
    void beforeATransposeSoThatTheRoundedTensorIsShared() {
        Graph graph = graph(Expressions.matmul(x, w), Expressions.matmul(x, Expressions.transpose(
                Expressions.transpose(w, 1, 0), 1, 0)), Expressions.matmul(w, Expressions.transpose(w, 1, 0)));
        assertEquals(2, graph.nodes().stream().filter(MixedPrecisionTest::isRounding).count());
    }

    /** What is the same in all steps is rounded once, before the loop. */
    @Test
    void insideOfLoops() {
        Expr u = Expressions.variable("u", Type.REAL, Shape.of(4, 4));
        Expr steps = Expressions.input("steps", Type.REAL, Shape.of(Shape.ROWS, 5, 4));
        Scan loop = Scan.over(steps).from(x).run(step -> {
            Expr h = Expressions.tanh(Expressions.matmul(step.carry(0), u).add(step.slice(0)));
            return step.next(h).giving(h);
        });
        Graph graph = graph(loop.output(0), loop.carry(0));
        Node scan = graph.outputs().get("y0");
        assertEquals(Loop.key(scan), Loop.key(graph.outputs().get("y1")));
        assertTrue(isRounding(scan.operand(2)), scan.operand(2).toString());
        List<Node> step = Loop.of(graph).get(scan).step().nodes();
        Node product = step.stream().filter(node -> node.op() == Primitives.MATMUL).findFirst().orElseThrow();
        assertTrue(isRounding(product.operand(0)), product.operand(0).toString());
        assertEquals(1, step.stream().filter(MixedPrecisionTest::isRounding).count());
    }

    @Test
    void convolutions() {
        Expr image = Expressions.input("image", Type.REAL, Shape.of(Shape.ROWS, 5, 5, 2));
        Expr kernel = Expressions.variable("kernel", Type.REAL, Shape.of(3, 3, 2, 4));
        Expr places = Expressions.conv2d(image, kernel, Window.of(3, 3));
        List<Expr> gradients =
                Differentiator.gradients(Expressions.sum(places.mul(places)), List.of(kernel, image), provenance);
        Graph graph = graph(gradients.get(0), gradients.get(1));
        long products = graph.nodes().stream().filter(node -> MixedPrecision.isProduct(node.op())).count();
        assertEquals(3, products);
        graph.nodes().stream().filter(node -> MixedPrecision.isProduct(node.op()))
                .forEach(node -> node.operands().forEach(operand -> assertTrue(isRounding(operand), node.toString())));
        assertEquals(3, graph.nodes().stream().filter(MixedPrecisionTest::isRounding).count());
    }

    @Test
    void constantsAreRoundedWhenTheGraphIsMade() {
        Graph graph = graph(Expressions.matmul(x, Expressions.broadcast(Expressions.constant(1.01171875), Shape.of(4, 3))));
        Node constant = graph.nodes().stream().filter(node -> node.op() == Primitives.CONSTANT).findFirst().orElseThrow();
        assertEquals(1.015625, constant.attributes().number("value"));
    }
}

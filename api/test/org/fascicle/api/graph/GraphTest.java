package org.fascicle.api.graph;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.expr.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GraphTest {
    private static final Shape TWO = Shape.of(2);
    private static final Variable WEIGHTS = Variable.of("w", Type.REAL, TWO);

    private final Graph.Builder builder = new Graph.Builder();

    @Test
    void holdsWhatWasPutIn() {
        Expr w = variable("w", Type.REAL, TWO);
        Expr x = input("x", Type.REAL, TWO);
        Node left = builder.add(w, List.of(), "dense");
        Node right = builder.add(x, List.of(), "input");
        Node sum = builder.add(w.add(x), List.of(left, right), "dense");
        Node rate = builder.scalar(scalar("rate").mul(2), "sgd");
        Graph graph = builder.output("y", sum).commit(WEIGHTS, sum, true).build();
        assertEquals(List.of(left, right, sum, rate), graph.nodes());
        assertEquals(0, rate.attributes().integer("index"));
        assertEquals(List.of(WEIGHTS), graph.variables());
        assertSame(right, graph.inputs().get("x"));
        assertSame(sum, graph.outputs().get("y"));
        assertTrue(graph.commits().get(0).isGuarded());
        assertTrue(graph.guard().isEmpty());
        assertEquals("%2 = add(%0, %1) real [2] {} from dense", sum.toString());
        assertTrue(graph.toString().endsWith("output y = %2\nw := %2 (guarded)\n"), graph.toString());
    }

    @Test
    void refusesWhatNoBackendKnows() {
        Expr x = input("x", Type.REAL, TWO);
        Node node = builder.add(x, List.of(), "input");
        refused("a graph cannot hold softmax real [2]", () -> builder.add(softmax(x), List.of(node), "output"));
        refused("a graph cannot hold scalar real []", () -> builder.add(scalar("rate"), List.of(), "sgd"));
        refused("a host scalar is a real number of rank 0, not input real [2]", () -> builder.scalar(x, "sgd"));
    }

    @Test
    void namesAreGivenOnce() {
        Expr x = input("x", Type.REAL, TWO);
        Node node = builder.add(x, List.of(), "input");
        refused("the input 'x' is there twice", () -> builder.add(input("x", Type.REAL, TWO), List.of(), "input"));
        builder.output("y", node).commit(WEIGHTS, node, false);
        refused("the output 'y' is there twice", () -> builder.output("y", node));
        refused("w is written twice", () -> builder.commit(WEIGHTS, node, true));
    }

    @Test
    void writesFitTheirVariable() {
        Node node = builder.add(constant(1), List.of(), "one");
        refused("cannot write %0 = constant() real [] {type=real, value=1.0} from one to w real [2]",
                () -> builder.commit(WEIGHTS, node, false));
        builder.add(variable("w", Type.REAL, TWO), List.of(), "dense");
        Variable other = Variable.of("w", Type.REAL, Shape.scalar());
        refused("w real [] is also w real [2]", () -> builder.commit(other, node, false));
        refused("a guard is a bool of rank 0, not " + node, () -> builder.guard(node));
        assertThrows(ShapeException.class, () -> Variable.of("w", Type.REAL, Shape.batch(2)));
    }

    private static void refused(String message, Executable building) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, building).getMessage());
    }
}

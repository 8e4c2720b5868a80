package org.fascicle.backend.testing;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

/** Graphs with a primitive that no backend can know: as one that is added to the table later. */
final class Unknown {
    static final String NAME = "frobnicate";
    static final String PLACE = "layer_7";

    private Unknown() {}

    /** A graph with a primitive that takes and gives what another does, and is like it for all passes. */
    static Graph graph(Primitive like) {
        Graph.Builder builder = new Graph.Builder();
        List<Expr> operands = operands(like);
        List<Node> nodes = operands.stream().map(operand -> builder.add(operand, List.of(), PLACE)).collect(Collectors.toList());
        Expr value = primitive(like).apply(operands, attributes(like));
        return builder.output("value", builder.add(value, nodes, PLACE)).build();
    }

    private static Primitive primitive(Primitive like) {
        try {
            Constructor<?> constructor = Primitive.class.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            Field rule = Primitive.class.getDeclaredField("rule");
            rule.setAccessible(true);
            return (Primitive) constructor.newInstance(NAME, like.arity(), like.access(), rule.get(like), null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Expr> operands(Primitive like) {
        if (like == Primitives.CONV) {
            return List.of(input("x", Type.REAL, 1, 4, 4, 2), input("kernel", Type.REAL, 2, 2, 2, 3));
        } else if (like == Primitives.GATHER) {
            return List.of(input("x", Type.REAL, 4, 4), input("indices", Type.INT32, 3));
        } else if (like == Primitives.WHERE) {
            return List.of(input("condition", Type.BOOL, 4, 4), input("x", Type.REAL, 4, 4), input("y", Type.REAL, 4, 4));
        }
        return IntStream.range(0, like.arity()).mapToObj(i -> input("x" + i, Type.REAL, 4, 4)).collect(Collectors.toList());
    }

    private static Expr input(String name, Type type, int... extents) {
        return Expressions.input(name, type, Shape.of(extents));
    }

    private static Attributes attributes(Primitive like) {
        if (like == Primitives.CONV) {
            return Window.of(2, 2).attributes();
        }
        return Attributes.of("axes", new int[] {0}).with("keep", false).with("axis", 0).with("batch", 0)
                .with("shape", Shape.of(2, 8))
                .with("transpose_a", false).with("transpose_b", false);
    }
}

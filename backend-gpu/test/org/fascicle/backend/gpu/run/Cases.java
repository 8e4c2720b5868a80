package org.fascicle.backend.gpu.run;

import static org.fascicle.api.expr.Shape.ROWS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

/** Graphs that together hold every primitive, alone and fused, over inputs and variables of few elements. */
final class Cases {
    static final int BATCH = 3;
    /** The values of {@code edges}. */
    static final double[] EDGES = {0, -0.0, 1, -1, 0.5, -2.5, 3e9, -3e9, 1e-20, 88.5, -104, Double.NaN,
        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 7, 255.99};

    private final Map<String, Graph> graphs = new LinkedHashMap<>();

    private Cases() {}

    /** The graphs by name; each has one output {@code y}. */
    static Map<String, Graph> all() {
        Cases cases = new Cases();
        cases.elementwise();
        cases.fused();
        cases.reductions();
        cases.movements();
        cases.indexing();
        cases.windows();
        cases.products();
        return cases.graphs;
    }

    private static Expr real(String name, int... extents) {
        return leaf(name, Shape.of(extents));
    }

    private static Expr leaf(String name, Shape shape) {
        return shape.isBatched() ? Expressions.input(name, Type.REAL, shape) : Expressions.variable(name, Type.REAL, shape);
    }

    /** The name of an input or variable. */
    static String name(Node leaf) {
        return leaf.attributes().text(leaf.op() == Primitives.INPUT ? "name" : "path");
    }

    /** Whether a node is an input or variable. */
    static boolean isLeaf(Node node) {
        return node.op() == Primitives.INPUT || node.op() == Primitives.VARIABLE;
    }

    private static Expr integer(String name, int... extents) {
        return Expressions.variable(name, Type.INT32, Shape.of(extents));
    }

    private void add(String name, Expr y) {
        Graph.Builder builder = new Graph.Builder();
        builder.output("y", node(y, builder, new LinkedHashMap<>()));
        if (graphs.put(name, builder.build()) != null) {
            throw new IllegalArgumentException(name);
        }
    }

    private static Node node(Expr expr, Graph.Builder builder, Map<Expr, Node> known) {
        Node node = known.get(expr);
        if (node == null) {
            List<Node> operands = new ArrayList<>();
            expr.operands().forEach(operand -> operands.add(node(operand, builder, known)));
            node = expr.op() == Primitives.SCALAR ? builder.scalar(expr, "test") : builder.add(expr, operands, "test");
            known.put(expr, node);
        }
        return node;
    }

    private void elementwise() {
        Expr edges = real("edges", EDGES.length);
        Expr others = Expressions.reverse(edges, 0);
        Expr i = integer("i", 12);
        Expr j = Expressions.reverse(i, 0);
        for (String name : List.of("neg", "abs", "sign", "floor", "exp", "expm1", "log", "log1p", "sqrt", "tanh", "erf",
                "erfc", "erfinv")) {
            add(name, Primitives.named(name).orElseThrow().apply(List.of(edges), Attributes.none()));
        }
        add("sin", Expressions.sin(real("x", 20)));
        add("cos", Expressions.cos(real("x", 20)));
        for (String name : List.of("add", "sub", "mul", "div", "pow", "max", "min", "gt", "ge", "eq")) {
            add(name, Primitives.named(name).orElseThrow().apply(List.of(edges, others), Attributes.none()));
        }
        for (String name : List.of("add", "sub", "mul", "div", "max", "min", "gt", "ge", "eq")) {
            add("int " + name, Primitives.named(name).orElseThrow().apply(List.of(i, j), Attributes.none()));
        }
        for (String name : List.of("neg", "abs", "sign")) {
            add("int " + name, Primitives.named(name).orElseThrow().apply(List.of(i), Attributes.none()));
        }
        add("not and or", edges.gt(0).and(others.ge(1)).or(edges.eq(others).not()));
        add("where", Expressions.where(edges.gt(0), edges, Expressions.expm1(edges)));
        add("int where", Expressions.where(i.gt(j), i, j));
        for (Type to : List.of(Type.INT32, Type.UINT32, Type.BOOL)) {
            add("cast to " + to, edges.cast(to).cast(Type.REAL));
            add("int cast to " + to, i.cast(to).cast(Type.REAL));
        }
        add("cast to bfloat16", Bfloat16.round(real("x", 20)));
        add("stop_gradient", Expressions.stopGradient(edges));
    }

    private void fused() {
        Expr x = real("batch", ROWS, 4, 5);
        Expr row = Expressions.broadcast(real("row", 5), x.shape());
        Expr column = Expressions.broadcast(real("column", ROWS, 1, 1), x.shape());
        add("broadcasts", x.mul(row).add(column));
        add("iota", Expressions.iota(x.shape(), 1).cast(Type.REAL).mul(x));
        Expr bits = Expressions.randomBits("dropout", 3, x.shape(), 24);
        add("random_bits", bits.cast(Type.REAL));
        Expr uniform = bits.cast(Type.REAL).mul(Math.pow(2, -24));
        add("dropout", Expressions.where(uniform.ge(0.2), x.mul(1.25), Expressions.zerosLike(x)));
        add("scalar", x.mul(Expressions.broadcast(Expressions.scalar("rate"), x.shape())).add(2));
        Expr transposed = Expressions.transpose(real("t", 5, 4), 1, 0);
        add("affine maps", Expressions.exp(Expressions.reverse(Expressions.slice(transposed, new int[] {1, 0}, new int[] {4, 5},
                new int[] {2, 3}), 1)));
        Expr line = Expressions.slice(transposed, new int[] {2, 0}, new int[] {3, 5});
        add("slice broadcast", Expressions.exp(Expressions.broadcast(line, Shape.of(4, 5))));
        add("softmax", exponentials(x).div(Expressions.broadcast(Expressions.sumKeep(exponentials(x), 2), x.shape())));
    }

    private static Expr exponentials(Expr x) {
        return Expressions.exp(x.sub(Expressions.broadcast(Expressions.maxKeep(x, 2), x.shape())));
    }

    private void reductions() {
        Expr x = real("batch", ROWS, 4, 5);
        Expr i = integer("cube", 3, 4, 5);
        int[][] along = {{}, {0}, {1}, {2}, {0, 1}, {1, 2}, {0, 2}, {0, 1, 2}};
        for (int axes = 0; axes < along.length; axes++) {
            add("sum " + axes, Expressions.sum(x.mul(x), along[axes]));
            add("reduce_max " + axes, Expressions.max(x, along[axes]));
            add("int sum " + axes, Expressions.sum(i, along[axes]));
        }
        add("sum of draws", Expressions.sum(Expressions.randomBits("p", 1, Shape.of(6, 7), 20).cast(Type.REAL), 0));
        add("sum of nothing", Expressions.sum(real("none", 3, 0), 1));
        add("reduce_max of nothing", Expressions.max(real("none", 3, 0), 1));
        add("sum and more", Expressions.sum(x.add(1), 2).add(Expressions.max(x.add(1), 2)));
        for (int axis = 0; axis < 3; axis++) {
            add("argmax " + axis, Expressions.argmax(Expressions.floor(x), axis));
            add("cumsum " + axis, Expressions.cumsum(x, axis));
        }
        add("argsort", Expressions.argsort(Expressions.floor(x.mul(2))));
        add("argsort of edges", Expressions.argsort(real("edges", EDGES.length)));
        add("argmax of edges", Expressions.argmax(real("edges", EDGES.length), 0));
    }

    private void movements() {
        Expr x = real("x", 4, 5);
        Expr mask = integer("flags", 3, 4).gt(0);
        add("reshape", Expressions.reshape(x, Shape.of(2, 10)));
        add("transpose", Expressions.transpose(real("cube real", 3, 4, 5), 2, 0, 1));
        add("broadcast", Expressions.broadcast(x, Shape.of(3, 4, 5)));
        add("slice", Expressions.slice(x, new int[] {1, 0}, new int[] {4, 5}, new int[] {2, 3}));
        add("reverse", Expressions.reverse(x, 0, 1));
        add("pad", Expressions.pad(x, new int[] {1, 2}, new int[] {0, 3}, -1.5));
        add("pad bool", Expressions.pad(mask, new int[] {1, 0}, new int[] {0, 1}, 1).cast(Type.REAL));
        add("concat", Expressions.concat(List.of(x, real("wide", 4, 2), x), 1));
        add("concat bool", Expressions.concat(List.of(mask, mask.not()), 0).cast(Type.REAL));
    }

    private void indexing() {
        Expr x = real("cube real", 3, 4, 5);
        Expr indices = integer("indices", 6);
        add("gather", Expressions.gather(x, indices, 1));
        add("gather first", Expressions.gather(x, indices, 0));
        add("gather batch", Expressions.gather(x, integer("batch indices", 3, 2), 1, 1));
        add("gather bool", Expressions.gather(x.gt(0), indices, 2).cast(Type.REAL));
        add("scatter_add", Expressions.scatterAdd(Shape.of(3, 4, 5), indices, real("updates", 3, 6, 5), 1, 0));
        add("scatter_add batch", Expressions.scatterAdd(Shape.of(3, 4, 5), integer("batch indices", 3, 2),
                real("batch updates", 3, 2, 5), 1, 1));
    }

    private void windows() {
        Expr image = Expressions.floor(real("image", ROWS, 6, 5, 2).mul(2));
        Window window = Window.of(3, 2).strides(2, 1).padding(new int[] {1, 0}, new int[] {0, 1});
        Shape places = window.over(image.shape());
        Expr g = leaf("g", places);
        Attributes back = window.attributes().with("shape", image.shape());
        add("max_pool", Expressions.maxPool(image, window));
        add("sum_pool", Expressions.sumPool(image, window));
        add("max_pool_grad", Primitives.MAX_POOL_GRAD.apply(List.of(image, g), window.attributes()));
        add("sum_pool_grad", Primitives.SUM_POOL_GRAD.apply(List.of(g), back));
    }

    private void products() {
        add("matmul", Expressions.matmul(real("x", 4, 5), real("wide", 5, 2)));
        Window window = Window.of(3, 2).strides(2, 1).padding(new int[] {1, 0}, new int[] {0, 1});
        Expr image = real("image", ROWS, 6, 5, 2);
        add("conv", Expressions.conv2d(image, real("kernel", 3, 2, 2, 4), window));
    }
}

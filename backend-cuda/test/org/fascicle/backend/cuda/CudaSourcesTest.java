package org.fascicle.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.junit.jupiter.api.Test;

class CudaSourcesTest {
    private static final Set<String> LIBRARY = Set.of("matmul", "conv", "conv_grad_input", "conv_grad_kernel");

    @Test
    void theCasesHoldEveryPrimitiveThatIsNotALibrarys() {
        Set<String> held = new TreeSet<>();
        Cases.all().values().forEach(graph -> graph.nodes().forEach(node -> held.add(node.op().name())));
        Set<String> all = Primitives.all().stream().filter(op -> op.decomposition().isEmpty()).map(Primitive::name)
                .filter(name -> !LIBRARY.contains(name)).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all, held);
    }

    @Test
    void oneStructureHasOneSourceWhateverItsSizesAndConstants() {
        CudaSources small = CudaSources.of(chain(Shape.of(4, 5), 2), 1);
        CudaSources large = CudaSources.of(chain(Shape.of(64, 300), 3), 1);
        assertEquals(small.text(), large.text());
        assertEquals(small.launched(), large.launched());
        assertNotEquals(small.launches().get(0).words, large.launches().get(0).words);
        assertEquals(1, small.launched().size());
    }

    @Test
    void productsAreLeftToALibraryAndTheRestIsFused() {
        Expr x = Expressions.variable("x", Type.REAL, Shape.of(8, 6));
        Expr w = Expressions.variable("w", Type.REAL, Shape.of(6, 4));
        Expr b = Expressions.variable("b", Type.REAL, Shape.of(4));
        Graph.Builder builder = new Graph.Builder();
        Expr product = Expressions.matmul(x, w);
        Node p = builder.add(product, List.of(builder.add(x, List.of(), "x"), builder.add(w, List.of(), "w")), "dense_1");
        Expr bias = Expressions.broadcast(b, Shape.of(8, 4));
        Node r = builder.add(bias, List.of(builder.add(b, List.of(), "b")), "dense_1");
        Node sum = builder.add(product.add(bias), List.of(p, r), "dense_1");
        CudaSources sources = CudaSources.of(builder.output("y", sum).build(), 1);
        assertEquals(List.of(p), sources.libraryCalls());
        assertEquals(1, sources.launched().size());
        assertTrue(sources.launched().get(0).startsWith("each_"), sources.launched().toString());
    }

    private static Graph chain(Shape shape, double factor) {
        Expr x = Expressions.variable("x", Type.REAL, shape);
        Expr constant = Expressions.constant(factor);
        Expr wide = Expressions.broadcast(constant, shape);
        Graph.Builder builder = new Graph.Builder();
        Node a = builder.add(x, List.of(), "x");
        Node c = builder.add(wide, List.of(builder.add(constant, List.of(), "c")), "c");
        Node product = builder.add(x.mul(wide), List.of(a, c), "scale");
        return builder.output("y", builder.add(Expressions.exp(x), List.of(product), "exp")).build();
    }
}

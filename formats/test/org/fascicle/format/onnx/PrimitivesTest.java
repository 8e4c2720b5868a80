package org.fascicle.format.onnx;

import static org.fascicle.api.expr.Expressions.argmax;
import static org.fascicle.api.expr.Expressions.argsort;
import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.cast;
import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.cumsum;
import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.pad;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.reverse;
import static org.fascicle.api.expr.Expressions.rows;
import static org.fascicle.api.expr.Expressions.scatterAdd;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.sort;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.transpose;
import static org.fascicle.api.expr.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.model.Port;
import org.fascicle.api.problem.InputException;
import org.fascicle.compiler.decomposition.Decomposition;
import org.fascicle.compiler.lowering.Lowering;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.format.Networks;
import org.fascicle.testing.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every primitive has operators, and what layers seldom ask of them is as the reference has it. */
class PrimitivesTest {
    private static final int ROWS = 3;
    private static final Shape ROW = Shape.of(2, 4);
    /** Of a batch [rows, 2, 4]. */
    private static final Map<String, UnaryOperator<Expr>> CASES = new LinkedHashMap<>();

    static {
        CASES.put("expm1", x -> Expressions.expm1(x.mul(1e-4)));
        CASES.put("log1p", x -> Expressions.log1p(Expressions.abs(x).mul(1e-4)));
        CASES.put("erfinv", x -> Expressions.erfinv(Expressions.tanh(x)));
        CASES.put("sin", Expressions::sin);
        CASES.put("cos", Expressions::cos);
        CASES.put("erf", Expressions::erf);
        CASES.put("sign", x -> Expressions.sign(x.sub(x.mul(cast(x.gt(0), Type.REAL)))));
        CASES.put("pow", x -> Expressions.abs(x).pow(1.7));
        CASES.put("stop_gradient", Expressions::stopGradient);
        CASES.put("bfloat16", Bfloat16::round);
        CASES.put("integers", x -> cast(cast(x.mul(9), Type.INT32).mul(3).div(constant(2, Type.INT32)), Type.REAL));
        CASES.put("divided by zero", x -> cast(cast(x.mul(9), Type.INT32)
                .div(cast(floor(x), Type.INT32)), Type.REAL));
        CASES.put("truth values", x -> cast(where(x.gt(0), x.lt(1), x.gt(-1)).and(x.eq(0).not()).or(x.ge(2)), Type.REAL));
        CASES.put("compared truth values", x -> cast(x.gt(0).gt(x.gt(1)), Type.REAL));
        CASES.put("padded truth values", x -> cast(pad(x.gt(0), new int[] {0, 1, 0}, new int[] {0, 0, 2}, 1), Type.REAL));
        CASES.put("chosen integers", x -> cast(where(x.gt(0), cast(x.mul(5), Type.INT32), iota(Shape.of(4), 0)), Type.REAL));
        CASES.put("iota along rows", x -> x.add(cast(iota(Shape.batch(2, 4), 0), Type.REAL)));
        CASES.put("iota in the middle", x -> x.add(cast(iota(Shape.batch(2, 4), 1), Type.REAL)));
        CASES.put("rows", x -> x.mul(rows().mul(0.5).add(1)));
        CASES.put("mean over rows", x -> x.sub(mean(x, 0)));
        CASES.put("repeated to rows", x -> concat(List.of(x, broadcast(constant(2), Shape.batch(1, 4))), 1));
        CASES.put("argmax", x -> cast(argmax(x, 1), Type.REAL));
        CASES.put("argsort of ties", x -> cast(argsort(floor(x)), Type.REAL));
        CASES.put("sort", x -> sort(x));
        CASES.put("cumsum", x -> cumsum(x, 1));
        CASES.put("reverse", x -> reverse(x, 1, 2));
        CASES.put("slice", x -> slice(x, new int[] {0, 1, 0}, new int[] {Shape.ROWS, 2, 4}, new int[] {1, 1, 3}));
        CASES.put("transpose rows back", x -> transpose(transpose(x, 2, 0, 1), 1, 2, 0));
        CASES.put("reshape", x -> reshape(x, Shape.batch(4, 2)));
        CASES.put("gather", x -> gather(x, iota(Shape.of(5), 0).sub(1), 2));
        CASES.put("gather together", x -> gather(x, cast(x.mul(2), Type.INT32), 2, 1));
        CASES.put("gather together on the axis", x -> gather(x, cast(x.mul(2), Type.INT32), 2, 2));
        CASES.put("gather from the rows", x -> gather(x, iota(Shape.of(7), 0).sub(2), 0));
        CASES.put("scatter_add", x -> scatterAdd(Shape.batch(2, 3), cast(x.mul(2), Type.INT32), x, 2, 2));
        CASES.put("matmul transposed", x -> matmul(x, x, true, false));
        CASES.put("matmul with a repeated factor", x -> matmul(x, broadcast(cast(iota(Shape.of(4, 3), 0), Type.REAL),
                Shape.batch(4, 3)), false, false));
        CASES.put("matmul of two transposed", x -> matmul(x, transpose(x, 0, 2, 1), true, true));
        CASES.put("sum of all but rows", x -> sum(x, 1, 2));
        CASES.put("softmax", Expressions::softmax);
        CASES.put("logsumexp", Expressions::logSumExp);
    }

    @TempDir
    Path folder;

    static Stream<String> cases() {
        return CASES.keySet().stream();
    }

    @Test
    void noPrimitiveIsLeftOut() {
        Set<Primitive> left = new HashSet<>(Primitives.all());
        left.removeIf(primitive -> primitive.decomposition().isPresent());
        left.removeAll(Operators.primitives());
        left.removeAll(Decomposition.possible());
        left.removeAll(
                List.of(Primitives.CONSTANT, Primitives.INPUT, Primitives.VARIABLE, Primitives.SCALAR, Primitives.BROADCAST));
        assertEquals("[random_bits]", left.stream().map(Primitive::name).collect(Collectors.toList()).toString());
    }

    @Test
    void drawsAreRefusedWithTheirLayer() {
        Expr drawn = cast(Expressions.randomBits("noise", 0, Shape.batch(2), 24), Type.REAL);
        Graph graph = Lowering.graph(Map.of("value", drawn));
        InputException e = assertThrows(InputException.class,
                () -> new Translation(new OnnxGraph(), name -> name, path -> path).run(graph));
        assertTrue(e.getMessage().contains("has no kernel for %0 = random_bits"), e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesWhatTheReferenceDoes(String name) throws IOException {
        float[] features = Networks.features(ROWS * (int) ROW.size(), 11);
        features[1] = 0;
        double[] wide = new double[features.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = features[i];
        }
        Tensors tensors = new Tensors(ROWS, Precision.FLOAT32);
        Expr value = CASES.get(name).apply(tensors.batch(ROW.toArray(), wide));
        boolean batched = value.shape().isBatched();
        // An output has rows: what has none is added to zeros for each.
        Expr output = batched ? value : broadcast(value, value.shape().prepend(Shape.ROWS));
        double[] expected = tensors.evaluate(output);
        OnnxGraph graph = new OnnxGraph();
        graph.input("x", ROW.prepend(Shape.ROWS));
        new Translation(graph, any -> "x", path -> path)
                .run(Lowering.graph(Map.of("value", Rewriter.rewrite(List.of(output)).get(0))));
        graph.output("value", output.shape());
        Path file = folder.resolve("primitive.onnx");
        try (OutputStream out = Files.newOutputStream(file)) {
            graph.file(Map.of()).writeTo(out);
        }
        float[] actual = Runtime.run(file, List.of(Port.of("x", ROW, List.of())),
                List.of(Port.of("value", output.shape().withoutFirst(), List.of())), Map.of("x", features), ROWS).get("value");
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected[i], actual[i], 1e-5 * Math.max(1, Math.abs(expected[i])), name + " at " + i);
        }
    }
}

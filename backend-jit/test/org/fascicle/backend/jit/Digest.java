package org.fascicle.backend.jit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.testing.Comparison;

/**
 * A program that prints a sum over the bits of elementary functions, reductions, products, draws and training steps:
 * {@code Digest FORM ROUNDS}. Each round must give the same; with many, the compiler has come to all of it.
 */
final class Digest {
    /** Bit patterns that spread over all floats: this many apart. */
    private static final int APART = 9_300_001;

    private final JitBackend backend;
    private final CRC32 sum = new CRC32();

    private Digest(JitBackend backend) {
        this.backend = backend;
    }

    public static void main(String[] arguments) {
        JitBackend backend = new JitBackend(Form.valueOf(arguments[0]), 1);
        Digest digest = new Digest(backend);
        long first = digest.round();
        for (int round = 1; round < Integer.parseInt(arguments[1]); round++) {
            long other = digest.round();
            if (other != first) {
                throw new IllegalStateException("round " + round + " gives " + other + ", the first gave " + first);
            }
        }
        backend.stop();
        System.out.println("digest " + first);
    }

    private long round() {
        sum.reset();
        functions();
        take(TrainingStep.of("normalized").trained(backend, 3, 2));
        return sum.getValue();
    }

    private void functions() {
        int count = (int) ((1L << Integer.SIZE) / APART);
        Expr x = Expressions.input("x", Type.REAL, Shape.of(count));
        Map<String, Expr> values = new LinkedHashMap<>();
        values.put("exp", Expressions.exp(x));
        values.put("expm1", Expressions.expm1(x));
        values.put("log", Expressions.log(x));
        values.put("log1p", Expressions.log1p(x));
        values.put("tanh", Expressions.tanh(x));
        values.put("erf", Expressions.erf(x));
        values.put("erfinv", Expressions.erfinv(x));
        values.put("sqrt", Expressions.sqrt(x));
        values.put("floor", Expressions.floor(x));
        values.put("sin", Expressions.sin(x));
        values.put("quotient", Expressions.constant(1).div(x));
        values.put("sum", Expressions.sum(Expressions.tanh(x.mul(1e-3))));
        values.put("greatest", Expressions.max(Expressions.erf(x)));
        Graph.Builder builder = new Graph.Builder();
        Map<Expr, Node> known = new HashMap<>();
        values.forEach((name, value) -> builder.output(name, Comparison.node(value, builder, known)));
        Buffer input = backend.allocate(Type.REAL, Precision.FLOAT32, count);
        float[] data = new float[count];
        for (int i = 0; i < count; i++) {
            data[i] = Float.intBitsToFloat(i * APART);
        }
        input.write(0, data, 0, count);
        try (Workspace workspace = backend.compile(builder.build(), CompileSettings.of(Precision.FLOAT32, 1))
                .open(Bindings.of(Map.of(), Map.of("x", input)))) {
            workspace.run(new RunArguments(0).rows(1));
            for (String name : values.keySet()) {
                float[] result = new float[(int) workspace.output(name).size()];
                workspace.output(name).read(0, result, 0, result.length);
                take(result);
            }
        }
    }

    /** All NaN count as one. */
    private void take(float[] values) {
        for (float value : values) {
            int bits = Float.floatToIntBits(value);
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                sum.update(bits >>> shift);
            }
        }
    }
}

package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.InverseErf;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.jit.kernel.Form;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The functions' largest errors over the whole range of binary32, and that both forms give the same bits. */
class FormulasTest {
    private static final int STRIDE = 7919;
    private static final int COUNT = (int) ((1L << 32) / STRIDE);
    private static final Map<String, DoubleUnaryOperator> EXACT = Map.of("exp", StrictMath::exp, "expm1", StrictMath::expm1,
            "log", StrictMath::log, "log1p", StrictMath::log1p, "tanh", StrictMath::tanh, "erf", Erf::value, "erfinv",
            InverseErf::value, "floor", StrictMath::floor, "sqrt", StrictMath::sqrt, "sign", StrictMath::signum);

    /** Name and largest error in units in the last place. */
    @ParameterizedTest
    @CsvSource({"exp,1", "expm1,2", "log,1", "log1p,2", "tanh,3", "erf,1", "erfinv,4", "floor,0", "sqrt,0.5", "sign,0"})
    void errorsAreBounded(String name, double bound) {
        float[] x = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            x[i] = Float.intBitsToFloat(i * STRIDE);
        }
        float[] vector = values(name, x, Form.VECTOR);
        float[] plain = values(name, x, Form.PLAIN);
        for (int i = 0; i < COUNT; i++) {
            double exact = EXACT.get(name).applyAsDouble(x[i]);
            float rounded = (float) exact;
            String where = name + "(" + x[i] + ") is " + vector[i] + ", not " + exact;
            assertEquals(Float.floatToIntBits(plain[i]), Float.floatToIntBits(vector[i]), where);
            if (Float.isNaN(rounded) || Float.isInfinite(rounded) || rounded == 0) {
                boolean isNextToTheEnd = Float.isInfinite(rounded) && Math.abs(vector[i]) == Float.MAX_VALUE;
                assertTrue(Float.compare(rounded, vector[i]) == 0 || isNextToTheEnd, where);
            } else {
                double error = Math.abs(vector[i] - exact) / Math.ulp(rounded);
                assertTrue(error <= bound, where + ": " + error + " ulp");
            }
        }
    }

    /** The core asks for the sign of expm1(x) in place of that of x. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void expm1HasTheSignOfItsArgument(Form form) {
        int small = 1 << 16;
        float[] x = new float[COUNT + 2 * small];
        for (int i = 0; i < x.length; i++) {
            int bits = i < COUNT ? i * STRIDE : i - COUNT < small ? i - COUNT : (i - COUNT - small) | Integer.MIN_VALUE;
            x[i] = Float.intBitsToFloat(bits);
        }
        float[] y = values("expm1", x, form);
        for (int i = 0; i < x.length; i++) {
            assertEquals(x[i] > 0, y[i] > 0, "expm1(" + x[i] + ") is " + y[i]);
            assertEquals(x[i] < 0, y[i] < 0, "expm1(" + x[i] + ") is " + y[i]);
        }
    }

    private static float[] values(String name, float[] x, Form form) {
        JitBackend backend = new JitBackend(form, 1);
        Graph.Builder builder = new Graph.Builder();
        Shape shape = Shape.of(x.length);
        var input = Expressions.input("x", Type.REAL, shape);
        var function = Primitives.named(name).orElseThrow().apply(List.of(input), Attributes.none());
        Graph graph = builder.output("y", builder.add(function, List.of(builder.add(input, List.of(), "x")), name)).build();
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT32, x.length);
        buffer.write(0, x, 0, x.length);
        try (Workspace workspace = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, 1))
                .open(Bindings.of(Map.of(), Map.of("x", buffer)))) {
            workspace.run(new RunArguments(0));
            float[] y = new float[x.length];
            workspace.output("y").read(0, y, 0, y.length);
            return y;
        } finally {
            backend.stop();
        }
    }
}

package org.fascicle.backend.jit.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.JitBackend;
import org.fascicle.backend.testing.Workbench;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that are shorter than a vector, or little longer, alone and reduced: the vector form gives the bits of the plain one. */
class ShortRowsTest {
    private static final int RUNS = 2;
    private static final int SETS = 2;

    static Stream<Arguments> sizes() {
        return Stream.of(1, 2, 3, 7, 8, 9, 10, 15, 16, 17, 31)
                .flatMap(length -> Stream.of(1, 2, 31, 49, 64, 65, 200).map(rows -> Arguments.of(rows, length)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void equalToThePlainFormToTheBit(int rows, int length) {
        Map<String, float[]> expected = computed(Form.PLAIN, rows, length);
        computed(Form.VECTOR, rows, length).forEach(
                (name, values) -> assertArrayEquals(expected.get(name), values, name + " of " + rows + " rows of " + length));
    }

    /** A softmax with its loss, of two sets of rows, and what is written over what is read. */
    private static Map<String, float[]> computed(Form form, int rows, int length) {
        JitBackend backend = new JitBackend(form, 1);
        Workbench bench = new Workbench(backend);
        Random random = new Random(rows * 100 + length);
        Shape shape = Shape.of(SETS, rows, length);
        Expr x = bench.variable("x", shape, random.doubles(shape.size(), -3, 3).toArray());
        Expr bias = bench.variable("bias", Shape.of(SETS, 1, length), random.doubles(SETS * length, -1, 1).toArray());
        Expr scale = bench.variable("scale", Shape.of(SETS, rows, 1), random.doubles(SETS * rows, 0.5, 2).toArray());
        Expr logits = x.add(bias);
        Expr greatest = Expressions.maxKeep(logits, 2);
        Expr power = Expressions.exp(logits.sub(greatest));
        Expr total = Expressions.sumKeep(power, 2);
        Expr label = Expressions.cast(scale.mul(length / 2.0), Type.INT32);
        Expr isLabel = Expressions.iota(shape, 2).eq(label);
        Map<String, Expr> outputs = new LinkedHashMap<>();
        outputs.put("logits", logits);
        outputs.put("greatest", greatest);
        outputs.put("power", power);
        outputs.put("total", total);
        outputs.put("loss", Expressions.sum(Expressions.where(isLabel, logits.sub(Expressions.log(total)), 0), 2));
        outputs.put("distance", Expressions.iota(shape, 2).sub(label));
        outputs.forEach((name, value) -> bench.builder.output(name, bench.node(value)));
        Expr y = bench.variable("y", shape, random.doubles(shape.size(), -3, 3).toArray());
        bench.commit(y, y.mul(0.5).add(bias), false);
        bench.commit(x, Expressions.where(isLabel, power.div(total).sub(scale), power.div(total)), false);
        try (Workspace workspace = bench.open(1)) {
            for (int run = 0; run < RUNS; run++) {
                workspace.run(new RunArguments(0));
            }
            Map<String, float[]> values = new LinkedHashMap<>();
            outputs.keySet().forEach(name -> values.put(name, read(workspace.output(name))));
            bench.variables().forEach((name, buffer) -> values.put(name, read(buffer)));
            return values;
        } finally {
            backend.stop();
        }
    }

    private static float[] read(Buffer buffer) {
        float[] values = new float[(int) buffer.size()];
        if (buffer.type() == Type.INT32) {
            int[] integers = new int[values.length];
            buffer.read(0, integers, 0, values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = integers[i];
            }
        } else {
            buffer.read(0, values, 0, values.length);
        }
        return values;
    }
}

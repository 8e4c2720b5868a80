package org.fascicle.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.fascicle.activation.celu.Celu;
import org.fascicle.activation.elu.Elu;
import org.fascicle.activation.exponential.Exponential;
import org.fascicle.activation.gelu.Gelu;
import org.fascicle.activation.hardshrink.HardShrink;
import org.fascicle.activation.hardsigmoid.HardSigmoid;
import org.fascicle.activation.hardsilu.HardSilu;
import org.fascicle.activation.hardtanh.HardTanh;
import org.fascicle.activation.leakyrelu.LeakyRelu;
import org.fascicle.activation.linear.Linear;
import org.fascicle.activation.logsigmoid.LogSigmoid;
import org.fascicle.activation.mish.Mish;
import org.fascicle.activation.relu.Relu;
import org.fascicle.activation.relu6.Relu6;
import org.fascicle.activation.rrelu.Rrelu;
import org.fascicle.activation.selu.Selu;
import org.fascicle.activation.sigmoid.Sigmoid;
import org.fascicle.activation.silu.Silu;
import org.fascicle.activation.softplus.Softplus;
import org.fascicle.activation.softshrink.SoftShrink;
import org.fascicle.activation.softsign.Softsign;
import org.fascicle.activation.squareplus.Squareplus;
import org.fascicle.activation.tanh.Tanh;
import org.fascicle.activation.tanhshrink.TanhShrink;
import org.fascicle.activation.threshold.Threshold;
import org.fascicle.api.activation.Activation;
import org.fascicle.api.technique.TechniqueType;

/** Each elementwise activation, value and derivative, against the table {@code points.txt}. */
class PointsTest {
    private static final List<Class<?>> ELEMENTWISE = List.of(Celu.class, Elu.class, Exponential.class, Gelu.class,
            HardShrink.class, HardSigmoid.class, HardSilu.class, HardTanh.class, LeakyRelu.class, Linear.class,
            LogSigmoid.class, Mish.class, Relu.class, Relu6.class, Rrelu.class, Selu.class, Sigmoid.class, Silu.class,
            Softplus.class, SoftShrink.class, Softsign.class, Squareplus.class, Tanh.class, TanhShrink.class,
            Threshold.class);

    @TestFactory
    Stream<DynamicTest> valuesAndDerivativesAreThePublishedOnes() throws IOException {
        Map<String, TechniqueType> types = new HashMap<>();
        ELEMENTWISE.forEach(type -> types.put(TechniqueType.of(type).name(), TechniqueType.of(type)));
        Map<String, List<double[]>> table = table();
        assertEquals(types.keySet(), table.keySet().stream().map(key -> key.split(";")[0]).collect(Collectors.toSet()));
        return table.entrySet().stream().map(entry -> {
            String[] key = (entry.getKey() + " ").split(";");
            return DynamicTest.dynamicTest(entry.getKey(), () -> compare(made(types.get(key[0]), key[1]), entry.getValue()));
        });
    }

    @TestFactory
    Stream<DynamicTest> notANumberStaysNotANumber() {
        return ELEMENTWISE.stream().map(TechniqueType::of).map(type -> DynamicTest.dynamicTest(type.name(), () -> {
            String options = type.name().equals("threshold") ? "threshold=0 default_value=0" : "";
            double[] row = {Double.NaN, 1};
            assertTrue(Double.isNaN(new Evaluated(made(type, options), row, null).values()[0]));
        }));
    }

    private static void compare(Activation activation, List<double[]> points) {
        double[] row = points.stream().mapToDouble(point -> point[0]).toArray();
        double[] ones = new double[row.length];
        Arrays.fill(ones, 1);
        Evaluated evaluated = new Evaluated(activation, row, null);
        assertEquals(13, row.length);
        assertClose(points.stream().mapToDouble(point -> point[1]).toArray(), evaluated.values());
        assertClose(points.stream().mapToDouble(point -> point[2]).toArray(), evaluated.gradient(ones));
    }

    private static void assertClose(double[] expected, double[] actual) {
        double greatest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1e-14 * greatest, "point " + i);
        }
    }

    private static Activation made(TechniqueType type, String options) {
        Map<String, Object> values = new HashMap<>();
        for (String option : options.trim().isEmpty() ? new String[0] : options.trim().split(" ")) {
            String[] parts = option.split("=");
            values.put(parts[0], type.option(parts[0]).orElseThrow().parse(parts[1]));
        }
        return (Activation) type.create(values);
    }

    /** The points by {@code name;options}. */
    private static Map<String, List<double[]>> table() throws IOException {
        Map<String, List<double[]>> table = new LinkedHashMap<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(PointsTest.class.getResourceAsStream("points.txt"), StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> !line.startsWith("#")).map(line -> line.split(";")).forEach(cell ->
                    table.computeIfAbsent(cell[0] + ";" + cell[1], key -> new ArrayList<>()).add(new double[] {
                        Double.parseDouble(cell[2]), Double.parseDouble(cell[3]), Double.parseDouble(cell[4])}));
        }
        return table;
    }
}

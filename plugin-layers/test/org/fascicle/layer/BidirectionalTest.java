package org.fascicle.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.fascicle.api.layer.Layer;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.layer.bidirectional.Bidirectional;
import org.fascicle.layer.simplernn.SimpleRnn;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layer that reads a sequence in both directions, against the formulas of what it holds. */
class BidirectionalTest extends RecurrentFixture {
    @ParameterizedTest
    @CsvSource({"concat,false", "concat,true", "sum,true", "mul,false", "ave,true"})
    void bidirectionalReadsBothWays(String merge, boolean sequences) {
        double[] kernel = numbers(FEATURES * UNITS);
        double[] recurrent = numbers(UNITS * UNITS);
        double[] bias = numbers(UNITS);
        double[] otherKernel = numbers(FEATURES * UNITS);
        place.give("forward/kernel", kernel).give("forward/recurrent_kernel", recurrent).give("forward/bias", bias)
                .give("backward/kernel", otherKernel).give("backward/recurrent_kernel", recurrent).give("backward/bias", bias);
        double[] forward = expected(kernel, bias, recurrent, false, RecurrentFixture::simple);
        double[] backward = expected(otherKernel, bias, recurrent, true, RecurrentFixture::simple);
        int steps = sequences ? STEPS : 1;
        double[] a = sequences ? forward : last(forward);
        double[] b = last(backward);
        if (sequences) {
            b = new double[backward.length];
            for (int i = 0; i < b.length; i++) {
                int step = i / UNITS % STEPS;
                b[i] = backward[i + (STEPS - 1 - 2 * step) * UNITS];
            }
        }
        boolean concat = merge.equals("concat");
        double[] expected = new double[ROWS * steps * (concat ? 2 : 1) * UNITS];
        for (int i = 0; i < a.length; i++) {
            int at = concat ? i / UNITS * 2 * UNITS + i % UNITS : i;
            expected[at] = switch (merge) {
                case "sum" -> a[i] + b[i];
                case "mul" -> a[i] * b[i];
                case "ave" -> (a[i] + b[i]) / 2;
                default -> a[i];
            };
            if (concat) {
                expected[at + UNITS] = b[i];
            }
        }
        Layer both = (Layer) TechniqueType.of(Bidirectional.class)
                .create(Map.of("layer", layer(SimpleRnn.class, Map.of("return_sequences", sequences)), "merge_mode", merge));
        assertArrayEquals(expected, place.evaluate(both.apply(sequence(), place.scope())), 1e-12);
        assertEquals(List.of("forward/kernel", "forward/recurrent_kernel", "forward/bias", "backward/kernel",
                "backward/recurrent_kernel", "backward/bias"), place.parameters());
    }
}

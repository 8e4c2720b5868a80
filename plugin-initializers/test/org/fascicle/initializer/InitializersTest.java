package org.fascicle.initializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.initializer.glorotnormal.GlorotNormal;
import org.fascicle.initializer.glorotuniform.GlorotUniform;
import org.fascicle.initializer.henormal.HeNormal;
import org.fascicle.initializer.heuniform.HeUniform;
import org.fascicle.initializer.lecunnormal.LecunNormal;
import org.fascicle.initializer.lecununiform.LecunUniform;
import org.fascicle.initializer.ones.Ones;
import org.fascicle.initializer.variancescaling.VarianceScaling;
import org.fascicle.initializer.zeros.Zeros;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializersTest {
    /** Fan-in 2, fan-out 4, average 3. */
    private static final Shape KERNEL = Shape.of(2, 4);
    private static final double[] NORMAL = {-1.5, -1, -0.5, 0, 0.25, 0.5, 1, 1.9};
    private static final double[] UNIFORM = {0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.9375};

    // The variance of a standard normal that is cut at ±2: 1 − 4φ(2) / (2Φ(2) − 1), φ(2) = 0.05399096651318806.
    private static final double CUT_VARIANCE = 1 - 4 * 0.05399096651318806 / 0.9544997361036416;

    private final TestPlace place = new TestPlace(new Tensors(1));

    @ParameterizedTest
    @CsvSource({"GlorotNormal, 0.3333333333333333", "HeNormal, 1", "LecunNormal, 0.5"})
    void normalsAreWidenedAgainstTheCut(String name, double variance) {
        double factor = Math.sqrt(variance / CUT_VARIANCE);
        double[] expected = DoubleStream.of(NORMAL).map(x -> x * factor).toArray();
        place.drawTruncatedNormal(NORMAL);
        assertArrayEquals(expected, first(named(name), KERNEL), 1e-14);
    }

    @ParameterizedTest
    @CsvSource({"GlorotUniform, 0.3333333333333333", "HeUniform, 1", "LecunUniform, 0.5"})
    void uniformsHaveTheLimitOfTheirVariance(String name, double variance) {
        double limit = Math.sqrt(3 * variance);
        double[] expected = DoubleStream.of(UNIFORM).map(u -> -limit + u * 2 * limit).toArray();
        place.draw(UNIFORM);
        assertArrayEquals(expected, first(named(name), KERNEL), 1e-14);
    }

    @ParameterizedTest
    @CsvSource({"fan_in, 3", "fan_out, 1.5", "fan_avg, 2"})
    void varianceScalingHasModesAndDistributions(String mode, double variance) {
        double deviation = Math.sqrt(variance);
        place.drawTruncatedNormal(NORMAL).drawNormal(NORMAL).draw(UNIFORM);
        assertArrayEquals(DoubleStream.of(NORMAL).map(x -> x * deviation / Math.sqrt(CUT_VARIANCE)).toArray(),
                first(scaling(6, mode, "truncated_normal"), KERNEL), 1e-14);
        assertArrayEquals(DoubleStream.of(NORMAL).map(x -> x * deviation).toArray(),
                first(scaling(6, mode, "untruncated_normal"), KERNEL), 1e-14);
        assertArrayEquals(DoubleStream.of(UNIFORM).map(u -> (2 * u - 1) * Math.sqrt(3) * deviation).toArray(),
                first(scaling(6, mode, "uniform"), KERNEL), 1e-14);
    }

    @Test
    void aConvolutionKernelHasTheFansOfItsField() {
        // 2 × 2 positions, 1 channel in, 2 out: fan-in 4.
        place.drawTruncatedNormal(NORMAL);
        assertArrayEquals(DoubleStream.of(NORMAL).map(x -> x * Math.sqrt(0.5 / CUT_VARIANCE)).toArray(),
                first(made(HeNormal.class), Shape.of(2, 2, 1, 2)), 1e-14);
    }

    // A depthwise kernel of 1 × 2 positions, 2 channels and 2 filters each: one output is summed from 2 inputs, not 4.
    @Test
    void axesOfInputsAndOutputsMayBeNamed() {
        Shape depthwise = Shape.of(1, 2, 2, 2);
        List<Integer> in = List.of(0, 1);
        List<Integer> out = List.of(0, 1, -1);
        place.drawTruncatedNormal(NORMAL).draw(UNIFORM).draw(UNIFORM);
        assertArrayEquals(DoubleStream.of(NORMAL).map(x -> x * Math.sqrt(1 / CUT_VARIANCE)).toArray(),
                first(made(HeNormal.class, "input_axes", in, "output_axes", out), depthwise), 1e-14);
        assertArrayEquals(DoubleStream.of(UNIFORM).map(u -> (2 * u - 1) * Math.sqrt(6.0 / (2 + 4))).toArray(),
                first(made(GlorotUniform.class, "input_axes", in, "output_axes", out), depthwise), 1e-14);
        assertArrayEquals(DoubleStream.of(UNIFORM).map(u -> (2 * u - 1) * Math.sqrt(3.0 / 4)).toArray(),
                first(made(VarianceScaling.class, "mode", "fan_out", "distribution", "uniform", "input_axes", in,
                        "output_axes", out), depthwise),
                1e-14);
        String message = assertThrows(IllegalArgumentException.class,
                () -> first(made(HeNormal.class, "input_axes", in), depthwise)).getMessage();
        assertTrue(message.contains("output_axes"), message);
    }

    private static Initializer made(Class<?> technique, Object... options) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            values.put((String) options[i], options[i + 1]);
        }
        return (Initializer) TechniqueType.of(technique).create(values);
    }

    @Test
    void zerosAndOnes() {
        assertArrayEquals(new double[] {0, 0, 0}, first(new Zeros(), Shape.of(3)), 0);
        assertArrayEquals(new double[] {1, 1, 1}, first(new Ones(), Shape.of(3)), 0);
    }

    @Test
    void optionsAreKeras() {
        List<String> axes = List.of("input_axes: a list of whole numbers = null", "output_axes: a list of whole numbers = null");
        assertEquals(List.of("scale: a number in (0,inf) = 1.0", "mode: one of fan_in, fan_out, fan_avg = fan_in",
                "distribution: one of truncated_normal, untruncated_normal, uniform = truncated_normal", axes.get(0),
                axes.get(1)),
                Described.options(VarianceScaling.class));
        for (Class<?> plain : List.of(GlorotNormal.class, GlorotUniform.class, HeNormal.class, HeUniform.class,
                LecunNormal.class, LecunUniform.class)) {
            assertEquals(axes, Described.options(plain));
        }
        assertEquals(List.of(), Described.options(Ones.class));
        assertEquals(List.of(), Described.options(Zeros.class));
    }

    @Test
    void namesAreKeras() {
        Map<Class<?>, String> names = Map.of(GlorotNormal.class, "glorot_normal", GlorotUniform.class, "glorot_uniform",
                HeNormal.class, "he_normal", HeUniform.class, "he_uniform", LecunNormal.class, "lecun_normal",
                LecunUniform.class, "lecun_uniform", Ones.class, "ones", Zeros.class, "zeros",
                VarianceScaling.class, "variance_scaling");
        names.forEach((technique, name) -> assertEquals("initializer " + name, Described.identity(technique)));
    }

    @Test
    void varianceScalingWithoutOptionsIsLecunNormal() {
        Initializer scaling = (Initializer) TechniqueType.of(VarianceScaling.class).create(Map.of());
        place.drawTruncatedNormal(NORMAL).drawTruncatedNormal(NORMAL);
        assertArrayEquals(first(made(LecunNormal.class), KERNEL), first(scaling, KERNEL), 0);
    }

    @Test
    void varianceScalingRefusesWhatItDoesNotKnow() {
        assertEquals("mode", assertThrows(OptionException.class, () -> scaling(1, "fan", "uniform")).option());
        assertEquals("scale", assertThrows(OptionException.class, () -> scaling(0, "fan_in", "uniform")).option());
        String message = assertThrows(OptionException.class, () -> TechniqueType.of(VarianceScaling.class)
                .create(Map.of("distributoin", "uniform"))).getMessage();
        assertTrue(message.contains("Did you mean 'distribution'?"), message);
    }

    private static Initializer scaling(double scale, String mode, String distribution) {
        return (Initializer) TechniqueType.of(VarianceScaling.class)
                .create(Map.of("scale", scale, "mode", mode, "distribution", distribution));
    }

    private static Initializer named(String record) {
        return List.<Class<?>>of(GlorotNormal.class, GlorotUniform.class, HeNormal.class, HeUniform.class, LecunNormal.class,
                LecunUniform.class).stream().filter(each -> each.getSimpleName().equals(record)).map(each -> made(each))
                .findFirst().orElseThrow();
    }

    private double[] first(Initializer initializer, Shape shape) {
        Expr value = initializer.initialize(shape, place.scope());
        assertEquals(shape, value.shape());
        return place.evaluate(value);
    }
}

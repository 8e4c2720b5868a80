package org.fascicle.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.ShorthandOptions;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.transform.UpdateTransform;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.fascicle.transform.clipbyglobalnorm.ClipByGlobalNorm;
import org.fascicle.transform.clipbynorm.ClipByNorm;
import org.fascicle.transform.clipbyvalue.ClipByValue;

/** Two gradients: of norm 5, and of norm 12; together they have norm 13. */
class ClippingTest {
    private static final double[] FIRST = {3, -4};
    private static final double[] SECOND = {4, -8, 8, 0};

    @Test
    void byValueKeepsEachElementWithin() {
        assertGradients(made(ClipByValue.class, "clipvalue", 3.5), new double[] {3, -3.5}, new double[] {3.5, -3.5, 3.5, 0});
        assertGradients(made(ClipByValue.class, "clipvalue", 8), FIRST, SECOND);
    }

    @Test
    void byNormScalesEachGradientBack() {
        assertGradients(made(ClipByNorm.class, "clipnorm", 6), FIRST, new double[] {2, -4, 4, 0});
        assertGradients(made(ClipByNorm.class, "clipnorm", 2.5), new double[] {1.5, -2},
                new double[] {4 * 2.5 / 12, -8 * 2.5 / 12, 8 * 2.5 / 12, 0});
        assertGradients(made(ClipByNorm.class, "clipnorm", 12), FIRST, SECOND);
    }

    @Test
    void byGlobalNormScalesAllTogether() {
        assertGradients(made(ClipByGlobalNorm.class, "global_clipnorm", 6.5), new double[] {1.5, -2},
                new double[] {2, -4, 4, 0});
        assertGradients(made(ClipByGlobalNorm.class, "global_clipnorm", 13), FIRST, SECOND);
    }

    @Test
    void gradientsOfZeroStayAndNotANumberDoesToo() {
        for (UpdateTransform clip : List.of(made(ClipByValue.class, "clipvalue", 1), made(ClipByNorm.class, "clipnorm", 1),
                made(ClipByGlobalNorm.class, "global_clipnorm", 1))) {
            assertArrayEquals(new double[] {0, 0}, transformed(clip, new double[] {0, 0}).get(0), 0);
            assertTrue(Double.isNaN(transformed(clip, new double[] {Double.NaN, 1}).get(0)[0]));
        }
    }

    @Test
    void optionsAreKeras() {
        assertEquals(List.of("clipvalue: a number in (0,inf)"), Described.options(ClipByValue.class));
        assertEquals(List.of("clipnorm: a number in (0,inf)"), Described.options(ClipByNorm.class));
        assertEquals(List.of("global_clipnorm: a number in (0,inf)"), Described.options(ClipByGlobalNorm.class));
        assertEquals("transform clip_by_value", Described.identity(ClipByValue.class));
        assertEquals("transform clip_by_norm", Described.identity(ClipByNorm.class));
        assertEquals("transform clip_by_global_norm", Described.identity(ClipByGlobalNorm.class));
        assertEquals(Map.of("clipnorm", "clipnorm"), shorthand(ClipByNorm.class).options());
        assertEquals(Map.of("clipvalue", "clipvalue"), shorthand(ClipByValue.class).options());
        assertEquals(Map.of("global_clipnorm", "global_clipnorm"), shorthand(ClipByGlobalNorm.class).options());
        assertThrows(OptionException.class, () -> made(ClipByNorm.class, "clipnorm", 0));
    }

    private static ShorthandOptions shorthand(Class<?> technique) {
        return TechniqueType.of(technique).shorthand().orElseThrow();
    }

    private static UpdateTransform made(Class<?> technique, String option, double value) {
        return (UpdateTransform) TechniqueType.of(technique).create(Map.of(option, value));
    }

    private static void assertGradients(UpdateTransform clip, double[] first, double[] second) {
        List<double[]> clipped = transformed(clip, FIRST, SECOND);
        assertArrayEquals(first, clipped.get(0), 1e-15);
        assertArrayEquals(second, clipped.get(1), 1e-15);
    }

    private static List<double[]> transformed(UpdateTransform clip, double[]... gradients) {
        Tensors tensors = new Tensors(1);
        Weights given = new Weights();
        for (double[] gradient : gradients) {
            Shape shape = Shape.of(gradient.length);
            given.add("weights", tensors.real(shape, new double[gradient.length]), tensors.real(shape, gradient));
        }
        return clip.gradients(given.gradients(Map.of()), new TestPlace(tensors).updateScope()).stream()
                .map(tensors::evaluate).collect(Collectors.toList());
    }
}

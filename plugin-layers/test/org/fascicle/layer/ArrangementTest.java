package org.fascicle.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.layer.cropping2d.Cropping2d;
import org.fascicle.layer.permute.Permute;
import org.fascicle.layer.repeatvector.RepeatVector;
import org.fascicle.layer.upsampling2d.UpSampling2d;
import org.fascicle.layer.zeropadding2d.ZeroPadding2d;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;

/** Layers that put the elements of each row in another place, or in several. */
class ArrangementTest {
    private final Tensors tensors = new Tensors(1);
    private final TestPlace place = new TestPlace(tensors);
    private final Expr image = tensors.batch(new int[] {2, 3, 1}, 1, 2, 3, 4, 5, 6);

    @Test
    void zerosAround() {
        compare(made(ZeroPadding2d.class, Map.of("padding", List.of(0, 1, 2, 0))), Shape.batch(3, 5, 1),
                0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0, 0, 0, 0);
        compare(made(ZeroPadding2d.class, Map.of("padding", List.of(1, 0))), Shape.batch(4, 3, 1),
                0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0);
        assertEquals(Shape.batch(4, 5, 1), made(ZeroPadding2d.class, Map.of()).apply(image, place.scope()).shape());
    }

    @Test
    void marginsOff() {
        compare(made(Cropping2d.class, Map.of("cropping", List.of(1, 0, 0, 2))), Shape.batch(1, 1, 1), 4);
        compare(made(Cropping2d.class, Map.of("cropping", List.of(0, 1))), Shape.batch(2, 1, 1), 2, 5);
        compare(made(Cropping2d.class, Map.of()), Shape.batch(2, 3, 1), 1, 2, 3, 4, 5, 6);
        refused("nothing is left of [rows, 2, 3, 1] cropped by [1, 1, 1, 1]",
                () -> made(Cropping2d.class, Map.of("cropping", List.of(1))).apply(image, place.scope()));
        refused("or two numbers for height and width, or one for all, not [1, 2, 3]",
                () -> made(Cropping2d.class, Map.of("cropping", List.of(1, 2, 3))));
    }

    @Test
    void cellsRepeat() {
        compare(made(UpSampling2d.class, Map.of("size", List.of(1, 2))), Shape.batch(2, 6, 1),
                1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6);
        compare(made(UpSampling2d.class, Map.of()), Shape.batch(4, 6, 1),
                1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 4, 4, 5, 5, 6, 6);
    }

    // By two: a cell's halves lie a quarter from its centre; by three: a third, and the centre itself.
    @Test
    void cellsBlend() {
        compare(made(UpSampling2d.class, Map.of("size", List.of(1, 2), "interpolation", "bilinear")), Shape.batch(2, 6, 1),
                1, 1.25, 1.75, 2.25, 2.75, 3, 4, 4.25, 4.75, 5.25, 5.75, 6);
        compare(made(UpSampling2d.class, Map.of("size", List.of(3, 1), "interpolation", "bilinear")), Shape.batch(6, 3, 1),
                1, 2, 3, 1, 2, 3, 2, 3, 4, 3, 4, 5, 4, 5, 6, 4, 5, 6);
    }

    // A cell between others gets what the kernels are known for; at an edge the weights are shared by what is there.
    @Test
    void cellsAreWeightedByKernels() {
        compareLine("bicubic", 2, Published::cubic);
        compareLine("bicubic", 3, Published::cubic);
        compareLine("lanczos3", 2, x -> Published.lanczos(x, 3));
        compareLine("lanczos5", 3, x -> Published.lanczos(x, 5));
    }

    private void compareLine(String interpolation, int factor, DoubleUnaryOperator kernel) {
        double[] cells = {1, -2, 4, 0.5, 3, 7, -1};
        double[] expected = new double[cells.length * factor];
        for (int i = 0; i < expected.length; i++) {
            double place = (i + 0.5) / factor - 0.5;
            double total = 0;
            for (int j = 0; j < cells.length; j++) {
                expected[i] += cells[j] * kernel.applyAsDouble(place - j);
                total += kernel.applyAsDouble(place - j);
            }
            expected[i] /= total;
        }
        Tensors line = new Tensors(1);
        Expr y = made(UpSampling2d.class, Map.of("size", List.of(1, factor), "interpolation", interpolation))
                .apply(line.batch(new int[] {1, cells.length, 1}, cells), new TestPlace(line).scope());
        assertArrayEquals(expected, new TestPlace(line).evaluate(y), 1e-13, interpolation);
    }

    /** The kernels, by their definitions: Keys, 1981, and Lanczos's product of two sines over their arguments. */
    private static final class Published {
        static double cubic(double distance) {
            double x = Math.abs(distance);
            return x < 1 ? 1 - 2.5 * x * x + 1.5 * x * x * x : x < 2 ? 2 - 4 * x + 2.5 * x * x - 0.5 * x * x * x : 0;
        }

        static double lanczos(double x, int radius) {
            return Math.abs(x) >= radius ? 0 : sinc(Math.PI * x) * sinc(Math.PI * x / radius);
        }

        private static double sinc(double x) {
            return x == 0 ? 1 : Math.sin(x) / x;
        }
    }

    @Test
    void axesChangePlaces() {
        compare(made(Permute.class, Map.of("dims", List.of(2, 1, 3))), Shape.batch(3, 2, 1), 1, 4, 2, 5, 3, 6);
        refused("dims must be each of 1 to 2 once: [1, 3]", () -> made(Permute.class, Map.of("dims", List.of(1, 3))));
        refused("permute by [2, 1] takes 2 axes behind the rows, not [rows, 2, 3, 1]",
                () -> made(Permute.class, Map.of("dims", List.of(2, 1))).apply(image, place.scope()));
    }

    @Test
    void featuresBecomeSteps() {
        Expr x = tensors.batch(new int[] {2}, 7, 8);
        Expr y = made(RepeatVector.class, Map.of("n", 3)).apply(x, place.scope());
        assertEquals(Shape.batch(3, 2), y.shape());
        assertArrayEquals(new double[] {7, 8, 7, 8, 7, 8}, place.evaluate(y), 0);
        refused("repeat_vector takes [rows, features], not [rows, 2, 3, 1]",
                () -> made(RepeatVector.class, Map.of("n", 3)).apply(image, place.scope()));
    }

    @Test
    void optionsAreKeras() {
        String format = "data_format: one of channels_last = channels_last";
        assertEquals(List.of("padding: a list of whole numbers in [0,inf) = 1,1", format),
                Described.options(ZeroPadding2d.class));
        assertEquals(List.of("cropping: a list of whole numbers in [0,inf) = 0,0", format),
                Described.options(Cropping2d.class));
        assertEquals(List.of("size: a list of whole numbers in [1,inf) = 2,2", format,
                "interpolation: one of nearest, bilinear, bicubic, lanczos3, lanczos5 = nearest"),
                Described.options(UpSampling2d.class));
        assertEquals(List.of("dims: a list of whole numbers in [1,inf)"), Described.options(Permute.class));
        assertEquals(List.of("n: a whole number in [1,inf)"), Described.options(RepeatVector.class));
        Map.of(ZeroPadding2d.class, "zero_padding_2d", Cropping2d.class, "cropping_2d", UpSampling2d.class, "up_sampling_2d",
                Permute.class, "permute", RepeatVector.class, "repeat_vector")
                .forEach((technique, name) -> assertEquals("layer " + name, Described.identity(technique)));
    }

    private void compare(Layer layer, Shape shape, double... expected) {
        Expr y = layer.apply(image, place.scope());
        assertEquals(shape, y.shape());
        assertArrayEquals(expected, place.evaluate(y), 1e-15);
    }

    private static void refused(String problem, Runnable attempt) {
        String message = assertThrows(IllegalArgumentException.class, attempt::run).getMessage();
        assertTrue(message.contains(problem), message);
    }

    private static Layer made(Class<?> technique, Map<String, ?> options) {
        return (Layer) TechniqueType.of(technique).create(options);
    }
}

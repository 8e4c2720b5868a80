package org.fascicle.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.layer.randomcontrast.RandomContrast;
import org.fascicle.layer.randomcrop.RandomCrop;
import org.fascicle.layer.randomflip.RandomFlip;
import org.fascicle.layer.randomrotation.RandomRotation;
import org.fascicle.layer.randomtranslation.RandomTranslation;
import org.fascicle.layer.randomzoom.RandomZoom;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random images; a draw u of an image becomes a number 2u − 1 from −1 to 1. */
class AugmentationTest {
    /** Two images of two by three pixels. */
    private static final double[] X = {1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60};
    private static final int[] EXTENTS = {2, 3};

    private final Tensors tensors = new Tensors(2);
    private final TestPlace place = new TestPlace(tensors);
    private final Expr x = tensors.batch(EXTENTS, X);

    @Test
    void flipMirrorsEachImageByItself() {
        place.draw(0.4, 0.6);
        assertArrayEquals(new double[] {3, 2, 1, 6, 5, 4, 10, 20, 30, 40, 50, 60},
                values(made(RandomFlip.class, "mode", "horizontal")), 0);
        place.draw(0.5, 0.499);
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6, 40, 50, 60, 10, 20, 30},
                values(made(RandomFlip.class, "mode", "vertical")), 0);
        place.draw(0, 1).draw(0, 0);
        place.draw(0.4, 0.6);
        assertArrayEquals(new double[] {6, 5, 4, 3, 2, 1, 10, 20, 30, 40, 50, 60}, values(made(RandomFlip.class)), 0);
    }

    // The first image one pixel down and one to the left, the second half a pixel up.
    @Test
    void translationMovesAndInterpolates() {
        Layer nearest = translation("fill_mode", "nearest");
        place.draw(1, 0.25).draw(0, 0.5);
        assertArrayEquals(new double[] {2, 3, 3, 2, 3, 3, 25, 35, 45, 40, 50, 60}, values(nearest), 1e-14);
        place.draw(1, 0.25).draw(0, 0.5);
        assertArrayEquals(new double[] {9, 9, 9, 2, 3, 9, 25, 35, 45, 24.5, 29.5, 34.5},
                values(translation("fill_mode", "constant", "fill_value", 9.0)), 1e-14);
        place.draw(1, 0.25).draw(0, 0.5);
        assertArrayEquals(new double[] {5, 6, 4, 2, 3, 1, 25, 35, 45, 25, 35, 45},
                values(translation("fill_mode", "wrap")), 1e-14);
        place.draw(1, 0.25).draw(0, 0.5);
        assertArrayEquals(new double[] {2, 3, 3, 2, 3, 3, 25, 35, 45, 40, 50, 60}, values(translation()), 1e-14);
    }

    // 0.6 of a pixel to the right is nearer to one pixel, 0.3 to none.
    @Test
    void nearestPixelsAreTakenWhole() {
        place.draw(0, 0).draw(0.6, 0.3);
        Layer layer = made(RandomTranslation.class, "height_factor", 0.0, "width_factor", List.of(0.0, 1 / 3.0),
                "interpolation", "nearest");
        assertArrayEquals(new double[] {1, 1, 2, 4, 4, 5, 10, 20, 30, 40, 50, 60}, values(layer), 0);
    }

    // From a quarter turn against the clock to a half turn; contrast from a half to 1¾.
    @Test
    void factorsMayBeTwoBounds() {
        Expr square = tensors.batch(new int[] {2, 2, 1}, 1, 2, 3, 4, 1, 2, 3, 4);
        place.draw(0, 1);
        assertArrayEquals(new double[] {2, 4, 1, 3, 4, 3, 2, 1}, place.evaluate(
                made(RandomRotation.class, "factor", List.of(0.25, 0.5)).apply(square, place.scope())), 1e-12);
        place.draw(0, 0.8);
        assertArrayEquals(new double[] {1.75, 2.25, 2.75, 3.25, 0.25, 1.75, 3.25, 4.75}, place.evaluate(
                made(RandomContrast.class, "factor", List.of(0.5, 0.75)).apply(square, place.scope())), 1e-12);
        for (List<Double> wrong : List.of(List.of(0.5, 0.25), List.of(-0.5), List.<Double>of(), List.of(0.0, 0.5, 1.0))) {
            assertThrows(OptionException.class, () -> made(RandomRotation.class, "factor", wrong));
            assertThrows(OptionException.class, () -> made(RandomZoom.class, "height_factor", wrong));
        }
    }

    // Two pixels to the right of a b c: b a | a.
    @Test
    void reflectionRepeatsTheEdge() {
        place.draw(0.5, 0.5).draw(1, 1);
        Layer layer = made(RandomTranslation.class, "height_factor", 0.5, "width_factor", 2 / 3.0);
        assertArrayEquals(new double[] {2, 1, 1, 5, 4, 4, 20, 10, 10, 50, 40, 40}, values(layer), 1e-12);
    }

    // A half turn is both mirrors; a quarter turn of two by three pixels takes the centre with it.
    @Test
    void rotationTurnsAboutTheCentre() {
        place.draw(1, 0.5);
        assertArrayEquals(new double[] {6, 5, 4, 3, 2, 1, 10, 20, 30, 40, 50, 60},
                values(made(RandomRotation.class, "factor", 0.5)), 1e-12);
        Expr square = tensors.batch(new int[] {2, 2, 1}, 1, 2, 3, 4, 1, 2, 3, 4);
        place.draw(1, 0);
        assertArrayEquals(new double[] {2, 4, 1, 3, 3, 1, 4, 2},
                place.evaluate(made(RandomRotation.class, "factor", 0.25).apply(square, place.scope())), 1e-12);
    }

    // At twice the distance from the centre all but one column lies outside, and half of that; at half of it, all is within.
    @Test
    void zoomKeepsTheCentre() {
        place.draw(0.5, 1);
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6, 0, 10, 0, 0, 25, 0},
                values(made(RandomZoom.class, "height_factor", 1.0, "fill_mode", "constant")), 1e-12);
        place.draw(0, 0).draw(0.5, 0.5);
        assertArrayEquals(new double[] {1.75, 2.75, 3.75, 3.25, 4.25, 5.25, 17.5, 27.5, 37.5, 32.5, 42.5, 52.5},
                values(made(RandomZoom.class, "height_factor", 0.5, "width_factor", 0.5)), 1e-12);
    }

    @Test
    void cropTakesAWindow() {
        Layer crop = made(RandomCrop.class, "height", 1, "width", 2);
        place.draw(0.49, 0.5).draw(0.5, 0.49);
        Expr y = crop.apply(x, place.scope());
        assertEquals(Shape.batch(1, 2), y.shape());
        assertArrayEquals(new double[] {2, 3, 40, 50}, place.evaluate(y), 0);
        Expr middle = made(RandomCrop.class, "height", 2, "width", 1).apply(x, new TestPlace(tensors).training(false).scope());
        assertArrayEquals(new double[] {2, 5, 20, 50}, place.evaluate(middle), 0);
        String message = assertThrows(IllegalArgumentException.class,
                () -> made(RandomCrop.class, "height", 3, "width", 1).apply(x, place.scope())).getMessage();
        assertTrue(message.contains("[rows, 2, 3]"), message);
    }

    @Test
    void contrastMovesPixelsFromTheirMean() {
        place.draw(1, 0.25);
        double[] y = {-0.25, 1.25, 2.75, 4.25, 5.75, 7.25, 16.25, 23.75, 31.25, 38.75, 46.25, 53.75};
        assertArrayEquals(y, values(made(RandomContrast.class, "factor", 0.5, "value_range", List.of())), 1e-14);
        place.draw(1, 0.25);
        y[0] = 0;
        assertArrayEquals(y, values(made(RandomContrast.class, "factor", 0.5)), 1e-14);
        place.draw(1, 0.25);
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.max(0, Math.min(40, y[i]));
        }
        assertArrayEquals(y, values(made(RandomContrast.class, "factor", 0.5, "value_range", List.of(0.0, 40.0))), 1e-14);
        for (List<Double> wrong : List.of(List.of(1.0, 0.0), List.of(1.0))) {
            assertThrows(OptionException.class, () -> made(RandomContrast.class, "factor", 0.5, "value_range", wrong));
        }
    }

    @Test
    void channelsBelongTogether() {
        Expr coloured = tensors.batch(new int[] {1, 2, 3}, 1, 10, 100, 2, 20, 200, 3, 30, 300, 4, 40, 400);
        place.draw(0, 1);
        assertArrayEquals(new double[] {2, 20, 200, 1, 10, 100, 3, 30, 300, 4, 40, 400},
                place.evaluate(made(RandomFlip.class, "mode", "horizontal").apply(coloured, place.scope())), 0);
        place.draw(0.5, 0.5).draw(0.5, 0);
        Layer layer = made(RandomTranslation.class, "height_factor", 0.0, "width_factor", 0.5, "fill_mode", "constant");
        assertArrayEquals(new double[] {1, 10, 100, 2, 20, 200, 4, 40, 400, 0, 0, 0},
                place.evaluate(layer.apply(coloured, place.scope())), 1e-12);
        place.draw(1, 1);
        assertArrayEquals(new double[] {0.5, 5, 50, 2.5, 25, 250, 2.5, 25, 250, 4.5, 45, 450},
                place.evaluate(made(RandomContrast.class, "factor", 1.0, "value_range", List.of(0.0, 1000.0))
                        .apply(coloured, place.scope())),
                1e-12);
    }

    // Against the definition of bilinear interpolation, written as a loop over all pixels with a hat of width 1.
    @ParameterizedTest
    @ValueSource(strings = {"reflect", "constant", "wrap", "nearest"})
    void anyRotationIsBilinear(String mode) {
        long seed = System.nanoTime();
        System.out.println("AugmentationTest.anyRotationIsBilinear: seed " + seed);
        Random random = new Random(seed);
        int height = 4;
        int width = 5;
        double[] pixels = random.doubles(2 * height * width).toArray();
        double[] draw = random.doubles(2).toArray();
        place.draw(draw);
        double[] actual = place.evaluate(made(RandomRotation.class, "factor", 1.0, "fill_mode", mode, "fill_value", 0.5)
                .apply(tensors.batch(new int[] {height, width}, pixels), place.scope()));
        for (int k = 0; k < actual.length; k++) {
            int image = k / (height * width);
            double angle = 2 * Math.PI * (2 * draw[image] - 1);
            double i = k / width % height - 1.5;
            double j = k % width - 2;
            double row = 1.5 + Math.cos(angle) * i + Math.sin(angle) * j;
            double column = 2 + Math.cos(angle) * j - Math.sin(angle) * i;
            double expected = 0;
            for (int r = -20; r < 20; r++) {
                for (int c = -20; c < 20; c++) {
                    double weight = Math.max(0, 1 - Math.abs(row - r)) * Math.max(0, 1 - Math.abs(column - c));
                    int at = place(r, height, mode);
                    int to = place(c, width, mode);
                    expected += weight * (at < 0 || to < 0 ? 0.5 : pixels[(image * height + at) * width + to]);
                }
            }
            assertEquals(expected, actual[k], 1e-12, mode + ", pixel " + k);
        }
    }

    private static int place(int at, int extent, String mode) {
        if (at >= 0 && at < extent) {
            return at;
        }
        switch (mode) {
            case "constant":
                return -1;
            case "nearest":
                return at < 0 ? 0 : extent - 1;
            case "wrap":
                return Math.floorMod(at, extent);
            default:
                int twice = Math.floorMod(at, 2 * extent);
                return twice < extent ? twice : 2 * extent - 1 - twice;
        }
    }

    @Test
    void nothingHappensOutsideTraining() {
        place.training(false);
        List<Layer> layers = List.of(made(RandomFlip.class), translation(), made(RandomRotation.class, "factor", 1.0),
                made(RandomZoom.class, "height_factor", 1.0), made(RandomContrast.class, "factor", 1.0));
        layers.forEach(layer -> assertSame(x, layer.apply(x, place.scope())));
    }

    @Test
    void onlyImagesAreTaken() {
        Expr row = tensors.batch(new int[] {6}, X);
        for (Layer layer : List.of(made(RandomFlip.class), translation(), made(RandomRotation.class, "factor", 1.0),
                made(RandomZoom.class, "height_factor", 1.0), made(RandomContrast.class, "factor", 1.0),
                made(RandomCrop.class, "height", 1, "width", 1))) {
            String message = assertThrows(IllegalArgumentException.class, () -> layer.apply(row, place.scope())).getMessage();
            assertTrue(message.contains("not [rows, 6]"), message);
        }
    }

    @Test
    void optionsAreKeras() {
        String fill = "fill_mode: one of reflect, constant, wrap, nearest = reflect";
        String value = "fill_value: a number in (-inf,inf) = 0.0";
        assertEquals(List.of("mode: one of horizontal, vertical, horizontal_and_vertical = horizontal_and_vertical"),
                Described.options(RandomFlip.class));
        String between = "interpolation: one of nearest, bilinear = bilinear";
        String factor = "factor: a list of numbers in [-1,1]";
        assertEquals(List.of("height_" + factor, "width_" + factor, fill, between, value),
                Described.options(RandomTranslation.class));
        assertEquals(List.of(factor, fill, between, value), Described.options(RandomRotation.class));
        assertEquals(List.of("height_" + factor, "width_" + factor + " = null", fill, between, value),
                Described.options(RandomZoom.class));
        assertEquals(List.of("height: a whole number in [1,inf)", "width: a whole number in [1,inf)"),
                Described.options(RandomCrop.class));
        assertEquals(List.of("factor: a list of numbers in [0,1]", "value_range: a list of numbers in (-inf,inf) = 0,255"),
                Described.options(RandomContrast.class));
        Map<Class<?>, String> names = Map.of(RandomFlip.class, "random_flip", RandomTranslation.class, "random_translation",
                RandomRotation.class, "random_rotation", RandomZoom.class, "random_zoom", RandomCrop.class, "random_crop",
                RandomContrast.class, "random_contrast");
        names.forEach((technique, name) -> assertEquals("layer " + name, Described.identity(technique)));
    }

    /** By up to one pixel either way, of two by three. */
    private static Layer translation(Object... more) {
        Object[] options = new Object[more.length + 4];
        System.arraycopy(new Object[] {"height_factor", 0.5, "width_factor", 1 / 3.0}, 0, options, 0, 4);
        System.arraycopy(more, 0, options, 4, more.length);
        return made(RandomTranslation.class, options);
    }

    private double[] values(Layer layer) {
        return place.evaluate(layer.apply(x, place.scope()));
    }

    private static Layer made(Class<?> technique, Object... options) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            values.put((String) options[i], options[i + 1]);
        }
        // In a model file a number stands for a list of it.
        values.replaceAll((name, value) -> name.endsWith("factor") && value instanceof Double ? List.of(value) : value);
        return (Layer) TechniqueType.of(technique).create(values);
    }
}

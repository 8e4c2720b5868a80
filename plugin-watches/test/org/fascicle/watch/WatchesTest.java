package org.fascicle.watch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.watch.Watch;
import org.fascicle.testing.Given;
import org.fascicle.testing.Tensors;
import org.fascicle.watch.outputspread.OutputSpread;
import org.fascicle.watch.gradientsize.GradientSize;
import org.fascicle.watch.saturation.Saturation;
import org.fascicle.watch.updatesize.UpdateSize;
import org.fascicle.watch.weightspread.WeightSpread;
import org.junit.jupiter.api.Test;

class WatchesTest {
    private final Tensors tensors = new Tensors(2);
    private final Expr numbers = tensors.batch(new int[] {2}, 1, -3, 3, -1);

    @Test
    void meanAndDeviationOfAllNumbers() {
        Map<String, Expr> measures = layer(new OutputSpread(), null);
        assertMeasure(measures, "mean", 0);
        assertMeasure(measures, "deviation", Math.sqrt(5));
    }

    @Test
    void aUnitIsDeadIfItsSlopeIsZeroForAllRows() {
        // The first unit is flat in both rows, the second one in the first.
        Map<String, Expr> measures = layer(new Saturation(0.1), tensors.batch(new int[] {2}, 0, 0.05, 0, -0.2));
        assertMeasure(measures, "saturated", 0.75);
        assertMeasure(measures, "dead", 0.5);
    }

    @Test
    void placesOfAUnitCountLikeRows() {
        Expr slope = tensors.batch(new int[] {3, 2}, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        Map<String, Expr> measures = new Saturation(0.1).layer(Given.layer("l", slope, slope, slope, slope));
        assertMeasure(measures, "saturated", 11.0 / 12);
        assertMeasure(measures, "dead", 0.5);
    }

    @Test
    void withoutSlopesNothingIsSaturated() {
        assertEquals(Map.of(), layer(new Saturation(0.1), null));
    }

    @Test
    void theRootOfTheMeanOfSquares() {
        assertMeasure(layer(new GradientSize(), null), "rms", Math.sqrt(5));
        assertMeasure(parameter(new GradientSize()), "rms", 5 / Math.sqrt(2));
    }

    @Test
    void anUpdateIsComparedWithItsParameter() {
        Map<String, Expr> measures = parameter(new UpdateSize());
        assertMeasure(measures, "rms", Math.sqrt(0.5));
        assertMeasure(measures, "ratio", 0.1);
        Expr zero = tensors.real(Shape.of(2), 0, 0);
        assertMeasure(new UpdateSize().parameter(Given.watched("p", zero, zero, tensors.real(Shape.of(2), 1, 1))), "ratio", 0);
    }

    @Test
    void aHistogramCountsAllNumbers() {
        Expr value = tensors.real(Shape.of(2, 3), -1, 1, 0.2, 0.1, -0.9, 0.99);
        Map<String, Expr> measures = new WeightSpread(4).parameter(Given.watched("p", value, value, value));
        assertMeasure(measures, "histogram", 2, 0, 2, 2);
        assertMeasure(measures, "least", -1);
        assertMeasure(measures, "greatest", 1);
        assertMeasure(measures, "mean", 0.39 / 6);
    }

    /** What numpy.histogram (2.4.6) says of sin(1.7 i), i from 0 to 99, in 10 bins. */
    @Test
    void aHistogramIsThatOfNumpy() {
        double[] numbers = IntStream.range(0, 100).mapToDouble(i -> Math.sin(i * 1.7)).toArray();
        Expr value = tensors.real(Shape.of(20, 5), numbers);
        Map<String, Expr> measures = new WeightSpread(10).parameter(Given.watched("p", value, value, value));
        assertMeasure(measures, "histogram", 20, 10, 6, 7, 8, 6, 6, 8, 8, 21);
        assertMeasure(measures, "least", -0.9999748647563702);
        assertMeasure(measures, "greatest", 0.9997929001426692);
    }

    @Test
    void equalNumbersAreInTheFirstBin() {
        Expr value = tensors.real(Shape.of(3), 2, 2, 2);
        Map<String, Expr> measures = new WeightSpread(3).parameter(Given.watched("p", value, value, value));
        assertMeasure(measures, "histogram", 3, 0, 0);
        assertMeasure(measures, "deviation", 0);
    }

    private Map<String, Expr> layer(Watch watch, Expr slope) {
        return watch.layer(Given.layer("dense", numbers, slope == null ? null : numbers, slope, numbers));
    }

    private Map<String, Expr> parameter(Watch watch) {
        return watch.parameter(Given.watched("dense/kernel", tensors.real(Shape.of(2), 6, -8), tensors.real(Shape.of(2), 4, 3),
                tensors.real(Shape.of(2), 0.8, 0.6)));
    }

    private void assertMeasure(Map<String, Expr> measures, String name, double... values) {
        assertArrayEquals(values, tensors.evaluate(Objects.requireNonNull(measures.get(name), name)), 1e-6, name);
    }
}

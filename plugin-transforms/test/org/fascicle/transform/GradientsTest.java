package org.fascicle.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.transform.Gradients;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.fascicle.transform.gradientaccumulation.GradientAccumulation;
import org.fascicle.transform.gradientcentralization.GradientCentralization;
import org.fascicle.transform.lossscale.LossScale;
import org.fascicle.transform.sharpnessaware.SharpnessAware;
import org.junit.jupiter.api.Test;

/** What changes gradients, but for clipping. The numbers are worked out by hand. */
class GradientsTest {
    private static final double EXACT = 1e-15;
    private static final double[] ANY = {0, 0};

    private final Tensors tensors = new Tensors(1);

    @Test
    void gradientsAreAccumulatedUntilTheLastOfSoManySteps() {
        GradientAccumulation three = new GradientAccumulation(3);
        Map<String, TestPlace> places = Map.of("a", new TestPlace(tensors), "b", new TestPlace(tensors));
        accumulate(three, places, false, new double[] {3, -6}, new double[] {30}, new double[] {1, -2}, new double[] {10});
        accumulate(three, places, false, new double[] {0, 9}, new double[] {-60}, new double[] {1, 1}, new double[] {-10});
        assertArrayEquals(new double[] {3, 3}, places.get("a").kept("gradient_accumulator"), EXACT);
        accumulate(three, places, true, new double[] {6, 0}, new double[] {0}, new double[] {3, 1}, new double[] {-10});
        assertArrayEquals(new double[] {0, 0}, places.get("a").kept("gradient_accumulator"), EXACT);
        assertArrayEquals(new double[] {0}, places.get("b").kept("gradient_accumulator"), EXACT);
        accumulate(three, places, false, new double[] {1, 2}, new double[] {3}, new double[] {1 / 3.0, 2 / 3.0},
                new double[] {1});
        assertEquals(3, three.stepsPerUpdate());
    }

    @Test
    void scaledGradientsAreScaledBack() {
        LossScale scale = new LossScale(1024);
        assertEquals(1024, scale.lossScale());
        Map<String, TestPlace> places = Map.of("a", new TestPlace(tensors));
        Weights given = new Weights();
        add(given, "a", Shape.of(2), ANY, new double[] {1024, -0x1p-20});
        List<Expr> values = scale.gradients(given.gradients(places), new TestPlace(tensors).updateScope());
        assertArrayEquals(new double[] {1, -0x1p-30}, places.get("a").evaluate(values.get(0)), 0);
    }

    private void accumulate(GradientAccumulation technique, Map<String, TestPlace> places, boolean last, double[] a, double[] b,
            double[] meanOfA, double[] meanOfB) {
        Weights given = new Weights().updates(last);
        add(given, "a", Shape.of(2), ANY, a);
        add(given, "b", Shape.of(1), new double[1], b);
        List<Expr> means = technique.gradients(given.gradients(places), new TestPlace(tensors).updateScope());
        assertArrayEquals(meanOfA, places.get("a").evaluate(means.get(0)), EXACT);
        assertArrayEquals(meanOfB, places.get("b").evaluate(means.get(1)), EXACT);
        places.values().forEach(TestPlace::commit);
    }

    @Test
    void gradientsOfKernelsAreCenteredForEachOutput() {
        Weights given = new Weights();
        add(given, "matrix", Shape.of(3, 2), new double[6], new double[] {1, 10, 2, 20, 6, -60});
        add(given, "bias", Shape.of(2), ANY, new double[] {5, 7});
        add(given, "kernel", Shape.of(1, 2, 2, 2), new double[8], new double[] {1, 0, 2, 0, 3, 0, 6, 4});
        Gradients gradients = given.gradients(Map.of());
        List<Expr> centered = new GradientCentralization().gradients(gradients, new TestPlace(tensors).updateScope());
        assertArrayEquals(new double[] {-2, 20, -1, 30, 3, -50}, tensors.evaluate(centered.get(0)), EXACT);
        assertSame(gradients.values().get(1), centered.get(1));
        assertArrayEquals(new double[] {-2, -1, -1, -1, 0, -1, 3, 3}, tensors.evaluate(centered.get(2)), EXACT);
    }

    /** The loss (w0^2 + 3 v0^2) / 2 at w0 = 3 and v0 = 4/3: its gradients are 3 and 4, together of norm 5. */
    @Test
    void theGradientsAreThoseAtTheWorstWeightsNearby() {
        double[][] worst = new double[2][];
        Weights given = new Weights().elsewhere(others -> {
            worst[0] = tensors.evaluate(others.get(0));
            worst[1] = tensors.evaluate(others.get(1));
            return List.of(others.get(0), others.get(1).mul(3));
        });
        add(given, "w", Shape.of(1), new double[] {3}, new double[] {3});
        add(given, "v", Shape.of(1), new double[] {4 / 3.0}, new double[] {4});
        List<Expr> gradients = sharpnessAware(given);
        assertArrayEquals(new double[] {3.3}, worst[0], 1e-12);
        assertArrayEquals(new double[] {4 / 3.0 + 0.4}, worst[1], 1e-12);
        assertArrayEquals(new double[] {3.3}, tensors.evaluate(gradients.get(0)), 1e-12);
        assertArrayEquals(new double[] {5.2}, tensors.evaluate(gradients.get(1)), 1e-12);
    }

    @Test
    void gradientsOfZeroLeadNowhere() {
        Weights given = new Weights().elsewhere(others -> others);
        add(given, "w", Shape.of(2), new double[] {3, 4}, ANY);
        assertArrayEquals(new double[] {3, 4}, tensors.evaluate(sharpnessAware(given).get(0)), 0);
    }

    private List<Expr> sharpnessAware(Weights given) {
        return new SharpnessAware(Scheduled.of(0.5)).gradients(given.gradients(Map.of()), new TestPlace(tensors).updateScope());
    }

    private void add(Weights weights, String path, Shape shape, double[] value, double[] gradient) {
        weights.add(path, tensors.real(shape, value), tensors.real(shape, gradient));
    }

    @Test
    void optionsAndNames() {
        assertEquals(List.of("steps: a whole number in [2,inf)"), Described.options(GradientAccumulation.class));
        assertEquals(List.of(), Described.options(GradientCentralization.class));
        assertEquals(List.of("rho: a number in [0,inf) or a schedule = 0.05"), Described.options(SharpnessAware.class));
        assertEquals(List.of("transform gradient_accumulation", "transform gradient_centralization", "transform sharpness_aware"),
                List.of(GradientAccumulation.class, GradientCentralization.class, SharpnessAware.class).stream()
                        .map(Described::identity).collect(Collectors.toList()));
        assertEquals(Map.of("gradient_accumulation_steps", "steps"),
                TechniqueType.of(GradientAccumulation.class).shorthand().orElseThrow().options());
        assertThrows(OptionException.class, () -> TechniqueType.of(GradientAccumulation.class).create(Map.of("steps", 1)));
    }
}

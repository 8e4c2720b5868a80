package org.fascicle.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.ShorthandOptions;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.transform.UpdateTransform;
import org.fascicle.testing.Described;
import org.fascicle.testing.Given;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.fascicle.transform.lookahead.Lookahead;
import org.fascicle.transform.weightaverage.WeightAverage;
import org.fascicle.transform.weightdecay.WeightDecay;

/** What changes weights beside the optimizer: decay, averages, lookahead. The numbers are worked out by hand. */
class WeightsTest {
    private static final double EXACT = 1e-15;

    private final Tensors tensors = new Tensors(1);
    private final TestPlace place = new TestPlace(tensors);

    @Test
    void weightsDecayByTheRateTimesTheDecay() {
        UpdateTransform decay = new WeightDecay(Scheduled.of(0.5));
        Param parameter = parameter(1, -2, 0);
        assertArrayEquals(new double[] {0.9, -1.8, 0},
                place.evaluate(decay.before(parameter, place.learningRate(0.2).updateScope())), EXACT);
        Expr updated = tensors.real(Shape.of(3), 7, 8, 9);
        assertSame(updated, decay.after(parameter, updated, place.updateScope()));
        assertSame(parameter.value(), decay.ended(parameter, place.updateScope()));
        assertEquals(List.of(), place.states());
    }

    @Test
    void anAverageBeginsWithTheFirstUpdatedWeights() {
        UpdateTransform average = made(WeightAverage.class, Map.of("momentum", 0.75));
        step(average, new double[] {5, 5}, new double[] {8, -4}, new double[] {8, -4});
        assertArrayEquals(new double[] {8, -4}, place.kept("weight_average"), EXACT);
        step(average, new double[] {8, -4}, new double[] {4, 0}, new double[] {4, 0});
        assertArrayEquals(new double[] {7, -3}, place.kept("weight_average"), EXACT);
        step(average, new double[] {4, 0}, new double[] {-1, 1}, new double[] {-1, 1});
        assertArrayEquals(new double[] {5, -2}, place.kept("weight_average"), EXACT);
        assertArrayEquals(new double[] {5, -2}, place.evaluate(average.ended(parameter(-1, 1), place.updateScope())), EXACT);
    }

    @Test
    void anAverageTakesTheWeightsPlaceEverySoManyUpdates() {
        UpdateTransform average = made(WeightAverage.class, Map.of("momentum", 0.5, "overwrite_frequency", 2));
        step(average, new double[] {0}, new double[] {4}, new double[] {4});
        step(average, new double[] {4}, new double[] {8}, new double[] {6});
        step(average, new double[] {6}, new double[] {10}, new double[] {10});
        step(average, new double[] {10}, new double[] {12}, new double[] {10});
    }

    @Test
    void slowWeightsFollowFastOnes() {
        UpdateTransform lookahead = made(Lookahead.class, Map.of("sync_period", 2, "slow_step_size", 0.25));
        // Two updates from 8 to 4 and to 0, of which a quarter is 8 + (0 - 8) / 4; then from there to 10 and 14.
        step(lookahead, new double[] {8}, new double[] {4}, new double[] {4});
        assertArrayEquals(new double[] {8}, place.kept("lookahead"), EXACT);
        assertArrayEquals(new double[] {8}, place.evaluate(lookahead.ended(parameter(4), place.updateScope())), EXACT);
        step(lookahead, new double[] {4}, new double[] {0}, new double[] {6});
        assertArrayEquals(new double[] {6}, place.kept("lookahead"), EXACT);
        step(lookahead, new double[] {6}, new double[] {10}, new double[] {10});
        assertArrayEquals(new double[] {6}, place.kept("lookahead"), EXACT);
        step(lookahead, new double[] {10}, new double[] {14}, new double[] {8});
        assertArrayEquals(new double[] {8}, place.evaluate(lookahead.ended(parameter(8), place.updateScope())), EXACT);
    }

    /** The paper's algorithm as it is written, with loops within loops, on a quadratic loss. */
    @Test
    void lookaheadIsThePapersAlgorithm() {
        int k = 5;
        double alpha = 0.5;
        double rate = 0.3;
        double[] slow = {3, -1};
        UpdateTransform lookahead = made(Lookahead.class, Map.of("sync_period", k));
        double[] weights = slow.clone();
        for (int outer = 0; outer < 3; outer++) {
            double[] fast = slow.clone();
            for (int inner = 0; inner < k; inner++) {
                fast = descended(fast, rate);
                Expr after = lookahead.after(parameter(weights), tensors.real(Shape.of(2), descended(weights, rate)),
                        place.updateScope());
                weights = place.evaluate(after);
                place.commit();
            }
            slow = new double[] {slow[0] + alpha * (fast[0] - slow[0]), slow[1] + alpha * (fast[1] - slow[1])};
            assertArrayEquals(slow, weights, 1e-14);
        }
    }

    @Test
    void nothingReplacesWeightsThatWereNeverUpdated() {
        for (Class<?> technique : List.of(WeightAverage.class, Lookahead.class)) {
            Expr last = made(technique, Map.of()).ended(parameter(3, 4), place.updateScope());
            assertArrayEquals(new double[] {3, 4}, place.evaluate(last), technique.getSimpleName());
        }
    }

    @Test
    void optionsAndTheNamesThatOptimizersHaveForThem() {
        assertEquals(List.of("decay: a number in [0,inf) or a schedule"), Described.options(WeightDecay.class));
        assertEquals(List.of("momentum: a number in [0,1] = 0.99",
                "overwrite_frequency: a whole number in [1,inf) = null"), Described.options(WeightAverage.class));
        assertEquals(List.of("sync_period: a whole number in [1,inf) = 6",
                "slow_step_size: a number in (0,1] = 0.5"), Described.options(Lookahead.class));
        ShorthandOptions decay = TechniqueType.of(WeightDecay.class).shorthand().orElseThrow();
        assertEquals(Map.of("weight_decay", "decay", "exclude_from_weight_decay", "exclude"), decay.options());
        assertEquals("weight_decay", decay.perParameter().orElseThrow());
        ShorthandOptions average = TechniqueType.of(WeightAverage.class).shorthand().orElseThrow();
        assertEquals(List.of("use_ema", "ema_momentum", "ema_overwrite_frequency"), average.names());
        assertEquals("use_ema", average.flag().orElseThrow());
        assertThrows(OptionException.class, () -> made(WeightAverage.class, Map.of("momentum", 1.5)));
        assertThrows(OptionException.class, () -> made(WeightAverage.class, Map.of("overwrite_frequency", 0)));
        assertThrows(OptionException.class, () -> made(Lookahead.class, Map.of("slow_step_size", 0.0)));
    }

    private void step(UpdateTransform technique, double[] before, double[] updated, double[] expected) {
        Expr after = technique.after(parameter(before), tensors.real(Shape.of(updated.length), updated), place.updateScope());
        assertArrayEquals(expected, place.evaluate(after), EXACT);
        place.commit();
    }

    /** A step along the gradient of w0^2 + w1^2 / 2. */
    private static double[] descended(double[] w, double rate) {
        return new double[] {w[0] - rate * 2 * w[0], w[1] - rate * w[1]};
    }

    private Param parameter(double... values) {
        return Given.parameter("weights", tensors.real(Shape.of(values.length), values));
    }

    private static UpdateTransform made(Class<?> technique, Map<String, Object> options) {
        return (UpdateTransform) TechniqueType.of(technique).create(options);
    }
}

package org.fascicle.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.optimizer.adam.Adam;
import org.fascicle.optimizer.momentum.Momentum;
import org.fascicle.optimizer.nesterov.Nesterov;
import org.fascicle.optimizer.sgd.Sgd;
import org.fascicle.testing.Described;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;

/** Six steps from 1 along fixed gradients, against tables that were computed apart from this code. */
class OptimizersTest {
    private static final double[] GRADIENTS = {0.5, -0.25, 1, 0, -2, 0.1};
    private static final double[] DESCENT = {0.95, 0.975, 0.875, 0.875, 1.075, 1.065};
    private static final double[] MOMENTUM = {0.95, 0.93, 0.812, 0.7058, 0.81022, 0.894198};
    private static final double[] NESTEROV = {0.905, 0.912, 0.7058, 0.61022, 0.904198, 0.9697782};
    private static final double[] ADAM = {0.9900000632451532, 0.9873367079207922, 0.9807556100876959, 0.9753647751976039,
        0.9778367841271368, 0.9797388363420663};
    private static final double[] AMSGRAD_HALVES = {0.9900000028284264, 0.9900000028284264, 0.9827719405825968,
        0.9792804548109559, 0.9853622037079328, 0.9880340883821794};

    @Test
    void sgdFollowsTheGradient() {
        assertArrayEquals(DESCENT, path(made(Sgd.class, Map.of()), 0.1), 1e-15);
    }

    @Test
    void momentumGathersSpeed() {
        assertArrayEquals(MOMENTUM, path(made(Momentum.class, Map.of()), 0.1), 1e-15);
        assertArrayEquals(MOMENTUM, path(made(Sgd.class, Map.of("momentum", Scheduled.of(0.9))), 0.1), 1e-15);
    }

    @Test
    void nesterovLooksAhead() {
        assertArrayEquals(NESTEROV, path(made(Nesterov.class, Map.of()), 0.1), 1e-15);
        assertArrayEquals(NESTEROV,
                path(made(Sgd.class, Map.of("momentum", Scheduled.of(0.9), "nesterov", true)), 0.1), 1e-15);
    }

    @Test
    void adamScalesItsSteps() {
        assertArrayEquals(ADAM, path(made(Adam.class, Map.of()), 0.01), 1e-14);
    }

    @Test
    void amsgradKeepsTheGreatestSquare() {
        Optimizer amsgrad = made(Adam.class,
                Map.of("amsgrad", true, "beta_1", Scheduled.of(0.5), "beta_2", Scheduled.of(0.5)));
        assertArrayEquals(AMSGRAD_HALVES, path(amsgrad, 0.01), 1e-14);
    }

    @Test
    void slotsAreKerasAndOnlyThoseThatAreUsed() {
        assertEquals(List.of(), slots(made(Sgd.class, Map.of())));
        assertEquals(List.of("momentum"), slots(made(Sgd.class, Map.of("momentum", Scheduled.by("schedule")))));
        assertEquals(List.of("momentum"), slots(made(Nesterov.class, Map.of())));
        assertEquals(List.of("momentum", "velocity"), slots(made(Adam.class, Map.of())));
        assertEquals(List.of("momentum", "velocity", "velocity_hat"), slots(made(Adam.class, Map.of("amsgrad", true))));
    }

    @Test
    void optionsAreKeras() {
        String rate = "learning_rate: a number in [0,inf) or a schedule = ";
        assertEquals(List.of(rate + "0.01", "momentum: a number in [0,1] or a schedule = 0.0",
                "nesterov: true or false = false"),
                Described.options(Sgd.class));
        assertEquals(List.of(rate + "0.01", "momentum: a number in [0,1] or a schedule = 0.9"),
                Described.options(Momentum.class));
        assertEquals(List.of(rate + "0.01", "momentum: a number in [0,1] or a schedule = 0.9"),
                Described.options(Nesterov.class));
        assertEquals(List.of(rate + "0.001", "beta_1: a number in [0,1) or a schedule = 0.9",
                "beta_2: a number in [0,1) or a schedule = 0.999", "epsilon: a number in (0,inf) = 1e-7",
                "amsgrad: true or false = false"), Described.options(Adam.class));
        assertEquals(List.of("optimizer sgd", "optimizer momentum", "optimizer nesterov", "optimizer adam"),
                List.of(Described.identity(Sgd.class), Described.identity(Momentum.class),
                        Described.identity(Nesterov.class),
                        Described.identity(Adam.class)));
    }

    @Test
    void impossibleRatesAreRefused() {
        assertThrows(OptionException.class, () -> made(Adam.class, Map.of("beta_2", Scheduled.of(1))));
        assertThrows(OptionException.class, () -> made(Sgd.class, Map.of("learning_rate", Scheduled.of(-0.1))));
        assertThrows(OptionException.class, () -> made(Momentum.class, Map.of("momentum", Scheduled.of(1.1))));
    }

    private static Optimizer made(Class<?> technique, Map<String, ?> options) {
        return (Optimizer) TechniqueType.of(technique).create(options);
    }

    /** Where the second element of a parameter goes; the first has the opposite gradient and goes the other way. */
    private static double[] path(Optimizer optimizer, double learningRate) {
        Tensors tensors = new Tensors(1);
        TestPlace place = new TestPlace(tensors).learningRate(learningRate);
        double[] weights = {-1, 1};
        double[] path = new double[GRADIENTS.length];
        for (int step = 0; step < path.length; step++) {
            Expr gradient = tensors.real(Shape.of(2), -GRADIENTS[step], GRADIENTS[step]);
            weights = place.evaluate(optimizer.update(new Weights(tensors, weights), gradient, place.updateScope()));
            place.commit();
            assertEquals(-weights[1], weights[0], 0);
            path[step] = weights[1];
        }
        return path;
    }

    private static List<String> slots(Optimizer optimizer) {
        Tensors tensors = new Tensors(1);
        TestPlace place = new TestPlace(tensors);
        optimizer.update(new Weights(tensors, 1, 2), tensors.real(Shape.of(2), 1, 1), place.updateScope());
        return place.states();
    }

    private static final class Weights implements Param {
        private final Expr value;

        Weights(Tensors tensors, double... values) {
            value = tensors.real(Shape.of(values.length), values);
        }

        @Override
        public String path() {
            return "dense/kernel";
        }

        @Override
        public Shape shape() {
            return value.shape();
        }

        @Override
        public Expr value() {
            return value;
        }
    }
}

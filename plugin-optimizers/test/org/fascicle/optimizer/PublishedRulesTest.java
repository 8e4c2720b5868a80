package org.fascicle.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.compiler.trace.TracedParameters;
import org.fascicle.optimizer.adabelief.Adabelief;
import org.fascicle.optimizer.adadelta.Adadelta;
import org.fascicle.optimizer.adafactor.Adafactor;
import org.fascicle.optimizer.adagrad.Adagrad;
import org.fascicle.optimizer.adamax.Adamax;
import org.fascicle.optimizer.adamw.Adamw;
import org.fascicle.optimizer.ftrl.Ftrl;
import org.fascicle.optimizer.lamb.Lamb;
import org.fascicle.optimizer.lars.Lars;
import org.fascicle.optimizer.lion.Lion;
import org.fascicle.optimizer.muon.Muon;
import org.fascicle.optimizer.nadam.Nadam;
import org.fascicle.optimizer.prodigy.Prodigy;
import org.fascicle.optimizer.radam.Radam;
import org.fascicle.optimizer.rmsprop.Rmsprop;
import org.fascicle.optimizer.rprop.Rprop;
import org.fascicle.optimizer.sgd.Sgd;
import org.fascicle.testing.Closeness;
import org.fascicle.testing.Described;
import org.fascicle.testing.Techniques;
import org.fascicle.testing.Tensors;
import org.fascicle.testing.TestPlace;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The first twenty steps of each optimizer on a few problems, against its published rule. */
class PublishedRulesTest {
    private static final int STEPS = 20;

    @TestFactory
    Stream<DynamicTest> firstStepsAreThePublishedOnes() {
        return Techniques.beside(Sgd.class).stream()
                .flatMap(technique -> Stream.of(Problem.values())
                        .flatMap(problem -> Tensors.precisions().map(precision -> DynamicTest.dynamicTest(
                                technique.getSimpleName() + " " + problem + " " + precision,
                                () -> compare(technique, problem, precision)))));
    }

    private static void compare(Class<?> technique, Problem problem, Precision precision) {
        PublishedRule rule = Techniques.companion(technique, "Published", PublishedRule.class);
        for (Map<String, Object> options : rule.configurations()) {
            rule.begin(problem, options);
            compare(made(technique, options), rule, problem, precision, options.toString());
        }
    }

    private static void compare(
            Optimizer optimizer, PublishedRule rule, Problem problem, Precision precision, String what) {
        Tensors tensors = new Tensors(1, precision);
        TestPlace place = new TestPlace(tensors).learningRate(problem.learningRate);
        Shape shape = Shape.of(problem.shape);
        double[] actual = problem.start();
        double[] expected = problem.start();
        for (int t = 1; t <= STEPS; t++) {
            rule.step(t, expected, problem.gradient(expected));
            Expr gradient = tensors.real(shape, problem.gradient(actual));
            Weights weights = new Weights(tensors, shape, "w", actual);
            optimizer.together(new TracedParameters(List.of(weights), List.of(gradient), each -> place.updateScope()),
                    place.updateScope());
            actual = place.evaluate(optimizer.update(weights, gradient, place.updateScope()));
            place.commit();
            Closeness.assertClose(expected, actual, precision, what + ", step " + t);
        }
    }

    @Test
    void weightsThatAreZeroMoveNevertheless() {
        for (Class<?> scaled : List.of(Lamb.class, Lars.class, Adafactor.class)) {
            double[] moved = step(made(scaled, Map.of()), new Weights(new Tensors(1), Shape.of(2), "w", 0, 0), 1, -1);
            assertTrue(moved[0] < 0 && moved[1] > 0, scaled + " " + Arrays.toString(moved));
        }
    }

    @Test
    void gradientsThatAreZeroMoveNothing() {
        for (Class<?> technique : List.of(Adagrad.class, Adadelta.class, Rmsprop.class, Adamax.class, Nadam.class,
                Radam.class, Adabelief.class, Lion.class, Lamb.class, Lars.class, Rprop.class, Adafactor.class)) {
            Weights weights = new Weights(new Tensors(1), Shape.of(2, 1), "w", 3, -4);
            assertArrayEquals(new double[] {3, -4}, step(made(technique, Map.of()), weights, 0, 0), 0, technique.getName());
        }
    }

    @Test
    void muonLeavesEmbeddingsAndWhatIsNoMatrixToAdamw() {
        List<String> adamw = List.of("momentum", "velocity");
        assertEquals(List.of("momentum"), slots(Muon.class, Map.of(), "dense/kernel", 2, 3));
        assertEquals(adamw, slots(Muon.class, Map.of(), "dense/bias", 3));
        assertEquals(adamw, slots(Muon.class, Map.of("exclude_layers", List.of("out", "e_1/")), "dense_1/kernel", 2, 3));
        assertEquals(List.of("momentum"),
                slots(Muon.class, Map.of("exclude_layers", List.of("out", "e_1/")), "dense_10/kernel", 2, 3));
        assertThrows(OptionException.class, () -> TechniqueType.of(Muon.class).create(Map.of("exclude_layers", List.of("("))));
        assertEquals(adamw, slots(Muon.class, Map.of(), "conv2d/kernel", 2, 2, 1, 1));
        assertEquals(adamw, slots(Muon.class, Map.of(), "Embedding_2/embeddings", 2, 3));
        assertEquals(List.of("momentum"),
                slots(Muon.class, Map.of("exclude_embeddings", false), "embedding/embeddings", 2, 3));
    }

    @Test
    void slotsAreOnlyThoseThatAreUsed() {
        assertEquals(List.of("accumulator"), slots(Adagrad.class, Map.of(), "w", 2));
        assertEquals(List.of("accumulated_grad", "accumulated_delta_var"), slots(Adadelta.class, Map.of(), "w", 2));
        assertEquals(List.of("velocity"), slots(Rmsprop.class, Map.of(), "w", 2));
        assertEquals(List.of("velocity", "average_gradient", "momentum"),
                slots(Rmsprop.class, Map.of("centered", true, "momentum", Scheduled.by("schedule")), "w", 2));
        assertEquals(List.of("momentum", "velocity"), slots(Adamw.class, Map.of(), "w", 2));
        assertEquals(List.of("momentum", "velocity", "velocity_hat"), slots(Adamw.class, Map.of("amsgrad", true), "w", 2));
        assertEquals(List.of("momentum", "norm"), slots(Adamax.class, Map.of(), "w", 2));
        assertEquals(List.of("u_product", "momentum", "velocity"), slots(Nadam.class, Map.of(), "w", 2));
        assertEquals(List.of("momentum"), slots(Lion.class, Map.of(), "w", 2));
        assertEquals(List.of("velocity"), slots(Adafactor.class, Map.of(), "w", 2));
        assertEquals(List.of("row", "column"), slots(Adafactor.class, Map.of(), "w", 2, 3));
    }

    @Test
    void optionsAreKeras() {
        String rate = "learning_rate: a number in [0,inf) or a schedule = 0.001";
        String beta1 = "beta_1: a number in [0,1) or a schedule = 0.9";
        String beta2 = "beta_2: a number in [0,1) or a schedule = 0.999";
        String epsilon = "epsilon: a number in (0,inf) = 1e-7";
        assertEquals(List.of(rate, "initial_accumulator_value: a number in [0,inf) = 0.1", epsilon),
                Described.options(Adagrad.class));
        assertEquals(List.of(rate, "rho: a number in [0,1) or a schedule = 0.95", epsilon),
                Described.options(Adadelta.class));
        assertEquals(List.of(rate, "rho: a number in [0,1) or a schedule = 0.9",
                "momentum: a number in [0,1] or a schedule = 0.0", epsilon, "centered: true or false = false"),
                Described.options(Rmsprop.class));
        assertEquals(List.of(rate, "weight_decay: a number in [0,inf) or a schedule = 0.004", beta1, beta2, epsilon,
                "amsgrad: true or false = false"), Described.options(Adamw.class));
        assertEquals(List.of(rate, beta1, beta2, epsilon), Described.options(Adamax.class));
        assertEquals(List.of(rate, beta1, beta2, epsilon), Described.options(Nadam.class));
        assertEquals(List.of(rate, beta1, beta2, epsilon), Described.options(Lamb.class));
        assertEquals(List.of(rate, "beta_1: a number in (0,1] or a schedule = 0.9",
                "beta_2: a number in [0,1) or a schedule = 0.99"), Described.options(Lion.class));
        assertEquals(List.of("learning_rate: a number in (0,inf) or a schedule = 0.001",
                "learning_rate_power: a number in (-inf,0] = -0.5", "initial_accumulator_value: a number in [0,inf) = 0.1",
                "l1_regularization_strength: a number in [0,inf) = 0.0",
                "l2_regularization_strength: a number in [0,inf) = 0.0",
                "l2_shrinkage_regularization_strength: a number in [0,inf) = 0.0", "beta: a number in [0,inf) = 0.0"),
                Described.options(Ftrl.class));
        assertEquals(List.of(rate, "beta_2_decay: a number in (-inf,0) = -0.8", "epsilon_1: a number in (0,inf) = 1e-30",
                "epsilon_2: a number in [0,inf) = 1e-3", "clip_threshold: a number in (0,inf) = 1.0",
                "relative_step: true or false = true"), Described.options(Adafactor.class));
        assertEquals(List.of(rate, "adam_beta_1: a number in [0,1) or a schedule = 0.9",
                "adam_beta_2: a number in [0,1) or a schedule = 0.999",
                "adam_weight_decay: a number in [0,inf) or a schedule = 0.004", epsilon,
                "weight_decay: a number in [0,inf) or a schedule = 0.004", "exclude_layers: a list of texts = ",
                "exclude_embeddings: true or false = true",
                "muon_a: a number in (0,inf) = 3.4445", "muon_b: a number in (-inf,0] = -4.7750",
                "muon_c: a number in [0,inf) = 2.0315", "adam_lr_ratio: a number in [0,inf) = 1.0",
                "momentum: a number in [0,1] or a schedule = 0.95", "ns_steps: a whole number in [1,inf) = 5",
                "nesterov: true or false = true", "rms_rate: a number in (0,inf) = 0.2"), Described.options(Muon.class));
    }

    @Test
    void optionsThatKerasDoesNotHaveAreThePapers() {
        String rate = "learning_rate: a number in [0,inf) or a schedule = ";
        String beta1 = "beta_1: a number in [0,1) or a schedule = 0.9";
        String beta2 = "beta_2: a number in [0,1) or a schedule = 0.999";
        assertEquals(List.of(rate + "0.001", beta1, beta2, "epsilon: a number in (0,inf) = 1e-8",
                "threshold: a number in [4,inf) = 5.0"), Described.options(Radam.class));
        assertEquals(List.of(rate + "0.001", beta1, beta2, "epsilon: a number in (0,inf) = 1e-16"),
                Described.options(Adabelief.class));
        assertEquals(List.of(rate + "0.01", "momentum: a number in [0,1] or a schedule = 0.9",
                "weight_decay: a number in [0,inf) or a schedule = 0.0", "trust_coefficient: a number in (0,inf) = 0.001",
                "epsilon: a number in [0,inf) = 0.0"), Described.options(Lars.class));
        assertEquals(List.of("learning_rate: a number in (0,inf) or a schedule = 0.01", "eta_minus: a number in (0,1) = 0.5",
                "eta_plus: a number in (1,inf) = 1.2", "minimum_step: a number in (0,inf) = 1e-6",
                "maximum_step: a number in (0,inf) = 50.0"), Described.options(Rprop.class));
        assertEquals(List.of(rate + "1.0", beta1, "beta_2: a number in (0,1) or a schedule = 0.999",
                "epsilon: a number in (0,inf) = 1e-8", "d0: a number in (0,inf) = 1e-6"), Described.options(Prodigy.class));
        assertThrows(OptionException.class, () -> made(Rprop.class, Map.of("minimum_step", 2.0, "maximum_step", 1.0)));
    }

    @Test
    void namesAreKeras() {
        List<Class<?>> techniques = List.of(Adabelief.class, Adadelta.class, Adafactor.class, Adagrad.class, Adamax.class,
                Adamw.class, Ftrl.class, Lamb.class, Lars.class, Lion.class, Muon.class, Nadam.class, Radam.class,
                Rmsprop.class, Rprop.class);
        for (Class<?> technique : techniques) {
            assertEquals("optimizer " + technique.getSimpleName().toLowerCase(), Described.identity(technique));
        }
    }

    private static double[] step(Optimizer optimizer, Weights weights, double... gradient) {
        TestPlace place = new TestPlace(weights.tensors).learningRate(0.1);
        Expr next = optimizer.update(weights, weights.tensors.real(weights.shape(), gradient), place.updateScope());
        return place.evaluate(next);
    }

    private static List<String> slots(Class<?> technique, Map<String, ?> options, String path, int... shape) {
        Tensors tensors = new Tensors(1);
        TestPlace place = new TestPlace(tensors);
        double[] values = new double[(int) Shape.of(shape).size()];
        Weights weights = new Weights(tensors, Shape.of(shape), path, values);
        made(technique, options).update(weights, tensors.real(Shape.of(shape), values), place.updateScope());
        return place.states();
    }

    private static Optimizer made(Class<?> technique, Map<String, ?> options) {
        return (Optimizer) TechniqueType.of(technique).create(options);
    }

    private static final class Weights implements Param {
        final Tensors tensors;
        private final String path;
        private final Expr value;

        Weights(Tensors tensors, Shape shape, String path, double... values) {
            this.tensors = tensors;
            this.path = path;
            value = tensors.real(shape, values);
        }

        @Override
        public String path() {
            return path;
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

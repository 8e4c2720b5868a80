package org.fascicle.core.model;

import java.util.List;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.ShorthandOptions;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.transform.UpdateTransform;
import org.fascicle.core.registry.FixedTechniques;
import org.fascicle.core.training.ToyTransforms;
import org.jspecify.annotations.Nullable;

/** Techniques whose options are of every type; what they compute does not matter here. */
final class Samples {
    private Samples() {}

    static FixedTechniques techniques() {
        return new FixedTechniques(
                type(Kind.LAYER, "dense", Dense.class), type(Kind.LAYER, "flatten", Flatten.class),
                type(Kind.LAYER, "activation", ActivationLayer.class), type(Kind.LAYER, "dropout", Dropout.class),
                type(Kind.LAYER, "convolution", Convolution.class),
                type(Kind.ACTIVATION, "elu", Elu.class), type(Kind.ACTIVATION, "linear", Linear.class),
                type(Kind.INITIALIZER, "glorot_uniform", Glorot.class), type(Kind.REGULARIZER, "l2", L2.class),
                type(Kind.SCHEDULE, "exponential", Exponential.class), type(Kind.SCHEDULE, "warmup", Warmup.class),
                type(Kind.OPTIMIZER, "nesterov", Nesterov.class), type(Kind.OPTIMIZER, "decaying", Decaying.class),
                clipping("clip_by_norm", "clipnorm"), clipping("clip_by_value", "clipvalue"),
                TechniqueType.of(ToyTransforms.Sums.class), TechniqueType.of(ToyTransforms.Shrinking.class),
                TechniqueType.of(ToyTransforms.Mean.class), TechniqueType.of(ToyTransforms.Bounded.class),
                type(Kind.LOSS, "mean_squared_error", Squares.class),
                type(Kind.METRIC, "accuracy", Accuracy.class),
                type(Kind.METRIC, "spread", Accuracy.class), type(Kind.DATA, "digits", Digits.class),
                type(Kind.DATA, "table", Table.class), type(Kind.DATA, "files", Files.class),
                new TechniqueType.Builder(Kind.OPTIMIZER, "lookahead", () -> Nesterov.class)
                        .namespace("com.example").version("0.1.0").provider("com.example.lookahead").build(),
                new TechniqueType.Builder(Kind.ACTIVATION, "broken", () -> {
                    throw new IllegalStateException("the class Broken of bundle fascicle.broken cannot be loaded: gone");
                }).version("1.0.0").provider("fascicle.broken").build());
    }

    private static TechniqueType type(Kind kind, String name, Class<?> record) {
        return new TechniqueType.Builder(kind, name, () -> record).version("1.2.0").provider("fascicle." + kind + "." + name)
                .build();
    }

    private static TechniqueType clipping(String name, String option) {
        return new TechniqueType.Builder(Kind.TRANSFORM, name, () -> Clip.class).version("1.2.0")
                .provider("fascicle.transform." + name)
                .shorthand(ShorthandOptions.of(2, List.of(option + "=limit"), "", "")).build();
    }

    @Technique("dense")
    public record Dense(@Range("[1,inf)") int units, @Default("linear") Way way,
            @DefaultTechnique(kind = "activation", value = "linear") Activation activation,
            @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer kernelInitializer,
            @Default("null") Regularizer kernelRegularizer, @Default("true") boolean useBias) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x;
        }

        public enum Way { LINEAR, SQUARE_ROOT }
    }

    public record Flatten() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x;
        }
    }

    public record ActivationLayer(Activation activation) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x;
        }
    }

    public record Dropout(@Range("[0,1)") Scheduled rate) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x;
        }
    }

    public record Convolution(@Range("[1,inf)") List<Integer> kernelSize,
            @Default("1,1") @Range("(0,inf)") List<Double> scales)
            implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x;
        }
    }

    @Technique("elu")
    public record Elu(@Default("1.0") double alpha) implements Activation {
        public Elu {
            if (alpha <= 0) {
                throw new IllegalArgumentException("alpha must be > 0");
            } else if (alpha == 666) {
                throw new IllegalStateException("boom");
            } else if (alpha == 667) {
                throw new NoClassDefFoundError("gone");
            }
        }

        @Override
        public Expr apply(Expr z, Scope scope) {
            return z;
        }
    }

    public record Linear() implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return z;
        }
    }

    public record Glorot() implements Initializer {
        @Override
        public Expr initialize(Shape shape, Scope scope) {
            return null;
        }
    }

    public record L2(@Default("0.01") @Range("[0,inf)") double l2) implements Regularizer {
        @Override
        public Expr penalty(Expr tensor, Scope scope) {
            return tensor;
        }
    }

    public record Exponential(@Range("(0,inf)") double initial, @Default("step") Moment.Unit unit) implements Schedule {
        @Override
        public double at(Moment moment) {
            return initial;
        }
    }

    public record Warmup(Schedule then) implements Schedule {
        @Override
        public double at(Moment moment) {
            return then.at(moment);
        }
    }

    public record Nesterov(@Default("0.01") @Range("(0,inf)") Scheduled learningRate,
            @Default("0.9") @Range("[0,1)") Scheduled momentum) implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            return gradient;
        }
    }

    public record Decaying(@Default("0.01") Scheduled learningRate, @Default("0.1") double weightDecay)
            implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            return gradient;
        }
    }

    public record Clip(@Range("(0,inf)") double limit) implements UpdateTransform {}

    public record Squares() implements Loss {
        @Override
        public Target target() {
            return Target.VALUES;
        }

        @Override
        public Expr loss(Prediction prediction, Expr target, Scope scope) {
            return target;
        }
    }

    public record Accuracy() implements Metric {
        @Override
        public void update(Prediction prediction, Expr target, Scope scope) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Expr result(Scope scope) {
            throw new UnsupportedOperationException();
        }
    }

    public record Digits(@Default("null") String subset) implements DataSource {
        @Override
        public Data open(DataContext context) {
            throw new UnsupportedOperationException();
        }
    }

    public record Files(String file, @Default("null") @Nullable String labels, @Default("null") @Nullable String testFile)
            implements DataSource {
        @Override
        public Data open(DataContext context) {
            throw new UnsupportedOperationException();
        }
    }

    public record Table(@Default("-1") List<String> label) implements DataSource {
        @Override
        public Data open(DataContext context) {
            throw new UnsupportedOperationException();
        }
    }
}

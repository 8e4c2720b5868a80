package org.fascicle.core.training;

import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.Scale;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.data.Split;
import org.fascicle.core.data.SplitRule;
import org.fascicle.core.model.ModelReader;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.ModelText;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.registry.FixedTechniques;
import org.fascicle.core.registry.InstalledTechniques;

/** Small techniques, of which whole networks for tests are made. */
public final class Toys {
    /** How often a schedule of these has been asked. */
    public static final AtomicInteger ASKED = new AtomicInteger();

    private Toys() {}

    /** All of them. */
    public static InstalledTechniques techniques() {
        List<Class<?>> all = new ArrayList<>(List.of(ToyTransforms.ALL));
        all.addAll(List.of(ToyHolders.ALL));
        all.addAll(List.of(ToySequences.ALL));
        all.addAll(List.of(Points.class, Linear.class, Noise.class, Gain.class, Running.class, Soft.class, Normal.class,
                Same.class, Squares.class, CrossEntropy.class, Centers.class, HeavyBall.class, Descent.class, Decaying.class,
                Falling.class, Hits.class, Spread.class));
        return FixedTechniques.of(all.toArray(Class<?>[]::new));
    }

    /** A model of them. */
    public static ModelSpec model(String data, String network, String rest) {
        return new ModelReader(techniques()).read(ModelText.of(json(data, network, rest), "model.json"));
    }

    /** The text of a model file; double quotes are written as single ones. */
    public static String json(String data, String network, String rest) {
        return ("{'fascicle': 1, 'data': {'points': {" + data + "}}, 'network': [" + network + "], " + rest + "}")
                .replace('\'', '"');
    }

    /** What {@link Points} give by default. */
    public static Signature signature() {
        return new Signature(Map.of(Examples.INPUT, Shape.of(3)),
                List.of(new Signature.Target(Examples.OUTPUT, Shape.scalar(), Type.INT32, 3, List.of())), false);
    }

    /** A run in float64 over so many rows of {@link PointRows}, standardized, with first values. */
    static TrainingRun run(ModelSpec model, Backend backend, int rows, int batch) {
        PointRows points = new PointRows(rows, 3, 3, 0);
        Signature signature = signature();
        TrainingRun run = new TrainingRun(model, new TechniqueFactory(techniques()), signature, Precision.FLOAT64, backend, null,
                Split.of(Data.of(points), SplitRule.PRESENT, 0), Scaling.fit(Scale.STANDARD, points, signature.inputs()), batch,
                Map.of());
        run.initialize(path -> true);
        return run;
    }

    /** Rows whose features, labels and values are functions of their number. */
    @Technique("points")
    public record Points(@Default("20") int rows, @Default("0") int test, @Default("3") int classes, @Default("3") int width,
            @Default("3") int testWidth, @Default("0") int wrongLabel, @Default("false") boolean unreadable)
            implements DataSource {
        /** Which rows are trained on, as the platform said to the source that was opened last in this test's thread. */
        public static final ThreadLocal<IntPredicate> TRAINED = new ThreadLocal<>();

        @Override
        public Data open(DataContext context) throws IOException {
            if (unreadable) {
                throw new IOException("the disk is gone");
            }
            Rows training = new PointRows(Math.min(rows, context.maxRows()), classes, width, wrongLabel);
            TRAINED.set(rows == 0 ? row -> true : context.trained(training));
            return test == 0 ? Data.of(training)
                    : Data.of(training, new PointRows(Math.min(test, context.maxRows()), classes, testWidth, 0));
        }
    }

    /** Such rows. */
    public static final class PointRows implements Rows {
        private final int count;
        private final int classes;
        private final int width;
        private final int wrongLabel;

        /** Rows whose first label is off by a number. */
        public PointRows(int count, int classes, int width, int wrongLabel) {
            this.count = count;
            this.classes = classes;
            this.width = width;
            this.wrongLabel = wrongLabel;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public Shape shape() {
            return Shape.of(width);
        }

        @Override
        public int classes() {
            return classes;
        }

        @Override
        public double unit() {
            return 4;
        }

        @Override
        public void features(int row, float[] into, int at) {
            for (int i = 0; i < width; i++) {
                into[at + i] = (float) (2 + Math.sin(1 + row * 3 + i));
            }
        }

        @Override
        public int label(int row) {
            return row % classes + (row == 0 ? wrongLabel : 0);
        }

        @Override
        public void targets(int row, float[] into, int at) {
            into[at] = (float) Math.cos(row);
        }
    }

    /** x · kernel + bias. */
    @Technique("linear")
    public record Linear(@Range("[1,inf)") int units,
            @DefaultTechnique(kind = "initializer", value = "normal") Initializer initializer,
            @Default("null") Constraint constraint) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            Shape shape = Shape.of(x.shape().extent(-1), units);
            Expr kernel = scope.parameter("kernel", shape, initializer, null, constraint);
            return matmul(x, kernel).add(scope.parameter("bias", Shape.of(units), initializer, null, constraint));
        }
    }

    /** Adds noise in training. */
    @Technique("noise")
    public record Noise(@Default("0.1") @Range("[0,1]") Scheduled deviation) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return scope.stochastic() ? x.add(scope.normal(x.shape()).mul(scope.value(deviation))) : x;
        }
    }

    /** Multiplies, in inference as well. */
    @Technique("gain")
    public record Gain(@Range("(0,inf)") Scheduled factor) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x.mul(scope.value(factor));
        }
    }

    /** Subtracts a running mean. */
    @Technique("running")
    public record Running() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            State average = scope.state("mean", x.shape().withoutFirst(), 0.5);
            if (scope.updatesStatistics()) {
                average.set(average.value().mul(0.9).add(mean(x, 0).mul(0.1)));
            }
            return x.sub(average.value());
        }
    }

    /** Softmax. */
    @Technique("soft")
    public record Soft() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return softmax(x);
        }
    }

    /** Half a standard normal draw. */
    @Technique("normal")
    public record Normal() implements Initializer {
        @Override
        public Expr initialize(Shape shape, Scope scope) {
            return scope.normal(shape).mul(0.5);
        }
    }

    /** Constrains to any tensor, so that a parameter's update cannot be merged with others. */
    @Technique("same")
    public record Same() implements Constraint {
        @Override
        public Expr project(Expr tensor, Scope scope) {
            return tensor;
        }
    }

    /** The squared distance. */
    @Technique("squares")
    public record Squares() implements Loss {
        @Override
        public Target target() {
            return Target.VALUES;
        }

        @Override
        public Expr loss(Prediction prediction, Expr target, Scope scope) {
            Expr values = prediction.values();
            return sum(values.sub(reshape(target, values.shape())).square(), 1);
        }
    }

    /** Minus the logarithm of the label's probability. */
    @Technique("cross_entropy")
    public record CrossEntropy() implements Loss {
        @Override
        public Target target() {
            return Target.LABEL;
        }

        @Override
        public Expr loss(Prediction prediction, Expr target, Scope scope) {
            return picked(prediction.logProbabilities(), target).neg();
        }
    }

    /** The squared distance from a center that is learned. */
    @Technique("centers")
    public record Centers() implements Loss {
        @Override
        public Target target() {
            return Target.LABEL;
        }

        @Override
        public Expr loss(Prediction prediction, Expr target, Scope scope) {
            Expr values = prediction.values();
            Expr center = scope.parameter("center", values.shape().withoutFirst(), (shape, place) -> full(shape, 3));
            return sum(values.sub(center).square(), 1);
        }
    }

    /** Momentum, a count of steps, and a step that shrinks with them. */
    @Technique("heavy_ball")
    public record HeavyBall(@Default("0.05") @Range("[0,inf)") Scheduled learningRate, @Default("0.9") double momentum)
            implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            State velocity = scope.slot("velocity", parameter.shape(), 0);
            State count = scope.globalSlot("count", 1);
            count.set(count.value().add(1));
            Expr next = velocity.set(velocity.value().mul(momentum).sub(gradient.mul(scope.learningRate())));
            return parameter.value().add(next.div(count.value()));
        }
    }

    /** value − rate · gradient, and nothing else. */
    @Technique("descent")
    public record Descent(@Default("0.05") @Range("[0,inf)") Scheduled learningRate) implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            return parameter.value().sub(gradient.mul(scope.learningRate()));
        }
    }

    /** The same with weights that decay by themselves. */
    @Technique("decaying")
    public record Decaying(@Default("0.05") @Range("[0,inf)") Scheduled learningRate,
            @Default("0.5") @Range("[0,inf)") Scheduled weightDecay) implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            Expr decay = parameter.value().mul(scope.value(weightDecay));
            return parameter.value().sub(gradient.add(decay).mul(scope.learningRate()));
        }
    }

    /** start / (1 + step); after a number of steps something else. */
    @Technique("falling")
    public record Falling(@Default("0.1") double start, @Default("1000000") int until, @Default("nan") String then)
            implements Schedule {
        @Override
        public double at(Moment moment) {
            ASKED.incrementAndGet();
            return moment.step() >= until ? then.equals("nan") ? Double.NaN : -1 : start / (1 + moment.step());
        }
    }

    /** The mean probability of the label. */
    @Technique("accuracy")
    public record Hits() implements Metric {
        @Override
        public void update(Prediction prediction, Expr target, Scope scope) {
            State total = scope.state("total", Shape.scalar(), 0);
            State count = scope.state("count", Shape.scalar(), 0);
            Expr hits = picked(prediction.values(), target);
            total.set(total.value().add(sum(hits)));
            count.set(count.value().add(sum(hits.mul(0).add(1))));
        }

        @Override
        public Expr result(Scope scope) {
            return scope.state("total", Shape.scalar(), 0).value().div(scope.state("count", Shape.scalar(), 0).value());
        }

        @Override
        public Direction direction() {
            return Direction.UP;
        }
    }

    /** How far the outputs of a batch lie from 0; nobody knows whether that is good. */
    @Technique("spread")
    public record Spread() implements Metric {
        @Override
        public void update(Prediction prediction, Expr target, Scope scope) {
            scope.state("spread", Shape.scalar(), 0).set(mean(prediction.values().square()));
        }

        @Override
        public Expr result(Scope scope) {
            return scope.state("spread", Shape.scalar(), 0).value();
        }
    }

    private static Expr picked(Expr values, Expr label) {
        Expr column = reshape(label, Shape.of(values.shape().extent(0), 1));
        return sum(where(iota(values.shape(), 1).eq(column), values, 0), 1).cast(Type.REAL);
    }
}

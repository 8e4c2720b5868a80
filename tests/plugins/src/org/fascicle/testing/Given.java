package org.fascicle.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.data.DataContext;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.watch.WatchedLayer;
import org.fascicle.api.watch.WatchedParameter;
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.compiler.trace.TracedGradients;
import org.jspecify.annotations.Nullable;

/** What a technique is given besides tensors, as a test says it. */
public final class Given {
    private Given() {}

    /** A parameter of a network, with its present value. */
    public static Param parameter(String path, Expr value) {
        return new Param() {
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
        };
    }

    /**
     * A layer that is watched.
     *
     * @param sums what its activation takes; null for a layer without one
     * @param slope the derivative of the output by these; null if there is none
     * @param gradient the gradient of the loss, of the output's shape
     */
    public static WatchedLayer layer(String name, Expr output, @Nullable Expr sums, @Nullable Expr slope, Expr gradient) {
        return new WatchedLayer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Expr output() {
                return output;
            }

            @Override
            public @Nullable Expr sums() {
                return sums;
            }

            @Override
            public @Nullable Expr slope() {
                return slope;
            }

            @Override
            public Expr gradient() {
                return gradient;
            }
        };
    }

    /** A parameter that is watched: its value, the gradient of the loss, and what a step adds to it, of one shape. */
    public static WatchedParameter watched(String path, Expr value, Expr gradient, Expr update) {
        return new WatchedParameter() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public Expr value() {
                return value;
            }

            @Override
            public Expr gradient() {
                return gradient;
            }

            @Override
            public Expr update() {
                return update;
            }
        };
    }

    /** What a network puts out. */
    public static Prediction prediction(Expr values) {
        return new OutputPrediction(values);
    }

    /**
     * The gradients of a step that updates: of parameters that are called {@code p0}, {@code p1} and so on.
     *
     * @param values the parameters' values, of the shapes of the gradients
     * @param gradients one for each
     * @param place where the technique is asked
     */
    public static Gradients gradients(List<Expr> values, List<Expr> gradients, TestPlace place) {
        List<Param> parameters = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            parameters.add(parameter("p" + i, values.get(i)));
        }
        return new TracedGradients(parameters, gradients, parameter -> place.updateScope(), Expressions.constant(1).gt(0),
                others -> {
                    throw new IllegalStateException("the test has no gradients elsewhere");
                });
    }

    /**
     * A moment of a training without metrics.
     *
     * @param step from 0
     * @param stepsPerEpoch at least 1
     * @param epochs how many there will be
     */
    public static Moment moment(long step, long stepsPerEpoch, int epochs) {
        return new Moment() {
            @Override
            public long step() {
                return step;
            }

            @Override
            public int epoch() {
                return (int) (step / stepsPerEpoch);
            }

            @Override
            public long stepsPerEpoch() {
                return stepsPerEpoch;
            }

            @Override
            public int epochs() {
                return epochs;
            }

            @Override
            public List<Double> history(String metric) {
                return List.of();
            }
        };
    }

    /** What a source of data is given: the folders where it may find its files. */
    public static DataContext data(Path... folders) {
        return () -> List.of(folders);
    }
}

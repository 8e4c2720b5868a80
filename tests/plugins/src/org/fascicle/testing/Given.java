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
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.compiler.trace.TracedGradients;

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

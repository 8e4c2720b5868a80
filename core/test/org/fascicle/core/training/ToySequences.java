package org.fascicle.core.training;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** Small layers and losses of sequences. */
final class ToySequences {
    static final Class<?>[] ALL = {Steps.class, Ignoring.class, Positive.class, First.class, Average.class, Unmasked.class,
        Stepwise.class, Deaf.class};

    private ToySequences() {}

    /** Each number of a row as a step of one feature. */
    @Technique("steps")
    public record Steps() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return reshape(x, Shape.batch(x.shape().extent(1), 1));
        }
    }

    /** Masks the steps from one on. */
    @Technique("ignoring")
    public record Ignoring(int start) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return scope.masked(x.mul(1.5), iota(steps(x), 1).lt(start));
        }
    }

    /** Masks the steps whose first feature is not positive; twice that feature is a further result. */
    @Technique("positive")
    public record Positive() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            Expr first = reshape(slice(x, new int[] {0, 0, 0}, new int[] {Shape.ROWS, x.shape().extent(1), 1}), steps(x));
            scope.output("double", first.mul(2));
            return scope.masked(x.add(0), first.gt(0));
        }
    }

    /** The first steps. */
    @Technique("first")
    public record First(int count) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return slice(x, new int[] {0, 0, 0}, new int[] {Shape.ROWS, count, x.shape().extent(2)}).mul(1.5);
        }
    }

    /** The mean over the steps that count. */
    @Technique("average")
    public record Average() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            Expr mask = scope.mask(x);
            if (mask == null) {
                return mean(x, 1);
            }
            Expr counts = broadcast(reshape(mask, Shape.batch(x.shape().extent(1), 1)), x.shape());
            return sum(where(counts, x, 0), 1).div(maximum(sum(counts.cast(Type.REAL), 1), 1));
        }
    }

    /** Gives a mask of another type. */
    @Technique("unmasked")
    public record Unmasked(@Default("false") boolean wrong) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return scope.masked(x.mul(2), wrong ? iota(steps(x), 1) : null);
        }
    }

    /** The mean, over the steps that count, of the squared distance from 1. */
    @Technique("stepwise")
    public record Stepwise() implements Loss {
        @Override
        public Target target() {
            return Target.LABEL;
        }

        @Override
        public Expr loss(Prediction prediction, Expr target, Scope scope) {
            Expr each = mean(prediction.values().sub(1).square(), 2);
            Expr mask = scope.mask(prediction.values());
            return mask == null ? mean(each, 1)
                    : sum(where(mask, each, 0), 1).div(maximum(sum(mask.cast(Type.REAL), 1), 1));
        }
    }

    /** The same over all steps. */
    @Technique("deaf")
    public record Deaf() implements Loss {
        @Override
        public Target target() {
            return Target.LABEL;
        }

        @Override
        public Expr loss(Prediction prediction, Expr target, Scope scope) {
            return mean(prediction.values().sub(1).square(), 1, 2);
        }
    }

    private static Shape steps(Expr x) {
        return Shape.batch(x.shape().extent(1));
    }
}

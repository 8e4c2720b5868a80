package org.fascicle.tck.contract;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.expm1;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.stopGradient;
import static org.fascicle.api.expr.Expressions.where;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
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
import org.fascicle.api.technique.Shorthand;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.transform.UpdateTransform;

/** Techniques as they were released, and as somebody has changed them. */
final class Planted {
    /** How an activation may curve. */
    public enum Curve { SOFT, HARD }

    /** How an activation may curve, and one way more. */
    public enum MoreCurves { SOFT, HARD, FLAT }

    private Planted() {}

    private static Expr elu(Expr z, double alpha) {
        return where(z.gt(0), z, expm1(z).mul(alpha));
    }

    public record Released(
            @Default("1.0") @Range("(0,inf)") double alpha, @Default("soft") Curve curve) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return elu(z, alpha);
        }
    }

    public record SameNumbers(
            @Default("1") @Range("(0,inf)") double alpha, @Default("soft") Curve curve) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return where(z.gt(0), z, constant(alpha).mul(expm1(z)));
        }
    }

    public record WithoutCurve(@Default("1.0") @Range("(0,inf)") double alpha) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return elu(z, alpha);
        }
    }

    public record Renamed(
            @Default("1.0") @Range("(0,inf)") double beta, @Default("soft") Curve curve) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return elu(z, beta);
        }
    }

    public record OtherDefault(
            @Default("1.0") @Range("(0,inf)") double alpha, @Default("hard") Curve curve) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return elu(z, alpha);
        }
    }

    public record Narrower(
            @Default("1.0") @Range("(0,2]") double alpha, @Default("soft") Curve curve) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return elu(z, alpha);
        }
    }

    public record Wider(
            @Default("1.0") @Range("[0,inf)") double alpha, @Default("soft") MoreCurves curve) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return elu(z, alpha);
        }
    }

    public record OtherType(@Default("1") @Range("(0,inf)") int alpha, @Default("soft") Curve curve) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return elu(z, alpha);
        }
    }

    public record OtherFormula(
            @Default("1.0") @Range("(0,inf)") double alpha, @Default("soft") Curve curve) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return elu(z, alpha).mul(1 + 1e-6);
        }
    }

    public record OtherBranch(
            @Default("1.0") @Range("(0,inf)") double alpha, @Default("soft") Curve curve) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return curve == Curve.SOFT ? elu(z, alpha) : z;
        }
    }

    public record OtherGradient(
            @Default("1.0") @Range("(0,inf)") double alpha, @Default("soft") Curve curve) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return where(z.gt(0), z, stopGradient(expm1(z).mul(alpha)));
        }
    }

    public record NeutralOption(@Default("1.0") @Range("(0,inf)") double alpha, @Default("soft") Curve curve,
            @Default("0.0") double shift) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return elu(z, alpha).add(shift);
        }
    }

    public record OptionWithEffect(@Default("1.0") @Range("(0,inf)") double alpha, @Default("soft") Curve curve,
            @Default("0.1") double shift) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return elu(z, alpha).add(shift);
        }
    }

    public record RequiredOption(@Default("1.0") @Range("(0,inf)") double alpha, @Default("soft") Curve curve,
            double shift) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return elu(z, alpha);
        }
    }

    public record Choosy(
            @Default("1.0") @Range("(0,inf)") double alpha, @Default("soft") Curve curve) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            if (z.shape().rank() > 2) {
                throw new IllegalArgumentException("takes rows of numbers alone");
            }
            return elu(z, alpha);
        }
    }

    public record Dense(@Default("3") int units,
            @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer initializer) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return matmul(x, scope.parameter("kernel", Shape.of(x.shape().extent(-1), units), initializer));
        }
    }

    public record OtherParameter(@Default("3") int units,
            @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer initializer) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return matmul(x, scope.parameter("weights", Shape.of(x.shape().extent(-1), units), initializer));
        }
    }

    public record Momentum(@Default("0.01") Scheduled learningRate) implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            return step("velocity", 0, parameter, gradient, scope);
        }
    }

    public record OtherSlot(@Default("0.01") Scheduled learningRate) implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            return step("momentum", 0, parameter, gradient, scope);
        }
    }

    public record OtherBeginning(@Default("0.01") Scheduled learningRate) implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            return step("velocity", 1, parameter, gradient, scope);
        }
    }

    private static Expr step(String slot, double initial, Param parameter, Expr gradient, UpdateScope scope) {
        State velocity = scope.slot(slot, parameter.shape(), initial);
        return parameter.value().add(velocity.set(velocity.value().mul(0.9).sub(gradient.mul(scope.learningRate()))));
    }

    public record Decay(@Default("0.5") double rate) implements Schedule {
        @Override
        public double at(Moment moment) {
            return Math.pow(rate, moment.epoch());
        }
    }

    public record OtherDecay(@Default("0.5") double rate) implements Schedule {
        @Override
        public double at(Moment moment) {
            return Math.pow(rate, moment.step());
        }
    }

    @Shorthand(place = 1, options = "limit")
    public record Clip(@Default("1.0") double limit) implements UpdateTransform {
        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            return clipped(gradients, limit);
        }
    }

    @Shorthand(place = 1, options = "bound=limit")
    public record OtherShorthand(@Default("1.0") double limit) implements UpdateTransform {
        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            return clipped(gradients, limit);
        }
    }

    @Shorthand(place = 1, options = "limit=match")
    public record OtherMeaning(@Default("1.0") double limit) implements UpdateTransform {
        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            return clipped(gradients, limit);
        }
    }

    @Shorthand(place = 1, flag = "clips", options = "limit")
    public record FlaggedClip(@Default("1.0") double limit) implements UpdateTransform {
        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            return clipped(gradients, limit);
        }
    }

    @Shorthand(place = 1, options = "limit")
    public record StrictClip(@Default("1.0") double limit) implements UpdateTransform {
        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            return clipped(gradients, limit / 2);
        }
    }

    @Shorthand(place = 1, options = "limit")
    public record CountingClip(@Default("1.0") double limit) implements UpdateTransform {
        @Override
        public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
            gradients.parameters().forEach(parameter -> {
                State clips = gradients.scope(parameter).slot("clips", Shape.scalar(), 0);
                clips.set(clips.value().add(1));
            });
            return clipped(gradients, limit);
        }
    }

    private static List<Expr> clipped(Gradients gradients, double limit) {
        return gradients.values().stream().map(gradient -> minimum(gradient, limit)).collect(Collectors.toList());
    }

    public record Slower() implements UpdateTransform {
        @Override
        public Expr after(Param parameter, Expr updated, UpdateScope scope) {
            return parameter.value().add(updated).div(2);
        }
    }

    public record Faster() implements UpdateTransform {
        @Override
        public Expr after(Param parameter, Expr updated, UpdateScope scope) {
            return updated.mul(2).sub(parameter.value());
        }
    }

    public record Hits() implements Metric {
        @Override
        public void update(Prediction prediction, Expr target, Scope scope) {}

        @Override
        public Expr result(Scope scope) {
            return constant(1);
        }

        @Override
        public Direction direction() {
            return Direction.UP;
        }
    }

    public record Misses() implements Metric {
        @Override
        public void update(Prediction prediction, Expr target, Scope scope) {}

        @Override
        public Expr result(Scope scope) {
            return constant(1);
        }

        @Override
        public Direction direction() {
            return Direction.DOWN;
        }
    }

    public record Whatever() implements Metric {
        @Override
        public void update(Prediction prediction, Expr target, Scope scope) {}

        @Override
        public Expr result(Scope scope) {
            return constant(1);
        }
    }
}

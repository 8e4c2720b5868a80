package org.fascicle.core.training;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.sum;

import java.util.List;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.Parameters;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Technique;

/** Small techniques that hold others. */
final class ToyHolders {
    static final Class<?>[] ALL = {Both.class, Slope.class, Picky.class, Around.class, Chained.class, Joint.class};

    private ToyHolders() {}

    /** The sum of two layers, each at a place of its own, through an activation. */
    @Technique("both")
    public record Both(Layer first, Layer second, @Default("null") Activation activation) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            Expr sum = first.apply(x, scope.within("first")).add(second.apply(x, scope.within("second")));
            return activation == null ? sum : activation.apply(sum, scope);
        }
    }

    /** z · slope, which is learned. */
    @Technique("slope")
    public record Slope() implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return z.mul(scope.parameter("slope", z.shape().withoutFirst(), (shape, place) -> place.uniform(shape)));
        }
    }

    /** Takes nothing. */
    @Technique("picky")
    public record Picky() implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            throw new IllegalArgumentException("takes nothing");
        }
    }

    /** Layers one after the other, then activations. */
    @Technique("chained")
    public record Chained(List<Layer> layers,
            @DefaultTechnique(kind = "activation", value = "slope") List<Activation> activations)
            implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            Expr y = x;
            for (int i = 0; i < layers.size(); i++) {
                y = layers.get(i).apply(y, scope.within("layer_" + i));
            }
            for (int i = 0; i < activations.size(); i++) {
                y = activations.get(i).apply(y, scope.within("activation_" + i));
            }
            return y;
        }
    }

    /** value − rate · gradient / (1 + the mean square of all gradients of the step before), and a sum kept for each parameter. */
    @Technique("joint")
    public record Joint(@Default("0.05") Scheduled learningRate, @Default("false") boolean twice) implements Optimizer {
        @Override
        public void together(Parameters parameters, UpdateScope scope) {
            Expr sum = constant(0);
            for (int i = 0; i < parameters.all().size(); i++) {
                Param parameter = parameters.all().get(i);
                Expr gradient = parameters.gradients().get(i);
                State total = parameters.scope(parameter).slot("total", parameter.shape(), 0);
                if (!twice) {
                    total.set(total.value().add(gradient));
                }
                sum = sum.add(sum(gradient.square()));
            }
            scope.globalSlot("squares", 0).set(sum);
        }

        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            if (twice) {
                scope.slot("total", parameter.shape(), 0).set(gradient);
            }
            Expr scale = constant(1).add(scope.globalSlot("squares", 0).value());
            return parameter.value().sub(gradient.mul(scope.learningRate()).div(scale));
        }
    }

    /** Lets an optimizer step from twice the value, with a rate that is a factor of this one's; then halves it. */
    @Technique("around")
    public record Around(@Default("0.05") Scheduled learningRate, @Default("1") double factor, Optimizer optimizer)
            implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            UpdateScope inner = factor == 1 ? scope.within("inner") : scope.within("inner", scope.learningRate().mul(factor));
            return optimizer.update(parameter.with(parameter.value().mul(2)), gradient, inner).div(2);
        }
    }
}

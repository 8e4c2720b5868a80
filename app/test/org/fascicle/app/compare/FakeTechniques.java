package org.fascicle.app.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Alias;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;

/** Some techniques that compute nothing. */
final class FakeTechniques implements Techniques {
    private final List<TechniqueType> all =
            new ArrayList<>(List.of(TechniqueType.of(Bent.class), TechniqueType.of(Straight.class),
                    TechniqueType.of(Cut.class), TechniqueType.of(Wide.class), TechniqueType.of(Active.class),
                    TechniqueType.of(Stack.class),
                    TechniqueType.of(Falling.class), TechniqueType.of(Rolling.class), TechniqueType.of(Hits.class),
                    TechniqueType.of(Odds.class)));

    @Override
    public Collection<TechniqueType> all() {
        return all;
    }

    @Override
    public TechniqueType find(Kind kind, String name, String range) {
        throw new InputException("not asked here");
    }

    /** An activation with a default for each option. */
    @Technique("com.example:bent")
    public record Bent(@Default("0.1") double slope) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return z;
        }
    }

    /** An activation without options. */
    @Technique("straight")
    public record Straight() implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return z;
        }
    }

    /** An activation that needs an option. */
    @Technique("cut")
    public record Cut(double at) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return z;
        }
    }

    /** A layer with an activation. */
    @Technique("wide")
    public record Wide(int units, @DefaultTechnique(kind = "activation", value = "straight") Activation activation,
            @Default("true") @Alias("bias") boolean useBias) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x;
        }
    }

    /** A layer that is called as its option. */
    @Technique("activation")
    public record Active(Activation activation) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x;
        }
    }

    /** A layer of layers. */
    @Technique("stack")
    public record Stack(List<Layer> layers) implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x;
        }
    }

    /** An optimizer. */
    @Technique("falling")
    public record Falling(@Default("0.1") Scheduled learningRate) implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            return parameter.value();
        }
    }

    /** Another one, with an option more. */
    @Technique("rolling")
    public record Rolling(@Default("0.1") Scheduled learningRate, @Default("0.9") double momentum) implements Optimizer {
        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            return parameter.value();
        }
    }

    /** A metric of which more is better. */
    @Technique("hits")
    public record Hits() implements Metric {
        @Override
        public void update(Prediction prediction, Expr target, Scope scope) {}

        @Override
        public Expr result(Shape prediction, Scope scope) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Direction direction() {
            return Direction.UP;
        }
    }

    /** A metric that does not say what is better. */
    @Technique("odds")
    public record Odds() implements Metric {
        @Override
        public void update(Prediction prediction, Expr target, Scope scope) {}
    }
}

package org.fascicle.core.trace;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.Parameters;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.core.model.TechniqueSpec;
import org.jspecify.annotations.Nullable;

/**
 * Techniques that others hold: what they make is known as their own, and what they throw becomes a message that says where they
 * stand. Lives no longer than its trace.
 */
public final class HeldTechniques {
    private final Trace trace;

    /** Techniques in one trace. */
    public HeldTechniques(Trace trace) {
        this.trace = trace;
    }

    /** What a technique is to hold in place of another one: the same, watched. */
    public Object around(TechniqueSpec spec, Object technique) {
        if (technique instanceof Activation) {
            return (Activation) (z, scope) -> placed(spec, List.of(z), scope, () -> ((Activation) technique).apply(z, scope));
        } else if (technique instanceof Layer) {
            return new HeldLayer(spec, (Layer) technique);
        } else if (technique instanceof Regularizer) {
            return (Regularizer) (tensor, scope) -> made(spec, List.of(tensor), scope,
                    () -> ((Regularizer) technique).penalty(tensor, scope));
        } else if (technique instanceof Constraint) {
            return (Constraint) (tensor, scope) -> made(spec, List.of(tensor), scope,
                    () -> ((Constraint) technique).project(tensor, scope));
        } else if (technique instanceof Initializer) {
            return (Initializer) (shape, scope) -> guarded(spec, scope, () -> ((Initializer) technique).initialize(shape, scope));
        } else if (technique instanceof Optimizer) {
            return new HeldOptimizer(spec, (Optimizer) technique);
        }
        return technique;
    }

    /** The same where the technique may have a place of its own. */
    private Expr placed(TechniqueSpec spec, List<Expr> from, Scope scope, Supplier<@Nullable Expr> action) {
        trace.origins().placeIfAbsent(scope.path(), spec.name());
        return made(spec, from, scope, action);
    }

    private Expr made(TechniqueSpec spec, List<Expr> from, Scope scope, Supplier<@Nullable Expr> action) {
        from.forEach(each -> trace.attribute(each, scope.path()));
        Expr result = guarded(spec, scope, () -> given(action.get()));
        return trace.attribute(result, trace.origins().within(scope.path(), spec.name()));
    }

    private static Expr given(@Nullable Expr result) {
        if (result == null) {
            throw new IllegalArgumentException("gave null where an expression was expected");
        }
        return result;
    }

    private static <T> T guarded(TechniqueSpec spec, Scope scope, Supplier<T> action) {
        return NetworkTrace.guarded(spec, spec.kind() + " of '" + scope.path() + "'", action);
    }

    /** A layer within a layer. */
    private final class HeldLayer implements Layer {
        private final TechniqueSpec spec;
        private final Layer layer;

        HeldLayer(TechniqueSpec spec, Layer layer) {
            this.spec = spec;
            this.layer = layer;
        }

        @Override
        public Expr apply(Expr x, Scope scope) {
            return passing(List.of(x), placed(spec, List.of(x), scope, () -> layer.apply(x, scope)));
        }

        @Override
        public Expr apply(List<Expr> inputs, Scope scope) {
            return passing(inputs, placed(spec, inputs, scope, () -> layer.apply(inputs, scope)));
        }

        private Expr passing(List<Expr> inputs, Expr result) {
            trace.results().pass(inputs, result);
            return result;
        }

        @Override
        public OptionalInt indices() {
            return layer.indices();
        }
    }

    /** An optimizer within an optimizer. */
    private final class HeldOptimizer implements Optimizer {
        private final TechniqueSpec spec;
        private final Optimizer optimizer;

        HeldOptimizer(TechniqueSpec spec, Optimizer optimizer) {
            this.spec = spec;
            this.optimizer = optimizer;
        }

        @Override
        public Scheduled learningRate() {
            return optimizer.learningRate();
        }

        @Override
        public void together(Parameters parameters, UpdateScope scope) {
            guarded(spec, scope, () -> {
                optimizer.together(parameters, scope);
                return true;
            });
        }

        @Override
        public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
            UpdateScope own = scope instanceof UpdateTraceScope ? ((UpdateTraceScope) scope).owned(spec.name(), "") : scope;
            return placed(spec, List.of(gradient), scope, () -> optimizer.update(parameter, gradient, own));
        }
    }
}

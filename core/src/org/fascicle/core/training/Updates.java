package org.fascicle.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.transform.GradientTransform;
import org.fascicle.core.expression.Differentiator;
import org.fascicle.core.expression.Rewriter;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.NetworkTrace;
import org.fascicle.core.trace.Parameter;
import org.fascicle.core.trace.Trace;
import org.fascicle.core.trace.TracedState;
import org.fascicle.core.trace.UpdateTraceScope;

/**
 * What a training step writes: gradients of the loss (penalties included), transformed, turned into updates, constrained; and the
 * new values of states, slots and metrics.
 */
final class Updates {
    private final ModelSpec model;
    private final TechniqueFactory factory;
    private final Trace trace;
    private final Map<Expr, String> provenance;
    private final List<Assignment> commits = new ArrayList<>();
    private final Expr loss;
    private final Layout layout;

    Updates(ModelSpec model, TechniqueFactory factory, Trace trace, Expr tracedLoss) {
        this.model = model;
        this.factory = factory;
        this.trace = trace;
        this.provenance = trace.provenance();
        List<TracedState> forward = new ArrayList<>();
        List<Expr> roots = new ArrayList<>(List.of(tracedLoss));
        for (TracedState state : trace.states()) {
            if (state.next() != null) {
                forward.add(state);
                roots.add(state.next());
            }
        }
        List<Expr> simple = Rewriter.rewrite(roots, provenance);
        Expr simpleLoss = simple.get(0);
        for (int i = 0; i < forward.size(); i++) {
            commits.add(new Assignment(forward.get(i).variable(), simple.get(i + 1)));
        }
        update(simpleLoss);
        loss = simpleLoss;
        layout = Layout.none();
    }

    /** The loss, rewritten. */
    Expr loss() {
        return loss;
    }

    /** What is written, to be guarded by a finite loss. */
    List<Assignment> commits() {
        return commits;
    }

    /** Which tensors are packed. */
    Layout layout() {
        return layout;
    }

    private void update(Expr simpleLoss) {
        List<Param> trained = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        for (Parameter parameter : trace.parameters()) {
            if (parameter.isTrainable()) {
                trained.add(parameter);
                values.add(parameter.value());
            }
        }
        List<Expr> gradients = Differentiator.gradients(simpleLoss, values, provenance);
        for (TechniqueSpec spec : model.transforms()) {
            gradients = transformed(spec, trained, gradients);
        }
        List<Expr> next = new ArrayList<>();
        for (int i = 0; i < trained.size(); i++) {
            next.add(updated((Parameter) trained.get(i), gradients.get(i)));
        }
        List<TracedState> slots = new ArrayList<>();
        List<Expr> roots = new ArrayList<>(next);
        for (TracedState state : trace.states()) {
            if (state.next() != null && state.variable().path().startsWith(UpdateTraceScope.SLOTS + "/")) {
                slots.add(state);
                roots.add(state.next());
            }
        }
        List<Expr> simple = Rewriter.rewrite(roots, provenance);
        for (int i = 0; i < trained.size(); i++) {
            commits.add(new Assignment(((Parameter) trained.get(i)).variable(), simple.get(i)));
        }
        for (int i = 0; i < slots.size(); i++) {
            commits.add(new Assignment(slots.get(i).variable(), simple.get(trained.size() + i)));
        }
    }

    private List<Expr> transformed(TechniqueSpec spec, List<Param> trained, List<Expr> gradients) {
        UpdateTraceScope scope = new UpdateTraceScope(trace, spec.name());
        return NetworkTrace.guarded(spec, "gradient transform", () -> {
            List<Expr> result = ((GradientTransform) factory.create(spec)).transform(trained, gradients, scope);
            if (result.size() != gradients.size()) {
                throw new ShapeException("gave " + result.size() + " gradients for " + gradients.size() + " parameters");
            }
            for (int i = 0; i < result.size(); i++) {
                requireShape(result.get(i), trained.get(i));
                trace.attribute(result.get(i), spec.name());
            }
            return result;
        });
    }

    private Expr updated(Parameter parameter, Expr gradient) {
        TechniqueSpec spec = model.optimizer();
        UpdateTraceScope scope = new UpdateTraceScope(trace, parameter.path());
        Expr next = NetworkTrace.guarded(spec, "optimizer", () -> {
            Expr result = ((Optimizer) factory.create(spec)).update(parameter, gradient, scope);
            requireShape(result, parameter);
            return trace.attribute(result, parameter.path() + " (" + spec.name() + ")");
        });
        if (!parameter.isConstrained()) {
            return next;
        }
        Expr constrained = NetworkTrace.guarded(spec, "constraint of '" + parameter.path() + "'", () -> {
            Expr result = parameter.constrain(next);
            requireShape(result, parameter);
            return result;
        });
        return trace.attribute(constrained, parameter.path() + " (constraint)");
    }

    private static void requireShape(Expr value, Param parameter) {
        if (value.type() != parameter.value().type() || !value.shape().equals(parameter.shape())) {
            throw new ShapeException("gave " + value + " for the parameter '" + parameter.path() + "' " + parameter.shape());
        }
    }
}

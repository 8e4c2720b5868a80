package org.fascicle.core.training;

import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.scalar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.model.Summary;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.transform.GradientTransform;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TracedState;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.compiler.update.Merged;
import org.fascicle.compiler.update.Packed;
import org.fascicle.compiler.update.Update;
import org.fascicle.compiler.update.UpdateMerger;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.program.Layout;
import org.fascicle.core.trace.NetworkTrace;

/**
 * What a training step writes: gradients of the loss (penalties included), gathered over steps, transformed, turned
 * into updates of weights that decay, constrained, averaged; and the new values of states, slots and metrics. Updates
 * that are alike are merged.
 */
final class Updates {
    private final ModelSpec model;
    private final TechniqueFactory factory;
    private final Trace trace;
    private final List<Assignment> commits = new ArrayList<>();
    private final Expr loss;
    private final Layout layout;
    private final UpdateRules rules;
    private final Accumulation accumulation;
    private final WeightAverage average;

    Updates(ModelSpec model, TechniqueFactory factory, Trace trace, Expr tracedLoss) {
        this.model = model;
        this.factory = factory;
        this.trace = trace;
        this.rules = new UpdateRules(model, factory);
        this.accumulation = new Accumulation(trace, model.updates().accumulationSteps());
        this.average = new WeightAverage(model.updates().average());
        rules.require(trace.parameters().stream().map(Parameter::path).collect(Collectors.toList()));
        List<Expr> roots = new ArrayList<>(List.of(tracedLoss));
        List<Variable> written = new ArrayList<>();
        collect(new ArrayList<>(trace.states()), written, roots);
        roots = Rewriter.rewrite(roots, trace.provenance());
        Merged merged = merged(roots.get(0), written, roots);
        merged.packed().forEach(this::placeSlots);
        layout = new Layout(merged.packed(), merged.readings());
        merged.commits().forEach((variable, value) -> {
            written.add(variable);
            trace.attribute(value, variable.path());
        });
        roots.addAll(merged.commits().values());
        List<Expr> placed = layout.substitute(roots, trace.provenance());
        loss = placed.get(0);
        for (int i = 0; i < written.size(); i++) {
            commits.add(new Assignment(written.get(i), placed.get(i + 1)));
        }
    }

    /** The loss, rewritten. */
    Expr loss() {
        return loss;
    }

    /** What is written, to be guarded by a finite loss. */
    List<Assignment> commits() {
        return commits;
    }

    /** All parameters, and by what each is updated. */
    List<Summary.Parameter> parameters() {
        return trace.parameters().stream().map(parameter -> Summary.Parameter.of(parameter.path(), parameter.shape(),
                parameter.isTrainable() ? rules.of(parameter.path()).toString() : null)).collect(Collectors.toList());
    }

    /** Which tensors are packed. */
    Layout layout() {
        return layout;
    }

    /** Merges the updates of all trained parameters; what else the rules write is added to the lists. */
    private Merged merged(Expr simpleLoss, List<Variable> written, List<Expr> roots) {
        List<Param> trained = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        for (Parameter parameter : trace.parameters()) {
            if (parameter.isTrainable()) {
                trained.add(parameter);
                values.add(parameter.value());
            }
        }
        List<Expr> other = new ArrayList<>();
        List<Expr> gradients = gathered(trained,
                Differentiator.gradients(simpleLoss, values, trace.provenance()), written, other);
        gradients = Rewriter.rewrite(transformed(trained, gradients, written, other), trace.provenance());
        List<Update> updates = new ArrayList<>();
        for (int i = 0; i < trained.size(); i++) {
            updates.add(update((Parameter) trained.get(i), gradients.get(i), written, other));
        }
        roots.addAll(Rewriter.rewrite(other, trace.provenance()));
        return UpdateMerger.merge(updates, trace.provenance());
    }

    private List<Expr> gathered(List<Param> trained, List<Expr> gradients, List<Variable> written, List<Expr> other) {
        int known = trace.states().size();
        List<Expr> means = new ArrayList<>();
        for (int i = 0; i < trained.size(); i++) {
            means.add(accumulation.mean((Parameter) trained.get(i), gradients.get(i)));
        }
        collect(statesSince(known), written, other);
        return means;
    }

    private List<Expr> transformed(List<Param> trained, List<Expr> gradients, List<Variable> written, List<Expr> other) {
        int known = trace.states().size();
        List<Expr> results = gradients;
        Set<String> names = new HashSet<>();
        for (TechniqueSpec spec : model.updates().transforms()) {
            String name = spec.name();
            for (int i = 1; !names.add(name); i++) {
                name = spec.name() + "_" + i;
            }
            results = transformed(spec, name, trained, results);
        }
        collectGated(statesSince(known), written, other);
        return results;
    }

    private Update update(Parameter parameter, Expr gradient, List<Variable> written, List<Expr> other) {
        Expr placeholder = trace.attribute(
                input("gradient/" + parameter.path(), gradient.type(), gradient.shape()), parameter.path() + " (gradient)");
        int known = trace.states().size();
        Expr next = updated(parameter, placeholder);
        List<Expr> values = new ArrayList<>(List.of(accumulation.gated(next, parameter.value())));
        List<Variable> slots = new ArrayList<>();
        List<TracedState> own = statesSince(known);
        List<TracedState> shared = own.stream().filter(TracedState::isShared).collect(Collectors.toList());
        own.removeAll(shared);
        collectGated(own, slots, values);
        collectGated(shared, written, other);
        List<Expr> simple = Rewriter.rewrite(values, trace.provenance());
        Update update = Update.of(parameter.variable(), gradient, placeholder, simple.get(0), parameter.isConstrained());
        for (int i = 0; i < slots.size(); i++) {
            update = update.slot(slots.get(i), simple.get(i + 1));
        }
        return update;
    }

    // What is packed of parameters comes from many layers, what is packed of slots from one rule.
    private void placeSlots(Packed packed) {
        String first = packed.segments().get(0).path();
        if (first.startsWith(UpdateTraceScope.SLOTS + "/")) {
            trace.origins().alias(packed.variable().path(), first);
        }
    }

    private List<TracedState> statesSince(int known) {
        return trace.states().stream().skip(known).collect(Collectors.toList());
    }

    // What optimizers and transforms keep changes in steps that update; what layers and metrics keep, in each.
    private void collectGated(List<TracedState> states, List<Variable> written, List<Expr> values) {
        for (TracedState state : states) {
            if (state.next() != null) {
                written.add(state.variable());
                values.add(accumulation.gated(state.next(), state.value()));
            }
        }
    }

    private static void collect(List<TracedState> states, List<Variable> written, List<Expr> values) {
        for (TracedState state : states) {
            if (state.next() != null) {
                written.add(state.variable());
                values.add(state.next());
            }
        }
    }

    private List<Expr> transformed(TechniqueSpec spec, String name, List<Param> trained, List<Expr> gradients) {
        UpdateTraceScope scope = new UpdateTraceScope(
                trace, name, UpdateTraceScope.SLOTS + "/" + name, scalar(UpdateTraceScope.LEARNING_RATE));
        trace.origins().place(name, spec.name());
        trace.origins().place(scope.path(), spec.name());
        return NetworkTrace.guarded(spec, "gradient transform", () -> {
            List<Expr> result = ((GradientTransform) factory.create(spec)).transform(trained, gradients, scope);
            if (result.size() != gradients.size()) {
                throw new ShapeException("gave " + result.size() + " gradients for " + gradients.size() + " parameters");
            }
            for (int i = 0; i < result.size(); i++) {
                requireShape(result.get(i), trained.get(i));
                trace.attribute(result.get(i), name);
            }
            return result;
        });
    }

    private Expr updated(Parameter parameter, Expr gradient) {
        UpdateRule rule = rules.of(parameter.path());
        TechniqueSpec spec = rule.optimizer();
        return NetworkTrace.guarded(spec, "optimizer", () -> {
            Optimizer optimizer = (Optimizer) factory.create(spec);
            UpdateTraceScope scope = scope(parameter, rule, optimizer);
            trace.origins().place(scope.path(), spec.name());
            trace.origins().place(scope.path() + "/" + WeightAverage.SLOT, WeightAverage.OPTION);
            Expr result = optimizer.update(decayed(parameter, rule, scope), gradient, scope);
            requireShape(result, parameter);
            attribute(result, parameter, spec.name());
            Expr followed = average.follow(parameter, constrained(parameter, result), scope);
            return attribute(followed, parameter, WeightAverage.OPTION);
        });
    }

    private Param decayed(Parameter parameter, UpdateRule rule, UpdateTraceScope scope) {
        if (rule.decay() == null) {
            return parameter;
        }
        Param decayed = new DecayedParam(parameter, scope.learningRate(), scope.value(rule.decay().scheduled()));
        attribute(decayed.value(), parameter, UpdateRules.OWN_DECAY);
        return decayed;
    }

    private Expr attribute(Expr made, Parameter parameter, String name) {
        return trace.attribute(made, trace.origins().within(parameter.path(), name));
    }

    private UpdateTraceScope scope(Parameter parameter, UpdateRule rule, Optimizer optimizer) {
        UpdateTraceScope place = new UpdateTraceScope(trace, parameter.path());
        Expr rate = rule.hasOwnRate() ? place.value(optimizer.learningRate()) : place.learningRate();
        if (rule.multiplier() != null) {
            rate = rate.mul(place.value(rule.multiplier().scheduled()));
        }
        return new UpdateTraceScope(trace, parameter.path(), rule.shared(), rate);
    }

    private Expr constrained(Parameter parameter, Expr next) {
        if (!parameter.isConstrained()) {
            return next;
        }
        String what = "constraint of '" + parameter.path() + "'";
        Expr constrained = NetworkTrace.guarded(model.updates().optimizer(), what, () -> {
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

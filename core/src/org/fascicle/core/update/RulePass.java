package org.fascicle.core.update;

import static org.fascicle.api.expr.Expressions.input;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.transform.UpdateTransform;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TracedGradients;
import org.fascicle.compiler.trace.TracedState;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.compiler.update.Update;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.HeldTechniques;
import org.fascicle.core.trace.NetworkTrace;
import org.jspecify.annotations.Nullable;

/**
 * Makes the update of one parameter: its value goes in through the techniques around the optimizer, to the optimizer and the
 * parameter's constraint, and out through the techniques again.
 */
final class RulePass {
    private final Trace trace;
    private final TechniqueFactory factory;
    private final Chain chain;
    private final UpdateRules rules;
    private final Scopes scopes;

    RulePass(Trace trace, TechniqueFactory factory, Chain chain, UpdateRules rules, Scopes scopes) {
        this.trace = trace;
        this.factory = factory;
        this.chain = chain;
        this.rules = rules;
        this.scopes = scopes;
    }

    /**
     * The update of a parameter.
     *
     * @param gradient as {@link GradientPass} left it
     * @param shared gets what the rules of all parameters write alike
     */
    Update run(Parameter parameter, Expr gradient, Written shared) {
        Expr placeholder = trace.attribute(
                input("gradient/" + parameter.path(), gradient.type(), gradient.shape()), parameter.path() + " (gradient)");
        Written slots = new Written();
        Expr next = updated(parameter, placeholder, slots, shared);
        List<Expr> values = new ArrayList<>(List.of(next));
        values.addAll(slots.values());
        List<Expr> simple = Rewriter.rewrite(values, trace.provenance());
        Update update = Update.of(parameter.variable(), gradient, placeholder, simple.get(0), parameter.isConstrained());
        for (int i = 0; i < slots.variables().size(); i++) {
            update = update.slot(slots.variables().get(i), simple.get(i + 1));
        }
        return update;
    }

    private Expr updated(Parameter parameter, Expr gradient, Written slots, Written shared) {
        UpdateRule rule = rules.of(parameter.path());
        List<Link> links = chain.links();
        Expr value = parameter.value();
        for (int i = 0; i < links.size(); i++) {
            Param seen = parameter.with(value);
            value = turn(links.get(i), rule.technique(i), seen, value, slots, shared, UpdateTransform::before);
        }
        Param start = parameter.with(value);
        Expr next = writing(chain.turns(), slots, shared, () -> optimized(parameter, rule, start, gradient));
        for (int i = links.size() - 1; i >= 0; i--) {
            Link link = links.get(i);
            Expr inner = link.holdsBack() ? link.within().gated(next, parameter.value()) : next;
            next = turn(link, rule.technique(i), parameter, inner, slots, shared,
                    (technique, it, scope) -> technique.after(it, inner, scope));
        }
        return next;
    }

    /** What a technique makes of a value; the value itself if the technique is not for the parameter. */
    private Expr turn(Link link, @Nullable TechniqueSpec technique, Param parameter, Expr value, Written slots, Written shared,
            Link.Moment moment) {
        return technique == null ? value : writing(link.turns(), slots, shared, () -> {
            Expr result = link.value(technique, parameter, scopes.of(parameter.path(), link), moment);
            return result == value ? value : attribute(result, parameter, technique.name());
        });
    }

    private Expr optimized(Parameter parameter, UpdateRule rule, Param start, Expr gradient) {
        TechniqueSpec spec = rule.optimizer();
        Expr next = NetworkTrace.guarded(spec, "optimizer", () -> {
            Optimizer optimizer = (Optimizer) factory.create(spec, new HeldTechniques(trace)::around);
            UpdateTraceScope scope = scopes.optimizer(parameter.path(), chain.turns());
            return attribute(TracedGradients.fitting(optimizer.update(start, gradient, scope), parameter), parameter,
                    spec.name());
        });
        return parameter.isConstrained() ? constrained(parameter, spec, next) : next;
    }

    private Expr constrained(Parameter parameter, TechniqueSpec optimizer, Expr next) {
        Expr constrained = NetworkTrace.guarded(optimizer, "constraint of '" + parameter.path() + "'",
                () -> TracedGradients.fitting(parameter.constrain(next), parameter));
        return trace.attribute(constrained, parameter.path() + " (constraint)");
    }

    /** Runs a part of the rule, and notes what it writes beside the parameter. */
    private Expr writing(Turns turns, Written slots, Written shared, Supplier<Expr> part) {
        int known = trace.states().size();
        Expr result = part.get();
        for (TracedState state : Updates.statesSince(trace, known)) {
            (state.isShared() ? shared : slots).add(List.of(state), turns);
        }
        return result;
    }

    private Expr attribute(Expr made, Param parameter, String technique) {
        return trace.attribute(made, trace.origins().within(parameter.path(), technique));
    }
}

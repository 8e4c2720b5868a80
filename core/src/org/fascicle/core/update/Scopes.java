package org.fascicle.core.update;

import static org.fascicle.api.expr.Expressions.scalar;

import java.util.HashMap;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.NetworkTrace;

/** The scopes in which the optimizer and the techniques around it work, in one trace. */
final class Scopes {
    private final Trace trace;
    private final TechniqueFactory factory;
    private final UpdateRules rules;
    private final Map<String, Expr> rates = new HashMap<>();

    Scopes(Trace trace, TechniqueFactory factory, UpdateRules rules) {
        this.trace = trace;
        this.factory = factory;
        this.rules = rules;
    }

    /** The optimizer's scope for a parameter. */
    UpdateTraceScope optimizer(String path, Turns turns) {
        UpdateRule rule = rules.of(path);
        String technique = rule.optimizer().name();
        UpdateTraceScope scope =
                new UpdateTraceScope(trace, path, rule.shared(), rate(path, rule), turns.count()).owned(technique, "");
        trace.origins().place(scope.path(), technique);
        return scope;
    }

    /**
     * The optimizer's scope for all parameters together.
     *
     * @param folder of what it keeps once
     */
    UpdateTraceScope together(String folder, TechniqueSpec optimizer, Turns turns) {
        UpdateTraceScope scope = new UpdateTraceScope(trace, optimizer.name(), folder, scalar(UpdateTraceScope.LEARNING_RATE),
                turns.count()).owned(optimizer.name(), "");
        trace.origins().place(scope.path(), optimizer.name());
        return scope;
    }

    /** A link's scope for a parameter. */
    UpdateTraceScope of(String path, Link link) {
        return new UpdateTraceScope(trace, path, UpdateTraceScope.SLOTS + "/" + link.name(), rate(path, rules.of(path)),
                link.turns().count()).owned(link.spec().technique().name(), link.suffix());
    }

    /**
     * A link's scope for all parameters together.
     *
     * @param name the link's, or that of a part of its parameters that have their own options
     */
    UpdateTraceScope of(String name, Turns turns, String technique) {
        UpdateTraceScope scope = new UpdateTraceScope(trace, name, UpdateTraceScope.SLOTS + "/" + name,
                scalar(UpdateTraceScope.LEARNING_RATE), turns.count());
        trace.origins().place(name, technique);
        trace.origins().place(scope.path(), technique);
        return scope;
    }

    private Expr rate(String path, UpdateRule rule) {
        Expr known = rates.get(path);
        if (known == null) {
            UpdateTraceScope place = new UpdateTraceScope(trace, path);
            known = rule.hasOwnRate() ? place.value(NetworkTrace.guarded(rule.optimizer(), "optimizer",
                    () -> ((Optimizer) factory.create(rule.optimizer())).learningRate())) : place.learningRate();
            known = rule.multiplier() == null ? known : known.mul(place.value(rule.multiplier().scheduled()));
            rates.put(path, known);
        }
        return known;
    }
}

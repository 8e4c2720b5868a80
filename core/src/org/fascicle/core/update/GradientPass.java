package org.fascicle.core.update;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Param;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TracedGradients;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.compiler.update.UpdateMerger;
import org.fascicle.core.model.TechniqueSpec;
import org.jspecify.annotations.Nullable;

/** Passes the gradients through the techniques around the optimizer, from the outermost to the innermost. */
final class GradientPass {
    private final Trace trace;
    private final Chain chain;
    private final UpdateRules rules;
    private final Scopes scopes;

    GradientPass(Trace trace, Chain chain, UpdateRules rules, Scopes scopes) {
        this.trace = trace;
        this.chain = chain;
        this.rules = rules;
        this.scopes = scopes;
    }

    /**
     * The gradients that the optimizer gets.
     *
     * @param trained all trained parameters
     * @param raw the gradient of each
     * @param written gets the slots that the techniques write
     */
    List<Expr> run(List<Parameter> trained, List<Expr> raw, Written written) {
        List<Expr> gradients = new ArrayList<>(raw);
        String accumulating = null;
        for (int i = 0; i < chain.links().size(); i++) {
            Link link = chain.links().get(i);
            String name = link.name();
            for (Map.Entry<TechniqueSpec, List<Integer>> part : parts(i, trained).entrySet()) {
                List<Integer> members = part.getValue();
                TracedGradients given = given(link, accumulating, picked(trained, members), picked(gradients, members));
                int known = trace.states().size();
                List<Expr> results = apply(link, part.getKey(), name, given);
                written.add(Updates.statesSince(trace, known), link.turns());
                for (int j = 0; j < members.size(); j++) {
                    gradients.set(members.get(j), results.get(j));
                }
                name = link.name() + "/" + members.get(0);
            }
            accumulating = link.holdsBack() ? link.name() : accumulating;
        }
        return gradients;
    }

    private TracedGradients given(Link link, @Nullable String accumulating, List<Param> parameters, List<Expr> gradients) {
        return new TracedGradients(parameters, gradients, parameter -> scopes.of(parameter.path(), link), link.within().isTurn(),
                others -> elsewhere(link, accumulating, parameters, gradients, others));
    }

    // A gradient is an expression that reads the parameters: reading other values, it is the gradient there.
    private List<Expr> elsewhere(Link link, @Nullable String accumulating, List<Param> parameters, List<Expr> gradients,
            List<Expr> others) {
        if (accumulating != null) {
            throw new IllegalArgumentException("needs the gradients of one step at other values of the parameters, but '"
                    + accumulating + "' before it accumulates those of several steps: list '" + link.name() + "' before '"
                    + accumulating + "'");
        }
        Map<String, Expr> readings = new HashMap<>();
        for (int i = 0; i < others.size(); i++) {
            readings.put(parameters.get(i).path(), trace.attribute(others.get(i), link.name()));
        }
        return UpdateMerger.substitute(gradients, readings, trace.provenance());
    }

    private List<Expr> apply(Link link, TechniqueSpec spec, String name, TracedGradients given) {
        UpdateTraceScope scope = scopes.of(name, link.turns(), spec.name());
        return link.guarded(() -> {
            List<Expr> results = given.fitting(link.technique(spec).gradients(given, scope), "gradients");
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) != given.values().get(i)) {
                    trace.attribute(results.get(i), name);
                }
            }
            return results;
        });
    }

    /** The parameters that a link is for, by the exact technique: mostly one entry of all. */
    private Map<TechniqueSpec, List<Integer>> parts(int link, List<Parameter> trained) {
        Map<TechniqueSpec, List<Integer>> parts = new LinkedHashMap<>();
        for (int i = 0; i < trained.size(); i++) {
            TechniqueSpec exact = rules.of(trained.get(i).path()).technique(link);
            if (exact != null) {
                parts.computeIfAbsent(exact, each -> new ArrayList<>()).add(i);
            }
        }
        return parts;
    }

    private static <T> List<T> picked(List<? extends T> all, List<Integer> members) {
        List<T> some = new ArrayList<>();
        members.forEach(member -> some.add(all.get(member)));
        return Collections.unmodifiableList(some);
    }
}

package org.fascicle.core.update;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TracedParameters;
import org.fascicle.compiler.trace.TracedState;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.HeldTechniques;
import org.fascicle.core.trace.NetworkTrace;

/** Lets each optimizer see all its parameters together, before any of them is updated. */
final class TogetherPass {
    private final Trace trace;
    private final TechniqueFactory factory;
    private final Chain chain;
    private final UpdateRules rules;
    private final Scopes scopes;

    TogetherPass(Trace trace, TechniqueFactory factory, Chain chain, UpdateRules rules, Scopes scopes) {
        this.trace = trace;
        this.factory = factory;
        this.chain = chain;
        this.rules = rules;
        this.scopes = scopes;
    }

    /**
     * Runs it.
     *
     * @param gradients as {@link GradientPass} left them
     * @param shared gets the slots that are written
     * @return slots that were declared and not set: nobody may set them any more
     */
    List<TracedState> run(List<Parameter> trained, List<Expr> gradients, Written shared) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < trained.size(); i++) {
            groups.computeIfAbsent(rules.of(trained.get(i).path()).shared(), folder -> new ArrayList<>()).add(i);
        }
        int known = trace.states().size();
        groups.forEach((folder, members) -> {
            List<Parameter> parameters = new ArrayList<>();
            List<Expr> its = new ArrayList<>();
            members.forEach(member -> {
                parameters.add(trained.get(member));
                its.add(gradients.get(member));
            });
            TechniqueSpec spec = rules.of(parameters.get(0).path()).optimizer();
            NetworkTrace.guarded(spec, "optimizer", () -> {
                ((Optimizer) factory.create(spec, new HeldTechniques(trace)::around)).together(
                        new TracedParameters(parameters, its,
                                parameter -> scopes.optimizer(parameter.path(), chain.turns())),
                        scopes.together(folder, spec, chain.turns()));
                return null;
            });
        });
        List<TracedState> declared = Updates.statesSince(trace, known);
        shared.add(declared, chain.turns());
        declared.removeIf(state -> state.next() != null);
        return declared;
    }

    /** Refuses slots that a rule has set although they were declared for all parameters together, and not set there. */
    static void requireUnset(List<TracedState> left, TechniqueSpec optimizer) {
        left.stream().filter(state -> state.next() != null).findFirst()
                .ifPresent(state -> NetworkTrace.guarded(optimizer, "optimizer",
                        () -> {
                            throw new IllegalArgumentException(
                                    "sets the slot '" + state.variable().path() + "' for one parameter, which it has "
                                            + "declared for all together: it must set it there");
                        }));
    }
}

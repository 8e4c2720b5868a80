package org.fascicle.core.update;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.model.Summary;
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

/**
 * What a training step writes: parameters, updated along the gradients of the loss (penalties included) by the optimizer and
 * the techniques around it; states, slots and metrics. Updates that are alike are merged. Immutable.
 */
public final class Updates {
    private final Expr loss;
    private final List<Assignment> commits;
    private final Merged merged;
    private final Map<String, Expr> endings;
    private final List<Summary.Parameter> parameters;
    private final List<Parameter> trained;
    private final List<Expr> gradients;

    private Updates(Expr loss, List<Assignment> commits, Merged merged, Map<String, Expr> endings,
            List<Summary.Parameter> parameters, List<Parameter> trained, List<Expr> gradients) {
        this.trained = List.copyOf(trained);
        this.gradients = List.copyOf(gradients);
        this.loss = loss;
        this.commits = List.copyOf(commits);
        this.merged = merged;
        this.endings = endings;
        this.parameters = parameters;
    }

    /**
     * The updates of a model.
     *
     * @param trace of the network, the loss and the metrics
     * @param loss as it was traced
     */
    public static Updates of(ModelSpec model, TechniqueFactory factory, Trace trace, Expr loss) {
        UpdateRules rules = new UpdateRules(model, factory);
        rules.require(trace.parameters().stream().map(Parameter::path).collect(Collectors.toList()));
        List<Parameter> trained = trace.parameters().stream().filter(Parameter::isTrainable).collect(Collectors.toList());
        Chain chain = new Chain(model.updates().transforms(), factory, rules,
                trained.stream().map(Parameter::path).collect(Collectors.toList()));
        Scopes scopes = new Scopes(trace, factory, rules);

        Written network = new Written();
        network.add(trace.states(), Turns.EACH_STEP);
        List<Expr> roots = new ArrayList<>(List.of(loss));
        roots.addAll(network.values());
        roots = Rewriter.rewrite(roots, trace.provenance());

        Written shared = new Written();
        double scale = chain.lossScale();
        List<Expr> raw = Differentiator.gradients(scale == 1 ? roots.get(0) : trace.attribute(roots.get(0).mul(scale), "loss"),
                trained.stream().map(Parameter::value).collect(Collectors.toList()), trace.provenance());
        List<Expr> gradients = Rewriter.rewrite(
                new GradientPass(trace, chain, rules, scopes).run(trained, raw, shared), trace.provenance());
        List<TracedState> unset = new TogetherPass(trace, factory, chain, rules, scopes).run(trained, gradients, shared);
        RulePass rule = new RulePass(trace, factory, chain, rules, scopes);
        List<Update> updates = new ArrayList<>();
        for (int i = 0; i < trained.size(); i++) {
            updates.add(rule.run(trained.get(i), gradients.get(i), shared));
            TogetherPass.requireUnset(unset, rules.of(trained.get(i).path()).optimizer());
        }
        roots.addAll(Rewriter.rewrite(shared.values(), trace.provenance()));
        Merged merged = UpdateMerger.merge(updates, trace.provenance());
        merged.packed().forEach(packed -> placeSlots(packed, trace));
        merged.commits().forEach((variable, value) -> trace.attribute(value, variable.path()));
        roots.addAll(merged.commits().values());

        List<Expr> placed = UpdateMerger.substitute(roots, merged.readings(), trace.provenance());
        List<Assignment> commits = new ArrayList<>();
        network.variables().forEach(variable -> commits.add(new Assignment(variable, placed.get(commits.size() + 1))));
        shared.variables().forEach(variable -> commits.add(new Assignment(variable, placed.get(commits.size() + 1))));
        merged.commits().keySet().forEach(variable -> commits.add(new Assignment(variable, placed.get(commits.size() + 1))));
        return new Updates(placed.get(0), commits, merged, new EndPass(trace, chain, rules, scopes).run(trained),
                described(trace, rules), trained,
                scale == 1 ? raw : raw.stream().map(gradient -> gradient.div(scale)).collect(Collectors.toList()));
    }

    /** The loss, rewritten. */
    public Expr loss() {
        return loss;
    }

    /** What is written, to be guarded by a finite loss. */
    public List<Assignment> commits() {
        return commits;
    }

    /** Which tensors are packed, and how they are read. */
    public Merged merged() {
        return merged;
    }

    /** What becomes of parameters when training ends, by path; of those that are missing, nothing. As it was traced. */
    public Map<String, Expr> endings() {
        return endings;
    }

    /** All parameters, and what updates each. */
    public List<Summary.Parameter> parameters() {
        return parameters;
    }

    /** The parameters that are trained, in the order of {@link #gradients()}. */
    public List<Parameter> trained() {
        return trained;
    }

    /** The gradient of the loss by each parameter that is trained, before anything around the optimizer sees it. */
    public List<Expr> gradients() {
        return gradients;
    }

    /** What becomes of each parameter that is trained, in the order of {@link #gradients()}; reads tensors where they lie. */
    public List<Expr> next(Trace trace) {
        Map<String, Expr> written = new HashMap<>();
        commits.forEach(commit -> written.put(commit.variable().path(), commit.value()));
        List<Expr> next = new ArrayList<>();
        for (Parameter parameter : trained) {
            Expr packed = merged.readings().get(parameter.path());
            next.add(packed == null ? Objects.requireNonNull(written.get(parameter.path()), parameter.path())
                    : UpdateMerger.substitute(List.of(packed), written, trace.provenance()).get(0));
        }
        return next;
    }

    /** The states that were declared since there were so many. */
    static List<TracedState> statesSince(Trace trace, int known) {
        return trace.states().stream().skip(known).collect(Collectors.toList());
    }

    private static List<Summary.Parameter> described(Trace trace, UpdateRules rules) {
        return trace.parameters().stream().map(parameter -> Summary.Parameter.of(parameter.path(), parameter.shape(),
                parameter.isTrainable() ? rules.of(parameter.path()).toString() : null)).collect(Collectors.toList());
    }

    // What is packed of parameters comes from many layers, what is packed of slots from one rule.
    private static void placeSlots(Packed packed, Trace trace) {
        String first = packed.segments().get(0).path();
        if (first.startsWith(UpdateTraceScope.SLOTS + "/")) {
            trace.origins().alias(packed.variable().path(), first);
        }
    }
}

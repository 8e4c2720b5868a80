package org.fascicle.core.update;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.transform.UpdateTransform;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.core.model.TechniqueSpec;

/** Computes the parameters' last values by the techniques around the optimizer, from the innermost on. */
final class EndPass {
    private final Trace trace;
    private final Chain chain;
    private final UpdateRules rules;
    private final Scopes scopes;

    EndPass(Trace trace, Chain chain, UpdateRules rules, Scopes scopes) {
        this.trace = trace;
        this.chain = chain;
        this.rules = rules;
        this.scopes = scopes;
    }

    /** The last values of the parameters that do not stay as they are, by path. */
    Map<String, Expr> run(List<Parameter> trained) {
        Map<String, Expr> values = new LinkedHashMap<>();
        for (Parameter parameter : trained) {
            Expr value = value(parameter, rules.of(parameter.path()));
            if (value != parameter.value()) {
                values.put(parameter.path(), value);
            }
        }
        return values;
    }

    private Expr value(Parameter parameter, UpdateRule rule) {
        Expr value = parameter.value();
        for (int i = chain.links().size() - 1; i >= 0; i--) {
            Link link = chain.links().get(i);
            TechniqueSpec technique = rule.technique(i);
            if (technique != null) {
                Param last = parameter.with(value);
                value = link.value(technique, last, scopes.of(parameter.path(), link), UpdateTransform::ended);
                trace.attribute(value, trace.origins().within(parameter.path(), technique.name()));
            }
        }
        return value;
    }
}

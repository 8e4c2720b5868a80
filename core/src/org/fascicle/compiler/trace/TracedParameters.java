package org.fascicle.compiler.trace;

import java.util.List;
import java.util.function.Function;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.Parameters;
import org.fascicle.api.optimizer.UpdateScope;

/** Parameters of a trace, with their gradients. */
public final class TracedParameters implements Parameters {
    private final List<Param> all;
    private final List<Expr> gradients;
    private final Function<Param, UpdateScope> scopes;

    /**
     * Parameters.
     *
     * @param all those that there are
     * @param gradients of each
     * @param scopes the scope of each
     */
    public TracedParameters(List<? extends Param> all, List<Expr> gradients, Function<Param, UpdateScope> scopes) {
        this.all = List.copyOf(all);
        this.gradients = List.copyOf(gradients);
        this.scopes = scopes;
    }

    @Override
    public List<Param> all() {
        return all;
    }

    @Override
    public List<Expr> gradients() {
        return gradients;
    }

    @Override
    public UpdateScope scope(Param parameter) {
        return scopes.apply(parameter);
    }
}

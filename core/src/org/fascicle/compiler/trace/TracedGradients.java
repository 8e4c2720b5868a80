package org.fascicle.compiler.trace;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.transform.Gradients;

/** Gradients of a trace; the caller computes them at other values. */
public final class TracedGradients implements Gradients {
    private final List<Param> parameters;
    private final List<Expr> values;
    private final Function<Param, UpdateScope> scopes;
    private final Expr updates;
    private final UnaryOperator<List<Expr>> elsewhere;

    /**
     * Gradients.
     *
     * @param parameters those that there are
     * @param values the gradient of each
     * @param scopes the scope of each
     * @param updates whether what the technique surrounds is updated; bool, rank 0
     * @param elsewhere the gradients at other values of the parameters, of which there is one of each shape
     */
    public TracedGradients(List<Param> parameters, List<Expr> values, Function<Param, UpdateScope> scopes, Expr updates,
            UnaryOperator<List<Expr>> elsewhere) {
        this.parameters = List.copyOf(parameters);
        this.values = List.copyOf(values);
        this.scopes = scopes;
        this.updates = updates;
        this.elsewhere = elsewhere;
    }

    /** Refuses what is no value, or no gradient, of a parameter. */
    public static Expr fitting(Expr value, Param parameter) {
        if (value.type() != parameter.value().type() || !value.shape().equals(parameter.shape())) {
            throw new ShapeException("gave " + value + " for the parameter '" + parameter.path() + "' " + parameter.shape());
        }
        return value;
    }

    /** Refuses what are not as many values, or gradients, as there are parameters, each of its shape. */
    public List<Expr> fitting(List<Expr> all, String what) {
        if (all.size() != parameters.size()) {
            throw new ShapeException("gave " + all.size() + " " + what + " for " + parameters.size() + " parameters");
        }
        for (int i = 0; i < all.size(); i++) {
            fitting(all.get(i), parameters.get(i));
        }
        return all;
    }

    @Override
    public List<Param> parameters() {
        return parameters;
    }

    @Override
    public List<Expr> values() {
        return values;
    }

    @Override
    public List<Expr> at(List<Expr> others) {
        return elsewhere.apply(fitting(others, "values"));
    }

    @Override
    public UpdateScope scope(Param parameter) {
        return scopes.apply(parameter);
    }

    @Override
    public Expr updates() {
        return updates;
    }
}

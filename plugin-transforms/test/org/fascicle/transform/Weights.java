package org.fascicle.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.transform.Gradients;
import org.fascicle.compiler.trace.TracedGradients;
import org.fascicle.testing.Given;
import org.fascicle.testing.TestPlace;

/** Parameters with literal values, and the gradients of one step that a test gives them. Used by one thread. */
final class Weights {
    private final List<Param> parameters = new ArrayList<>();
    private final List<Expr> gradients = new ArrayList<>();
    private UnaryOperator<List<Expr>> elsewhere = others -> {
        throw new IllegalStateException("the test has no gradients elsewhere");
    };
    private boolean updates = true;

    /** Adds a parameter and its gradient. */
    Weights add(String path, Expr value, Expr gradient) {
        parameters.add(Given.parameter(path, value));
        gradients.add(gradient);
        return this;
    }

    /** Sets what the gradients are at other values. */
    Weights elsewhere(UnaryOperator<List<Expr>> there) {
        elsewhere = there;
        return this;
    }

    /** Sets whether this step updates what the technique surrounds. */
    Weights updates(boolean value) {
        updates = value;
        return this;
    }

    /** The gradients, with the place of each parameter by its path. */
    Gradients gradients(Map<String, TestPlace> places) {
        return new TracedGradients(parameters, gradients, parameter -> places.get(parameter.path()).updateScope(),
                Expressions.constant(updates ? 1 : 0).gt(0), elsewhere);
    }
}

package org.fascicle.layer.multiply;

import static org.fascicle.api.expr.Expressions.require;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Product, element by element, of several inputs of one shape; an extent of 1 is repeated, as for a gate. */
@Technique(value = "multiply", aliases = "Multiply",
        description = "Multiplies the outputs of several layers, element by element.",
        formula = "x_1 x_2 ...",
        source = "Customary; Keras Multiply")
public record Multiply() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return apply(List.of(x), scope);
    }

    @Override
    public Expr apply(List<Expr> inputs, Scope scope) {
        require(inputs.size() >= 2, "multiply takes two inputs or more, not " + inputs.size());
        return inputs.stream().reduce(Expr::mul).orElseThrow();
    }
}

package org.fascicle.layer.concatenate;

import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.require;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** Several inputs side by side along an axis behind the rows; all other extents must be equal. */
@Technique(value = "concatenate", aliases = "Concatenate",
        description = "Puts the outputs of several layers side by side.",
        formula = "[x_1, x_2, ...] along axis",
        source = "Customary; Keras Concatenate")
public record Concatenate(@Default("-1") int axis) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return apply(List.of(x), scope);
    }

    @Override
    public Expr apply(List<Expr> inputs, Scope scope) {
        require(inputs.size() >= 2, "concatenate takes two inputs or more, not " + inputs.size());
        return concat(inputs, axis);
    }
}

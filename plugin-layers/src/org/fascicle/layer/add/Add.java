package org.fascicle.layer.add;

import static org.fascicle.api.expr.Expressions.require;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/**
 * Sum of several inputs of one shape, as of a layer and what was led around it (He et al., 2015, arXiv:1512.03385); an
 * extent of 1 is repeated.
 */
@Technique(value = "add", aliases = "Add",
        description = "Adds the outputs of several layers.",
        formula = "x_1 + x_2 + ...",
        source = "Customary; Keras Add")
public record Add() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return apply(List.of(x), scope);
    }

    @Override
    public Expr apply(List<Expr> inputs, Scope scope) {
        require(inputs.size() >= 2, "add takes two inputs or more, not " + inputs.size());
        return inputs.stream().reduce(Expr::add).orElseThrow();
    }
}

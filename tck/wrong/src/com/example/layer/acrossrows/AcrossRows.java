package com.example.layer.acrossrows;

import static org.fascicle.api.expr.Expressions.meanKeep;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Takes the mean of the batch away, in inference as well, where a batch is whatever happens to be asked at once. */
@Technique(value = "com.example:across_rows", description = "Subtracts the mean of the batch.")
public record AcrossRows() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return x.sub(meanKeep(x, 0));
    }
}

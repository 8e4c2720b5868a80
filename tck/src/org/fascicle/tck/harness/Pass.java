package org.fascicle.tck.harness;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Its input, under a name that other layers can refer to. */
@Technique(value = "fascicle.tck:pass", kind = "layer", description = "Its input.")
public record Pass() implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return x;
    }
}

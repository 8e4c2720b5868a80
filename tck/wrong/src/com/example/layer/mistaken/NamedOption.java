package com.example.layer.mistaken;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** It has an option that is the platform's: what each layer is called. */
@Technique(value = "com.example:named_option", description = "The identity by another name.")
public record NamedOption(@Default("some") String name) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        return x;
    }
}

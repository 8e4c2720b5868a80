package com.example.layer.mistaken;

import static org.fascicle.api.expr.Expressions.require;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** Nobody can guess the number that it must be given. */
@Technique(value = "com.example:demanding", description = "The input, for one number.")
public record Demanding(int code) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        require(code == 12_345, "there is no code " + code);
        return x;
    }
}

package com.example.activation.outsidedraw;

import java.util.Random;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** A slope that is drawn once, where no seed reaches. */
@Technique(value = "com.example:outside_draw", description = "A line of random slope.")
public record OutsideDraw() implements Activation {
    @Override
    public Expr apply(Expr z, Scope scope) {
        return z.mul(new Random().nextDouble());
    }
}

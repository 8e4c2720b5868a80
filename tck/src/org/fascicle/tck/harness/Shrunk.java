package org.fascicle.tck.harness;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/** A tensor, a little smaller. */
@Technique(value = "fascicle.tck:shrunk", kind = "constraint", description = "A tensor, a little smaller.")
public record Shrunk() implements Constraint {
    @Override
    public Expr project(Expr tensor, Scope scope) {
        return tensor.mul(0.9);
    }
}

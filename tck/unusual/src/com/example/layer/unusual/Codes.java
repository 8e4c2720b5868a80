package com.example.layer.unusual;

import static org.fascicle.api.expr.Expressions.gather;

import java.util.OptionalInt;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Its input counts things. */
@Technique(value = "com.example:codes", description = "A learned vector for each thing.")
public record Codes(@Default("5") @Range("[1,inf)") int things) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr table = scope.parameter("table", Shape.of(things, 3), (shape, place) -> place.normal(shape));
        return gather(table, x.cast(Type.INT32), 0);
    }

    @Override
    public OptionalInt indices() {
        return OptionalInt.of(things);
    }
}

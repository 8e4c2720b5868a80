package org.fascicle.tck.harness;

import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.reshape;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** Sums all inputs of a row with weights. Other techniques initialize and penalize the weights, and activate the sums. */
@Technique(value = "fascicle.tck:mix", kind = "layer", description = "Sums all inputs of a row with weights.")
public record Mix(
        int units,
        @Default("null") Initializer initializer,
        @Default("null") Regularizer regularizer,
        @Default("null") Constraint constraint,
        @Default("null") Activation activation) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        int inputs = Math.toIntExact(x.shape().sizePerRow());
        Scope.Initial initial = initializer != null ? initializer : (shape, place) -> place.uniform(shape).sub(0.5);
        Expr kernel = scope.parameter("kernel", Shape.of(inputs, units), initial, regularizer, constraint);
        Expr sums = matmul(reshape(x, Shape.batch(inputs)), kernel);
        return Layer.activated(sums, activation, null, scope);
    }
}

package com.example.whole;

import static org.fascicle.api.expr.Expressions.expm1;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** A dense layer, its ELU, its penalty and its bound on norms (0: none), which are four bundles otherwise. */
@Technique(value = "com.example:whole", kind = "layer", description = "Densely connected units with all that they need.",
        formula = "elu(x kernel + bias)")
public record WholeLayer(
        @Range("[1,inf)") int units,
        @Default("0") @Range("[0,inf)") double l2,
        @Default("0") @Range("[0,inf)") double maxNorm,
        @DefaultTechnique(kind = "initializer", value = "he_normal") Initializer kernelInitializer,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer biasInitializer) implements Layer {

    @Override
    public Expr apply(Expr x, Scope scope) {
        Scope.Projection bound = maxNorm == 0 ? null : this::bounded;
        Expr kernel = scope.parameter("kernel", Shape.of(x.shape().extent(-1), units), kernelInitializer,
                (weights, place) -> sum(weights.square()).mul(l2), bound);
        Expr z = matmul(x, kernel).add(scope.parameter("bias", Shape.of(units), biasInitializer));
        return where(z.gt(0), z, expm1(z));
    }

    private Expr bounded(Expr weights, Scope scope) {
        Expr norm = sqrt(sumKeep(weights.square(), 0));
        return weights.mul(minimum(norm, maxNorm).div(norm.add(1e-7)));
    }
}

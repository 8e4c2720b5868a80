package org.fascicle.layer.sequential;

import static org.fascicle.api.expr.Expressions.require;

import java.util.List;
import java.util.OptionalInt;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;

/**
 * Layers one after the other, as one layer: what {@code time_distributed} repeats, or a branch that has one name. Layer i, from 0 on, has
 * its tensors under {@code layer_i}.
 */
@Technique(value = "sequential", aliases = "Sequential",
        description = "Layers one after the other, as one layer: for layers that take a layer.",
        formula = "layers[n - 1](... layers[0](x))",
        source = "Customary; Keras Sequential")
public record Sequential(List<Layer> layers) implements Layer {
    public Sequential {
        require(!layers.isEmpty(), "needs one layer or more");
        layers = List.copyOf(layers);
    }

    @Override
    public OptionalInt indices() {
        return layers.get(0).indices();
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr y = x;
        for (int i = 0; i < layers.size(); i++) {
            y = layers.get(i).apply(y, scope.within("layer_" + i));
        }
        return y;
    }
}

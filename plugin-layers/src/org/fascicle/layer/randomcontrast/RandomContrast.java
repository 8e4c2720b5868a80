package org.fascicle.layer.randomcontrast;

import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.meanKeep;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.require;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.image.Images;

/**
 * Random contrast of images {@code [rows, height, width]} or {@code [rows, height, width, channels]}: in training the
 * distance of each pixel from the mean of its channel is multiplied by a number from 1 less the first {@code factor} to 1
 * plus the second, or plus the same; otherwise the layer does nothing. The result is kept within the two bounds of
 * {@code valueRange}, 0 and 255 as in Keras: give those of the data where it is scaled, or an empty list for none.
 * Customary; Keras's RandomContrast.
 */
@Technique(value = "random_contrast", aliases = "RandomContrast",
        description = "Raises or lowers the contrast of images at random in training.",
        formula = "clip(mean + a (x - mean), value_range), a ~ 1 + U(-factor_1, factor_2), mean over a channel's positions",
        source = "Customary; Keras RandomContrast")
public record RandomContrast(
        @Range("[0,1]") List<Double> factor,
        @Default("0,255") @Range("(-inf,inf)") List<Double> valueRange) implements Layer {

    public RandomContrast {
        require(factor.size() == 1 || factor.size() == 2,
                "factor is two numbers, for less and for more contrast, or one for both, not " + factor);
        factor = List.of(factor.get(0), factor.get(factor.size() - 1));
        require(valueRange.isEmpty() || valueRange.size() == 2 && valueRange.get(0) < valueRange.get(1),
                "value_range must be two bounds, the lower first, or none: " + valueRange);
        valueRange = List.copyOf(valueRange);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Images images = Images.of("random_contrast", x);
        if (!scope.training()) {
            return x;
        }
        double least = 1 - factor.get(0);
        double most = 1 + factor.get(1);
        Expr contrast = scope.uniform(Shape.of(x.shape().extent(0), 1, 1, 1)).mul(most - least).add(least);
        Expr mean = meanKeep(images.pixels(), 1, 2);
        Expr y = images.restored(images.pixels().sub(mean).mul(contrast).add(mean));
        return valueRange.isEmpty() ? y : minimum(maximum(y, valueRange.get(0)), valueRange.get(1));
    }
}

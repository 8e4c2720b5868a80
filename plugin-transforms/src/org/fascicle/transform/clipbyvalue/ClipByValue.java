package org.fascicle.transform.clipbyvalue;

import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Shorthand;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.transform.UpdateTransform;

/**
 * Each element of each gradient is kept between −{@code clipvalue} and {@code clipvalue}, which may change the gradient's
 * direction. Mikolov, 2012; Keras's clipvalue.
 */
@Technique(value = "clip_by_value",
        description = "Keeps each element of the gradients within a bound.",
        formula = "min(max(g, -clipvalue), clipvalue)",
        source = "Mikolov, 2012, Statistical language models based on neural networks, thesis, Brno; Keras clipvalue")
@Shorthand(place = 20, options = "clipvalue")
public record ClipByValue(@Range("(0,inf)") double clipvalue) implements UpdateTransform {
    @Override
    public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
        return gradients.values().stream().map(g -> minimum(maximum(g, -clipvalue), clipvalue)).collect(Collectors.toList());
    }
}

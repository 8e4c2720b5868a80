package org.fascicle.layer.reshape;

import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * The elements of each row in another shape, row-major; one extent may be −1 and is what is left. Without a shape it lays
 * out each row as one vector. A mask of steps is left behind.
 */
@Technique(value = "reshape", aliases = "Reshape",
        description = "Gives each row another shape with the same elements.",
        formula = "[rows, a, b, ...] becomes [rows, target_shape...]",
        source = "Customary; Keras Reshape")
public record Reshape(@Default("-1") @Range("[-1,inf)") List<Integer> targetShape) implements Layer {
    public Reshape {
        require(targetShape.stream().filter(extent -> extent < 0).count() <= 1, "only one extent can be -1: " + targetShape);
        targetShape = List.copyOf(targetShape);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        long size = x.shape().withoutFirst().size();
        long known = targetShape.stream().mapToLong(Integer::longValue).filter(e -> e >= 0).reduce(1, (a, b) -> a * b);
        boolean open = targetShape.contains(-1);
        require(open ? known > 0 && size % known == 0 : known == size, x.shape() + " cannot take the shape " + targetShape);
        int[] extents = targetShape.stream().mapToInt(extent -> extent < 0 ? (int) (size / known) : extent).toArray();
        return scope.masked(reshape(x, Shape.of(extents).prepend(x.shape().extent(0))), null);
    }
}

package org.fascicle.layer.permute;

import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.transpose;

import java.util.List;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Puts the axes of each row in another order: axis i of the result, from 1 on, is axis {@code dims[i]} of the input; the
 * rows stay the first. A mask of steps is left behind where these are not axis 1 any more.
 */
@Technique(value = "permute", aliases = "Permute",
        description = "Puts the axes of each row in another order.",
        formula = "axis i of y is axis dims[i] of x, from 1 on",
        source = "Customary; Keras Permute")
public record Permute(@Range("[1,inf)") List<Integer> dims) implements Layer {
    public Permute {
        dims = List.copyOf(dims);
        require(dims.stream().sorted().toList().equals(IntStream.rangeClosed(1, dims.size()).boxed().toList()),
                "dims must be each of 1 to " + dims.size() + " once: " + dims);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        require(x.shape().rank() == dims.size() + 1, "permute by " + dims + " takes " + dims.size()
                + " axes behind the rows, not " + x.shape());
        int[] axes = IntStream.concat(IntStream.of(0), dims.stream().mapToInt(Integer::intValue)).toArray();
        return dims.get(0) == 1 ? transpose(x, axes) : scope.masked(transpose(x, axes), null);
    }
}

package org.fascicle.layer.positionembedding;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.slice;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Position embedding: a learned vector for each of the positions 0 to {@code sequenceLength} − 1 of {@code [rows, steps, features]}, repeated
 * for each row, in the shape of the input; add both. The parameter is {@code embeddings [sequenceLength, features]}; a shorter sequence has
 * the first of them. Gehring et al., 2017, arXiv:1705.03122.
 */
@Technique(value = "position_embedding", aliases = "PositionEmbedding",
        description = "Learned vectors for the positions of a sequence, to be added to its steps.",
        formula = "y[t] = row t of embeddings [sequence_length, features]",
        source = "Gehring, Auli, Grangier, Yarats and Dauphin, 2017, arXiv:1705.03122; KerasHub PositionEmbedding")
public record PositionEmbedding(
        @Range("[1,inf)") int sequenceLength,
        @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer initializer) implements Layer {
    @Override
    public Expr apply(Expr x, Scope scope) {
        Shape shape = x.shape();
        require(shape.rank() == 3 && shape.extent(1) <= sequenceLength,
                "position_embedding takes [rows, steps, features] of at most " + sequenceLength + " steps, not " + shape);
        Expr table = scope.parameter("embeddings", Shape.of(sequenceLength, shape.extent(2)), initializer);
        return broadcast(slice(table, 0, 0, shape.extent(1)), shape);
    }
}

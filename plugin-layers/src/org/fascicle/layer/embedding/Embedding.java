package org.fascicle.layer.embedding;

import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.require;

import java.util.OptionalInt;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Embedding: a learned vector for each whole number from 0 to {@code inputDim} − 1, from {@code [rows, …]} to {@code
 * [rows, …, outputDim]}, with the parameter {@code embeddings [inputDim, outputDim]}. Where the numbers are an input of the network,
 * others are refused; where they are computed, fractions are cut off, and a number out of range counts as the nearest in it. With
 * {@code maskZero}, the steps of {@code [rows, steps]} whose number is 0 are masked: they are padding. Bengio et al., 2003, JMLR 3.
 */
@Technique(value = "embedding", aliases = "Embedding",
        description = "Learned vectors for words or other things that are numbered.",
        formula = "row x of embeddings [input_dim, output_dim]",
        source = "Bengio, Ducharme, Vincent and Jauvin, 2003, A neural probabilistic language model, JMLR 3:1137-1155")
public record Embedding(
        @Range("[1,inf)") int inputDim,
        @Range("[1,inf)") int outputDim,
        @DefaultTechnique(kind = "initializer", value = "random_uniform") Initializer embeddingsInitializer,
        @Default("null") @Nullable Regularizer embeddingsRegularizer,
        @Default("null") @Nullable Constraint embeddingsConstraint,
        @Default("false") boolean maskZero) implements Layer {

    @Override
    public OptionalInt indices() {
        return OptionalInt.of(inputDim);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        Expr table = scope.parameter("embeddings", Shape.of(inputDim, outputDim), embeddingsInitializer,
                embeddingsRegularizer, embeddingsConstraint);
        require(!maskZero || x.shape().rank() == 2, "embedding with mask_zero takes [rows, steps], not " + x.shape());
        Expr indices = x.cast(Type.INT32);
        Expr vectors = gather(table, indices, 0);
        return maskZero ? scope.masked(vectors, indices.eq(0).not()) : vectors;
    }
}

package org.fascicle.layer.multiheadattention;

import static org.fascicle.api.expr.Expressions.align;
import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.transpose;
import static org.fascicle.api.expr.Expressions.where;

import java.util.List;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultTechnique;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head attention. The inputs are query, value and, where it is another one than the value, key: each {@code [rows, steps, features]};
 * one input is all three (self-attention). The result is {@code [rows, steps of the query, features of the query]}, or
 * {@code outputShape} in place of the features. Parameters, as Keras has them: {@code query/kernel [features, heads, keyDim]} and
 * {@code query/bias [heads, keyDim]}, the same for {@code key}, for {@code value} with {@code valueDim}, and
 * {@code attention_output/kernel [heads, valueDim, features]} and {@code bias [features]}. Masked steps of key and value are not read; with
 * {@code useCausalMask} no step reads later ones. The result has the query's mask, and a step that reads none the mean of all values.
 * Vaswani et al., 2017, arXiv:1706.03762.
 */
@Technique(value = "multi_head_attention", aliases = "MultiHeadAttention",
        description = "Lets each step of a sequence read from the steps that resemble it, in several ways at once.",
        formula = "sum over heads of softmax(Q K^T / sqrt(key_dim)) V W_o + b_o; Q, K, V: x W + b of each head",
        source = "Vaswani et al., 2017, Attention is all you need, arXiv:1706.03762")
public record MultiHeadAttention(
        @Range("[1,inf)") int numHeads,
        @Range("[1,inf)") int keyDim,
        @Default("null") @Range("[1,inf)") @Nullable Integer valueDim,
        @Default("0.0") @Range("[0,1)") Scheduled dropout,
        @Default("true") boolean useBias,
        @Default("null") @Range("[1,inf)") @Nullable Integer outputShape,
        @Default("false") boolean useCausalMask,
        @DefaultTechnique(kind = "initializer", value = "glorot_uniform") Initializer kernelInitializer,
        @DefaultTechnique(kind = "initializer", value = "zeros") Initializer biasInitializer,
        @Default("null") @Nullable Regularizer kernelRegularizer,
        @Default("null") @Nullable Regularizer biasRegularizer,
        @Default("null") @Nullable Regularizer activityRegularizer,
        @Default("null") @Nullable Constraint kernelConstraint,
        @Default("null") @Nullable Constraint biasConstraint) implements Layer {
    /** What stands for a score that does not count: as Keras has it, so far below others that its share is exactly 0. */
    private static final double NOT_READ = -1e9;

    @Override
    public Expr apply(Expr x, Scope scope) {
        return apply(List.of(x), scope);
    }

    @Override
    public Expr apply(List<Expr> inputs, Scope scope) {
        require(inputs.size() <= 3, "multi_head_attention takes query, value and key, not " + inputs.size() + " inputs");
        inputs.forEach(x -> require(x.shape().rank() == 3,
                "multi_head_attention takes [rows, steps, features], not " + x.shape()));
        Expr query = inputs.get(0);
        Expr value = inputs.get(Math.min(1, inputs.size() - 1));
        Expr key = inputs.get(inputs.size() - 1);
        require(key.shape().extent(1) == value.shape().extent(1),
                "multi_head_attention needs as many keys as values, not " + key.shape() + " and " + value.shape());
        int values = valueDim == null ? keyDim : valueDim;
        Expr q = heads(query, keyDim, scope.within("query")).div(Math.sqrt(keyDim));
        Expr scores = matmul(q, heads(key, keyDim, scope.within("key")), false, true);
        Expr counts = counts(query, value, key, scores.shape(), scope);
        Expr shares = dropped(softmax(counts == null ? scores : where(counts, scores, NOT_READ)), scope);
        Expr read = matmul(shares, heads(value, values, scope.within("value")));
        Shape joined = query.shape().with(2, numHeads * values);
        int features = outputShape == null ? query.shape().extent(2) : outputShape;
        Expr y = projected(reshape(transpose(read, 0, 2, 1, 3), joined), Shape.of(numHeads, values, features),
                Shape.of(features), scope.within("attention_output"));
        return scope.masked(Layer.activated(y, null, activityRegularizer, scope), scope.mask(query));
    }

    /** What the heads see of an input: {@code [rows, heads, steps, size]}. */
    private Expr heads(Expr x, int size, Scope scope) {
        Expr all = projected(x, Shape.of(x.shape().extent(2), numHeads, size), Shape.of(numHeads, size), scope);
        return transpose(reshape(all, Shape.batch(x.shape().extent(1), numHeads, size)), 0, 2, 1, 3);
    }

    // The kernel has three axes, so that initializers see heads apart, as in Keras; it is multiplied as a matrix.
    private Expr projected(Expr x, Shape kernel, Shape bias, Scope scope) {
        int inputs = x.shape().extent(2);
        int outputs = Math.toIntExact(kernel.size() / inputs);
        Expr weights = scope.parameter("kernel", kernel, kernelInitializer, kernelRegularizer, kernelConstraint);
        Expr y = matmul(x, broadcast(reshape(weights, Shape.of(inputs, outputs)), Shape.batch(inputs, outputs)));
        return !useBias ? y
                : y.add(reshape(scope.parameter("bias", bias, biasInitializer, biasRegularizer, biasConstraint),
                        Shape.of(outputs)));
    }

    /** Which scores count, in their shape; null for all. */
    private @Nullable Expr counts(Expr query, Expr value, Expr key, Shape scores, Scope scope) {
        Expr counts = useCausalMask ? iota(scores, 2).ge(iota(scores, 3)) : null;
        counts = and(counts, scope.mask(query), scores, 2);
        counts = and(counts, scope.mask(value), scores, 3);
        return key == value ? counts : and(counts, scope.mask(key), scores, 3);
    }

    private static @Nullable Expr and(@Nullable Expr counts, @Nullable Expr mask, Shape scores, int axis) {
        if (mask == null) {
            return counts;
        }
        Expr all = broadcast(align(mask, scores, 0, axis), scores);
        return counts == null ? all : counts.and(all);
    }

    private Expr dropped(Expr shares, Scope scope) {
        boolean none = !dropout.isScheduled() && dropout.number() == 0;
        if (none || !scope.stochastic()) {
            return shares;
        }
        Expr rate = scope.value(dropout);
        return where(scope.uniform(shares.shape()).ge(rate), shares.div(constant(1).sub(rate)), 0);
    }
}

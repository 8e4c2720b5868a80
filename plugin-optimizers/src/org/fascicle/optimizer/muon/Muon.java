package org.fascicle.optimizer.muon;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.sqrt;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.State;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Muon: the momentum of a matrix is made nearly orthogonal, by a few steep Newton–Schulz iterations, so that all
 * directions move alike. What is no matrix, and embeddings, follow AdamW. Jordan et al., 2024; Liu et al., 2025,
 * arXiv:2502.16982 (its scale of the step, and decoupled weight decay of its own, in place of one around it); options of
 * Keras. {@code excludeLayers} are regular expressions in Java's syntax; a matrix in whose path ({@code dense_1/kernel}) one
 * is found follows AdamW as well, as that of the last layer should.
 */
@Technique(value = "muon", aliases = "Muon",
        description = "Momentum made orthogonal, for the matrices of hidden layers; AdamW for the rest.",
        formula = "m := momentum m + g; u = NS(g + momentum m), NS: X -> a X + (b A + c A^2) X, A = X X^T, from u / |u|, "
                + "ns_steps times; (1 - lr weight_decay) w - lr rms_rate sqrt(max(rows, columns)) NS(u)",
        source = "Jordan, Jin, Boza et al., 2024, Muon, kellerjordan.github.io/posts/muon; Liu, Su, Yao et al., 2025, "
                + "arXiv:2502.16982")
public record Muon(
        @Default("0.001") @Range("[0,inf)") Scheduled learningRate,
        @Default("0.9") @Range("[0,1)") Scheduled adam_beta_1,
        @Default("0.999") @Range("[0,1)") Scheduled adam_beta_2,
        @Default("0.004") @Range("[0,inf)") Scheduled adamWeightDecay,
        @Default("1e-7") @Range("(0,inf)") double epsilon,
        @Default("0.004") @Range("[0,inf)") Scheduled weightDecay,
        @Default("") List<String> excludeLayers,
        @Default("true") boolean excludeEmbeddings,
        @Default("3.4445") @Range("(0,inf)") double muonA,
        @Default("-4.7750") @Range("(-inf,0]") double muonB,
        @Default("2.0315") @Range("[0,inf)") double muonC,
        @Default("1.0") @Range("[0,inf)") double adamLrRatio,
        @Default("0.95") @Range("[0,1]") Scheduled momentum,
        @Default("5") @Range("[1,inf)") int nsSteps,
        @Default("true") boolean nesterov,
        @Default("0.2") @Range("(0,inf)") double rmsRate) implements Optimizer {

    public Muon {
        for (String each : excludeLayers) {
            try {
                Pattern.compile(each);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "exclude_layers: '" + each + "' is no regular expression: " + e.getDescription());
            }
        }
        excludeLayers = List.copyOf(excludeLayers);
    }

    @Override
    public Expr update(Param parameter, Expr gradient, UpdateScope scope) {
        boolean excluded = excludeLayers.stream().anyMatch(each -> Pattern.compile(each).matcher(parameter.path()).find());
        boolean embedding = excludeEmbeddings && parameter.path().toLowerCase(Locale.ROOT).contains("embedding");
        return parameter.shape().rank() == 2 && !embedding && !excluded
                ? muon(parameter, gradient, scope)
                : adamw(parameter, gradient, scope);
    }

    private Expr muon(Param parameter, Expr gradient, UpdateScope scope) {
        Shape shape = parameter.shape();
        Expr friction = scope.value(momentum);
        State accumulated = scope.slot("momentum", shape, 0);
        Expr m = accumulated.set(accumulated.value().mul(friction).add(gradient));
        Expr step = new NewtonSchulz(muonA, muonB, muonC, nsSteps).orthogonal(nesterov ? m.mul(friction).add(gradient) : m);
        double scale = rmsRate * Math.sqrt(Math.max(shape.extent(0), shape.extent(1)));
        return decayed(parameter, weightDecay, scope).sub(step.mul(scope.learningRate().mul(scale)));
    }

    private Expr adamw(Param parameter, Expr gradient, UpdateScope scope) {
        Expr beta1 = scope.value(adam_beta_1);
        Expr beta2 = scope.value(adam_beta_2);
        Expr m = scope.average("momentum", gradient, beta1);
        Expr v = scope.average("velocity", gradient.square(), beta2);
        Expr rate = scope.learningRate().mul(adamLrRatio).mul(sqrt(scope.biasCorrection(beta2))).div(scope.biasCorrection(beta1));
        return decayed(parameter, adamWeightDecay, scope).sub(m.mul(rate).div(sqrt(v).add(epsilon)));
    }

    private static Expr decayed(Param parameter, Scheduled decay, UpdateScope scope) {
        return parameter.value().mul(constant(1).sub(scope.learningRate().mul(scope.value(decay))));
    }
}

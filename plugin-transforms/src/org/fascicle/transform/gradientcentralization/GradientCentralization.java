package org.fascicle.transform.gradientcentralization;

import static org.fascicle.api.expr.Expressions.mean;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.transform.Gradients;
import org.fascicle.api.transform.UpdateTransform;

/**
 * Gradient centralization: from the gradient of each kernel its mean over all axes but the last is subtracted, so that the
 * weights of each output unit or channel keep their mean. Tensors of rank 1, such as biases, stay as they are. Yong, Huang, Hua
 * and Zhang, 2020, arXiv:2004.01461.
 */
@Technique(value = "gradient_centralization",
        description = "Subtracts from the gradient of each kernel its mean over all inputs of an output unit.",
        formula = "g - mean of g over all axes but the last, where g has more than one axis",
        source = "Yong, Huang, Hua and Zhang, 2020, arXiv:2004.01461")
public record GradientCentralization() implements UpdateTransform {
    @Override
    public List<Expr> gradients(Gradients gradients, UpdateScope scope) {
        return gradients.values().stream().map(GradientCentralization::centralized).collect(Collectors.toList());
    }

    private static Expr centralized(Expr gradient) {
        int outputs = gradient.shape().rank() - 1;
        return outputs < 1 ? gradient : gradient.sub(mean(gradient, IntStream.range(0, outputs).toArray()));
    }
}

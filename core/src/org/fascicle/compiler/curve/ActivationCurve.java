package org.fascicle.compiler.curve;

import java.util.List;
import java.util.Optional;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.lowering.HostScalars;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TraceScope;

/**
 * What an activation makes of single numbers, and its derivative: the one by which a network is trained, also where the activation
 * says that it is another than the value's own. Both come from its expression, in float64. Immutable; holds nothing of the activation.
 */
public final class ActivationCurve {
    private static final String NUMBER = "z";

    private final double[] values;
    private final double[] derivatives;

    private ActivationCurve(double[] values, double[] derivatives) {
        this.values = values;
        this.derivatives = derivatives;
    }

    /**
     * The curve of an activation, as it is outside training.
     *
     * @param at the numbers
     * @return empty if it is no function of one number: it goes along an axis, or has parameters
     */
    public static Optional<ActivationCurve> of(Activation activation, double[] at) {
        HostScalars both;
        try {
            Expr z = Expressions.scalar(NUMBER);
            Trace trace = new Trace(Mode.INFERENCE, false);
            Expr value = activation.apply(z, new TraceScope(trace, "curve", true));
            if (!trace.parameters().isEmpty() || !trace.states().isEmpty() || value.type() != Type.REAL
                    || !value.shape().equals(Shape.scalar())) {
                return Optional.empty();
            }
            Expr simple = Rewriter.rewrite(List.of(value)).get(0);
            both = HostScalars.compile(List.of(simple, Differentiator.gradients(simple, List.of(z)).get(0)));
        } catch (IllegalArgumentException e) {
            // It needs axes that a single number has not.
            return Optional.empty();
        }
        double[] values = new double[at.length];
        double[] derivatives = new double[at.length];
        double[] result = new double[2];
        for (int i = 0; i < at.length; i++) {
            double number = at[i];
            both.evaluate(name -> number, result);
            values[i] = result[0];
            derivatives[i] = result[1];
        }
        return Optional.of(new ActivationCurve(values, derivatives));
    }

    /** The values, in the order of the numbers; a copy. */
    public double[] values() {
        return values.clone();
    }

    /** The derivatives, in the order of the numbers; a copy. */
    public double[] derivatives() {
        return derivatives.clone();
    }
}

package org.fascicle.compiler.gradient;

import java.util.IdentityHashMap;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;

/** How a gradient goes from an operation's result to its operands. */
@FunctionalInterface
interface GradientRule {
    /** No gradient goes through. */
    GradientRule NONE = backward -> {};

    /** Gives each operand that needs it its part. */
    void propagate(Backward backward);

    /** The rule of an operation. */
    static GradientRule of(Expr e) {
        GradientRule rule = Table.RULES.get(e.op());
        if (rule == null) {
            throw new IllegalArgumentException(e.op().decomposition().isPresent()
                    ? e + " is a composite: rewrite before differentiation" : "there is no gradient rule for " + e);
        }
        return rule;
    }

    /** The rules of all primitives. */
    final class Table {
        private static final Map<Primitive, GradientRule> RULES = new IdentityHashMap<>();

        static {
            for (Primitive flat : new Primitive[] {
                Primitives.CONSTANT, Primitives.INPUT, Primitives.VARIABLE, Primitives.SCALAR, Primitives.RANDOM_BITS,
                Primitives.IOTA, Primitives.SIGN, Primitives.FLOOR, Primitives.NOT, Primitives.AND, Primitives.OR,
                Primitives.GT, Primitives.GE, Primitives.EQ, Primitives.STOP_GRADIENT, Primitives.ARGMAX,
                Primitives.ARGSORT}) {
                RULES.put(flat, NONE);
            }
            ElementwiseGradients.register(RULES);
            MovementGradients.register(RULES);
            ReductionGradients.register(RULES);
            ConvolutionGradients.register(RULES);
            // Goes through all results of a loop at once: the differentiator asks ScanGradient.
            RULES.put(Primitives.SCAN, backward -> {
                throw new IllegalStateException("a scan has no rule of its own");
            });
        }

        private Table() {}
    }
}

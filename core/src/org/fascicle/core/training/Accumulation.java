package org.fascicle.core.training;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.where;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.scope.State;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.UpdateTraceScope;

/** Gathers the gradients of several steps for one update: every so many steps their mean is applied. */
final class Accumulation {
    /** The host scalar that is 1 in steps that update, and 0 in those that only gather. */
    static final String UPDATES = "updates";
    /** The slot of a parameter's gathered gradients. */
    static final String SLOT = "gradient_accumulator";

    private static final String OPTION = "gradient_accumulation_steps";

    private final Trace trace;
    private final int steps;

    Accumulation(Trace trace, int steps) {
        this.trace = trace;
        this.steps = steps;
    }

    /** The mean of the gradients gathered so far and of this step's; it counts in steps that update. */
    Expr mean(Parameter parameter, Expr gradient) {
        if (steps == 1) {
            return gradient;
        }
        UpdateTraceScope scope = new UpdateTraceScope(trace, parameter.path());
        trace.origins().place(scope.path() + "/" + SLOT, OPTION);
        State gathered = scope.slot(SLOT, parameter.shape(), 0);
        Expr sum = gathered.value().add(gradient);
        gathered.set(where(updates(), full(parameter.shape(), 0), sum));
        return trace.attribute(sum.div(constant(steps)), trace.origins().within(parameter.path(), OPTION));
    }

    /** A value that counts in steps that update only. */
    Expr gated(Expr next, Expr before) {
        return steps == 1 ? next : where(updates(), next, before);
    }

    private static Expr updates() {
        return scalar(UPDATES).gt(0);
    }
}

package org.fascicle.compiler.update;

import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.slice;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.graph.Variable;

/** One flat variable that holds several tensors, one behind the other. Immutable. */
public final class Packed {
    private final Variable variable;
    private final List<Segment> segments;

    Packed(Variable variable, List<Segment> segments) {
        this.variable = variable;
        this.segments = List.copyOf(segments);
    }

    /** The flat variable: real, of rank 1. */
    public Variable variable() {
        return variable;
    }

    /** Which tensors it holds, and where. */
    public List<Segment> segments() {
        return segments;
    }

    Expr read() {
        return Expressions.variable(variable.path(), variable.type(), variable.shape());
    }

    Expr read(Segment segment) {
        int[] start = {segment.offset()};
        int[] stop = {segment.offset() + segment.size()};
        return reshape(slice(read(), start, stop), segment.shape());
    }
}

package org.fascicle.compiler.expression;

import java.util.OptionalDouble;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;

/** Tensors that hold one number at every place: a rank-0 expression, repeated. */
public final class Uniform {
    private Uniform() {}

    /** The expression below all repetitions. */
    public static Expr source(Expr e) {
        Expr source = e;
        while (source.op() == Primitives.BROADCAST) {
            source = source.operands().get(0);
        }
        return source;
    }

    /** Whether the tensor repeats a rank-0 expression, or is one. */
    public static boolean isUniform(Expr e) {
        return source(e).shape().rank() == 0;
    }

    /** The constant that the tensor repeats, if it does. */
    public static OptionalDouble constant(Expr e) {
        Expr source = source(e);
        return source.op() == Primitives.CONSTANT
                ? OptionalDouble.of(source.attributes().number("value")) : OptionalDouble.empty();
    }

    /** Whether the tensor repeats exactly this number; −0 is not 0. */
    public static boolean is(Expr e, double number) {
        OptionalDouble constant = constant(e);
        return constant.isPresent() && Double.compare(constant.getAsDouble(), number) == 0;
    }

    /** A uniform tensor in another shape. */
    public static Expr in(Shape shape, Expr uniform) {
        return Expressions.broadcast(source(uniform), shape);
    }
}

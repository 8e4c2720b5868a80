package org.fascicle.compiler.rewrite;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.compiler.expression.Uniform;

/** Movements, sums and products that can be left out or joined with their operand's, without changing a value. */
final class MovementIdentities {
    /** A smaller expression, or the given one. */
    private interface Identity {
        Expr apply(Expr e, Expr x, Simplifier s);
    }

    private static final Map<Primitive, Identity> TABLE = new IdentityHashMap<>();

    static {
        TABLE.put(Primitives.RESHAPE, MovementIdentities::reshape);
        TABLE.put(Primitives.TRANSPOSE, MovementIdentities::transpose);
        TABLE.put(Primitives.BROADCAST, MovementIdentities::broadcast);
        TABLE.put(Primitives.PAD, (e, x, s) -> e.shape().equals(x.shape()) ? x : e);
        TABLE.put(Primitives.SLICE, MovementIdentities::slice);
        TABLE.put(Primitives.CONCAT, (e, x, s) -> e.operands().size() == 1 ? x : e);
        TABLE.put(Primitives.REVERSE, MovementIdentities::reverse);
        TABLE.put(Primitives.SUM, MovementIdentities::reduction);
        TABLE.put(Primitives.REDUCE_MAX, MovementIdentities::reduction);
        TABLE.put(Primitives.MATMUL, MovementIdentities::matmul);
    }

    private MovementIdentities() {}

    static Expr apply(Expr e, Simplifier s) {
        Identity identity = TABLE.get(e.op());
        return identity == null ? e : identity.apply(e, e.operands().get(0), s);
    }

    private static Expr reshape(Expr e, Expr x, Simplifier s) {
        if (x.shape().equals(e.shape())) {
            return x;
        }
        if (Uniform.isUniform(x)) {
            return s.broadcast(Uniform.source(x), e.shape());
        }
        return x.op() == Primitives.RESHAPE ? s.reshape(inner(x), e.shape()) : e;
    }

    private static Expr broadcast(Expr e, Expr x, Simplifier s) {
        if (x.shape().equals(e.shape())) {
            return x;
        }
        return x.op() == Primitives.BROADCAST ? s.broadcast(inner(x), e.shape()) : e;
    }

    private static Expr transpose(Expr e, Expr x, Simplifier s) {
        int[] axes = e.attributes().integers("axes");
        if (Arrays.equals(axes, IntStream.range(0, axes.length).toArray())) {
            return x;
        }
        if (Uniform.isUniform(x)) {
            return s.broadcast(Uniform.source(x), e.shape());
        }
        if (x.op() != Primitives.TRANSPOSE) {
            return e;
        }
        int[] first = x.attributes().integers("axes");
        int[] both = Arrays.stream(axes).map(axis -> first[axis]).toArray();
        return s.make(Primitives.TRANSPOSE, List.of(inner(x)), Attributes.of("axes", both));
    }

    private static Expr slice(Expr e, Expr x, Simplifier s) {
        if (x.shape().equals(e.shape())) {
            return x;
        }
        return Uniform.isUniform(x) ? s.broadcast(Uniform.source(x), e.shape()) : e;
    }

    private static Expr reverse(Expr e, Expr x, Simplifier s) {
        boolean moves = Arrays.stream(e.attributes().integers("axes")).anyMatch(axis -> x.shape().extent(axis) > 1);
        return moves && !Uniform.isUniform(x) ? e : x;
    }

    private static Expr reduction(Expr e, Expr x, Simplifier s) {
        boolean combines = Arrays.stream(e.attributes().integers("axes")).anyMatch(axis -> x.shape().extent(axis) != 1);
        boolean reshapes = x.shape().rowsAxis() <= 0 && e.shape().rowsAxis() == x.shape().rowsAxis();
        return combines || !reshapes ? e : s.reshape(x, e.shape());
    }

    private static Expr matmul(Expr e, Expr a, Simplifier s) {
        Expr b = e.operands().get(1);
        if (!swapsLastAxes(a) && !swapsLastAxes(b)) {
            return e;
        }
        boolean flipA = e.attributes().flag("transpose_a") != swapsLastAxes(a);
        boolean flipB = e.attributes().flag("transpose_b") != swapsLastAxes(b);
        List<Expr> operands = List.of(swapsLastAxes(a) ? inner(a) : a, swapsLastAxes(b) ? inner(b) : b);
        return s.make(Primitives.MATMUL, operands, Attributes.of("transpose_a", flipA).with("transpose_b", flipB));
    }

    private static boolean swapsLastAxes(Expr x) {
        if (x.op() != Primitives.TRANSPOSE) {
            return false;
        }
        int[] axes = x.attributes().integers("axes");
        int last = axes.length - 1;
        int[] swapped = IntStream.range(0, axes.length).toArray();
        swapped[last] = last - 1;
        swapped[last - 1] = last;
        return Arrays.equals(axes, swapped);
    }

    private static Expr inner(Expr e) {
        return e.operands().get(0);
    }
}

package org.fascicle.format.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.jspecify.annotations.Nullable;

/**
 * The table of primitives that have operators of their own, in operator set {@value #SET}. What is not in it is decomposed into what is; only
 * draws of random numbers cannot.
 */
final class Operators {
    /** The version of ONNX's operators that is used. */
    static final int SET = 18;

    private static final Map<Primitive, Operator> TABLE = new LinkedHashMap<>();

    static {
        TABLE.put(Primitives.NEG, Elementwise.of("Neg"));
        TABLE.put(Primitives.ABS, Elementwise.of("Abs"));
        TABLE.put(Primitives.SIGN, Elementwise.of("Sign"));
        TABLE.put(Primitives.FLOOR, Elementwise.of("Floor"));
        TABLE.put(Primitives.EXP, Elementwise.of("Exp"));
        TABLE.put(Primitives.LOG, Elementwise.of("Log"));
        TABLE.put(Primitives.SQRT, Elementwise.of("Sqrt"));
        TABLE.put(Primitives.TANH, Elementwise.of("Tanh"));
        TABLE.put(Primitives.ERF, Elementwise.of("Erf"));
        TABLE.put(Primitives.SIN, Elementwise.of("Sin"));
        TABLE.put(Primitives.COS, Elementwise.of("Cos"));
        TABLE.put(Primitives.NOT, Elementwise.of("Not"));
        TABLE.put(Primitives.ADD, Elementwise.of("Add"));
        TABLE.put(Primitives.SUB, Elementwise.of("Sub"));
        TABLE.put(Primitives.MUL, Elementwise.of("Mul"));
        TABLE.put(Primitives.DIV, Elementwise::div);
        TABLE.put(Primitives.POW, Elementwise.of("Pow"));
        TABLE.put(Primitives.MAX, Elementwise.of("Max"));
        TABLE.put(Primitives.MIN, Elementwise.of("Min"));
        TABLE.put(Primitives.AND, Elementwise.of("And"));
        TABLE.put(Primitives.OR, Elementwise.of("Or"));
        TABLE.put(Primitives.GT, Elementwise.comparison("Greater"));
        TABLE.put(Primitives.GE, Elementwise.comparison("GreaterOrEqual"));
        TABLE.put(Primitives.EQ, Elementwise.of("Equal"));
        TABLE.put(Primitives.WHERE, Elementwise::where);
        TABLE.put(Primitives.CAST, Elementwise::cast);
        TABLE.put(Primitives.STOP_GRADIENT, Elementwise.of("Identity"));
        TABLE.put(Primitives.SUM, Reductions.of("ReduceSum"));
        TABLE.put(Primitives.REDUCE_MAX, Reductions.of("ReduceMax"));
        TABLE.put(Primitives.ARGMAX, Reductions::argmax);
        TABLE.put(Primitives.CUMSUM, Reductions::cumsum);
        TABLE.put(Primitives.ARGSORT, Reductions::argsort);
        TABLE.put(Primitives.IOTA, Movements::iota);
        TABLE.put(Primitives.RESHAPE, Movements::reshape);
        TABLE.put(Primitives.TRANSPOSE, Movements::transpose);
        TABLE.put(Primitives.PAD, Movements::pad);
        TABLE.put(Primitives.SLICE, Movements::slice);
        TABLE.put(Primitives.CONCAT, Movements::concat);
        TABLE.put(Primitives.REVERSE, Movements::reverse);
        TABLE.put(Primitives.GATHER, Movements::gather);
        TABLE.put(Primitives.MATMUL, Products::matmul);
        TABLE.put(Primitives.CONV, Products::conv);
        TABLE.put(Primitives.CONV_GRAD_INPUT, Products::convTranspose);
        TABLE.put(Primitives.MAX_POOL, Products::maxPool);
        TABLE.put(Primitives.SUM_POOL, Products::sumPool);
    }

    private Operators() {}

    /** How a primitive is written; null if it has to be decomposed, or is written with the graph itself. */
    static @Nullable Operator of(Primitive primitive) {
        return TABLE.get(primitive);
    }

    /** The primitives that have operators. */
    static Set<Primitive> primitives() {
        return Collections.unmodifiableSet(TABLE.keySet());
    }
}

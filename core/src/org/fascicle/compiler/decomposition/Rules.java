package org.fascicle.compiler.decomposition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;

/** The table of decompositions. What is not in it is what the others are made of. */
final class Rules {
    private static final Map<Primitive, Rule> TABLE = new LinkedHashMap<>();

    static {
        TABLE.put(Primitives.NEG, Elementwise::neg);
        TABLE.put(Primitives.ABS, Elementwise::abs);
        TABLE.put(Primitives.SIGN, Elementwise::sign);
        TABLE.put(Primitives.FLOOR, Elementwise::floor);
        TABLE.put(Primitives.EXPM1, Elementwise::expm1);
        TABLE.put(Primitives.LOG1P, Elementwise::log1p);
        TABLE.put(Primitives.SQRT, Elementwise::sqrt);
        TABLE.put(Primitives.TANH, Elementwise::tanh);
        TABLE.put(Primitives.COS, Elementwise::cos);
        TABLE.put(Primitives.ERF, ErrorFunctions::erf);
        TABLE.put(Primitives.ERFC, ErrorFunctions::erfc);
        TABLE.put(Primitives.ERFINV, ErrorFunctions::erfinv);
        TABLE.put(Primitives.NOT, Elementwise::not);
        TABLE.put(Primitives.AND, Elementwise::and);
        TABLE.put(Primitives.OR, Elementwise::or);
        TABLE.put(Primitives.SUB, Elementwise::sub);
        TABLE.put(Primitives.MAX, Elementwise::max);
        TABLE.put(Primitives.MIN, Elementwise::min);
        TABLE.put(Primitives.GT, Elementwise::gt);
        TABLE.put(Primitives.GE, Elementwise::ge);
        TABLE.put(Primitives.EQ, Elementwise::eq);
        TABLE.put(Primitives.STOP_GRADIENT, Elementwise::value);
        TABLE.put(Primitives.WITH_GRADIENT_OF, Elementwise::value);
        TABLE.put(Primitives.REDUCE_MAX, Reductions::max);
        TABLE.put(Primitives.ARGMAX, Reductions::argmax);
        TABLE.put(Primitives.CUMSUM, Reductions::cumsum);
        TABLE.put(Primitives.ARGSORT, Reductions::argsort);
        TABLE.put(Primitives.PAD, Movements::pad);
        TABLE.put(Primitives.SLICE, Movements::slice);
        TABLE.put(Primitives.CONCAT, Movements::concat);
        TABLE.put(Primitives.REVERSE, Movements::reverse);
        TABLE.put(Primitives.SCATTER_ADD, Reductions::scatterAdd);
        TABLE.put(Primitives.MATMUL, Reductions::matmul);
        TABLE.put(Primitives.CONV, Convolutions::conv);
        TABLE.put(Primitives.CONV_GRAD_INPUT, Convolutions::gradInput);
        TABLE.put(Primitives.CONV_GRAD_KERNEL, Convolutions::gradKernel);
        TABLE.put(Primitives.MAX_POOL, Pooling::max);
        TABLE.put(Primitives.MAX_POOL_GRAD, Pooling::maxGrad);
        TABLE.put(Primitives.SUM_POOL, Pooling::sum);
        TABLE.put(Primitives.SUM_POOL_GRAD, Pooling::sumGrad);
        TABLE.put(Primitives.SCAN, Unrolling::scan);
    }

    private Rules() {}

    /** What an expression is in terms of other operations, if there is a rule for it. */
    static Optional<Expr> decompose(Expr e) {
        Rule rule = TABLE.get(e.op());
        return rule == null ? Optional.empty() : rule.apply(e);
    }

    /** The operations that there are rules for. */
    static Set<Primitive> all() {
        return Collections.unmodifiableSet(TABLE.keySet());
    }
}

package org.fascicle.backend.reference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Node;

/** The table of what this backend can compute, by the primitive's name. Inputs and variables need none: they are there. */
final class Kernels {
    private interface Maker {
        Kernel make(Tensor result, List<Tensor> operands);
    }

    private static final Map<String, Maker> TABLE = new HashMap<>();

    static {
        Functions.REAL_UNARY.keySet().forEach(name -> TABLE.put(name, Elementwise::unary));
        Functions.BOOL_UNARY.keySet().forEach(name -> TABLE.put(name, Elementwise::unary));
        Functions.REAL_BINARY.keySet().forEach(name -> TABLE.put(name, Elementwise::binary));
        Functions.BOOL_BINARY.keySet().forEach(name -> TABLE.put(name, Elementwise::binary));
        Functions.REAL_RELATION.keySet().forEach(name -> TABLE.put(name, Elementwise::relation));
        TABLE.put("where", Elementwise::where);
        TABLE.put("cast", Casts::cast);
        TABLE.put("stop_gradient", Casts::same);
        TABLE.put("reshape", Casts::same);
        TABLE.put("constant", Leaves::constant);
        TABLE.put("scalar", Leaves::scalar);
        TABLE.put("iota", Leaves::iota);
        TABLE.put("random_bits", Leaves::randomBits);
        TABLE.put("broadcast", Movement::broadcast);
        TABLE.put("transpose", Movement::transpose);
        TABLE.put("pad", Movement::pad);
        TABLE.put("slice", Movement::slice);
        TABLE.put("concat", Movement::concat);
        TABLE.put("reverse", Movement::reverse);
        TABLE.put("sum", Reduction::sum);
        TABLE.put("reduce_max", Reduction::maximum);
        TABLE.put("argmax", AlongAxis::argmax);
        TABLE.put("cumsum", AlongAxis::cumsum);
        TABLE.put("argsort", AlongAxis::argsort);
        TABLE.put("gather", Indexing::gather);
        TABLE.put("scatter_add", Indexing::scatterAdd);
        TABLE.put("matmul", MatrixProduct::of);
        TABLE.put("conv", Convolution::forward);
        TABLE.put("conv_grad_input", Convolution::gradInput);
        TABLE.put("conv_grad_kernel", Convolution::gradKernel);
        TABLE.put("max_pool", Pooling::maximum);
        TABLE.put("max_pool_grad", Pooling::maximumGrad);
        TABLE.put("sum_pool", Pooling::sum);
        TABLE.put("sum_pool_grad", Pooling::sumGrad);
    }

    private Kernels() {}

    /** Whether the value of a node is bound from outside. */
    static boolean isBound(Node node) {
        return node.op() == Primitives.INPUT || node.op() == Primitives.VARIABLE;
    }

    /**
     * What computes a node.
     *
     * @throws BackendException if this backend cannot
     */
    static Kernel of(Tensor result, List<Tensor> operands) {
        Maker maker = TABLE.get(result.node.op().name());
        if (maker == null) {
            throw new BackendException("the reference backend has no '" + result.node.op() + "': " + result.node);
        }
        return maker.make(result, operands);
    }

    /** A kernel, and its result rounded to float32. */
    static Kernel rounded(Kernel kernel, Tensor result) {
        return new Kernel() {
            @Override
            public void resize() {
                kernel.resize();
            }

            @Override
            public void run(RunArguments arguments) {
                kernel.run(arguments);
                double[] values = result.reals;
                int size = result.size();
                for (int i = 0; i < size; i++) {
                    values[i] = (float) values[i];
                }
            }
        };
    }
}

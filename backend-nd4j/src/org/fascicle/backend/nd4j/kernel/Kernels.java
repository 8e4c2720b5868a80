package org.fascicle.backend.nd4j.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.nd4j.natives.Call;

/** The table: how each operation is carried out. */
public interface Kernels {
    /** Fills in addresses and extents. */
    Call bind(Op op, Binding binding);

    Map<String, Kernels> TABLE = table();

    /** That of an operation, of which there is one. */
    static Kernels of(Op op) {
        return entry(TABLE, op);
    }

    /** An operation's entry in a table. */
    static <T> T entry(Map<String, T> table, Op op) {
        return Objects.requireNonNull(table.get(op.name()), () -> "no kernel of " + op);
    }

    private static Map<String, Kernels> table() {
        Map<String, Kernels> table = new HashMap<>();
        for (String name : List.of("exp", "log", "sin", "cos", "erf", "not")) {
            table.put(name, NativeKernels::unary);
        }
        for (String name : List.of("and", "or")) {
            table.put(name, NativeKernels::binary);
        }
        for (String name : List.of("expm1", "log1p", "sqrt", "tanh", "erfinv")) {
            table.put(name, HostKernels::one);
        }
        table.put("neg", typed(NativeKernels::unary, (x, y) -> -x));
        table.put("abs", typed(NativeKernels::unary, (x, y) -> Math.abs(x)));
        table.put("sign", typed(HostKernels::one, (x, y) -> Integer.signum(x)));
        table.put("floor", typed(HostKernels::one, (x, y) -> x));
        table.put("add", typed(NativeKernels::binary, (x, y) -> x + y));
        table.put("sub", typed(NativeKernels::binary, (x, y) -> x - y));
        table.put("mul", typed(NativeKernels::binary, (x, y) -> x * y));
        table.put("div", typed(NativeKernels::binary, (x, y) -> y == 0 ? 0 : x / y));
        table.put("max", typed(HostKernels::two, Math::max));
        table.put("min", typed(HostKernels::two, Math::min));
        table.put("gt", typed(NativeKernels::binary, (x, y) -> x > y ? 1 : 0));
        table.put("ge", typed(NativeKernels::binary, (x, y) -> x >= y ? 1 : 0));
        table.put("eq", typed(NativeKernels::binary, (x, y) -> x == y ? 1 : 0));
        table.put("pow", Kernels::pow);
        table.put("where", WhereKernel::bind);
        table.put("cast", HostKernels::cast);
        table.put("stop_gradient", HostKernels::copy);
        table.put("reshape", HostKernels::copy);

        table.put("sum", ReductionKernels::sum);
        table.put("reduce_max", ReductionKernels::max);
        table.put("argmax", AxisKernels::argmax);
        table.put("cumsum", AxisKernels::cumsum);
        table.put("argsort", AxisKernels::argsort);

        table.put("broadcast", MovementKernels::broadcast);
        table.put("transpose", MovementKernels::transpose);
        table.put("slice", MovementKernels::slice);
        table.put("pad", MovementKernels::pad);
        table.put("concat", MovementKernels::concat);
        table.put("reverse", MovementKernels::reverse);
        table.put("iota", MovementKernels::iota);

        table.put("gather", IndexKernels::gather);
        table.put("scatter_add", IndexKernels::scatterAdd);
        table.put("matmul", MatmulKernel::bind);
        table.put("conv", ConvolutionKernels::forward);
        table.put("conv_grad_input", ConvolutionKernels::gradInput);
        table.put("conv_grad_kernel", ConvolutionKernels::gradKernel);
        table.put("max_pool", PoolingKernels::maximum);
        table.put("max_pool_grad", PoolingKernels::maximumGrad);
        table.put("sum_pool", PoolingKernels::sum);
        table.put("sum_pool_grad", PoolingKernels::sumGrad);
        table.put("random_bits", RandomKernel::bind);
        return table;
    }

    /** One kernel for reals, a function of integers for the rest. */
    private static Kernels typed(Kernels real, HostKernels.IntTwo integers) {
        return (op, binding) -> op.in.get(0).type() == Type.REAL
                ? real.bind(op, binding) : HostKernels.integers(op, binding, integers);
    }

    /** libnd4j's power is C's, which differs from Java's where the exponent is infinite or NaN. */
    private static Call pow(Op op, Binding binding) {
        Node exponent = op.in.get(1).node;
        boolean finite = exponent.op() == Primitives.CONSTANT && Double.isFinite(exponent.attributes().number("value"));
        return finite && op.in.get(0).repeat().kind == Repeat.Kind.FULL ? NativeKernels.binary(op, binding)
                : HostKernels.two(op, binding);
    }
}

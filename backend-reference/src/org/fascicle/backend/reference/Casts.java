package org.fascicle.backend.reference;

import java.util.List;
import java.util.function.DoubleToIntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Type;

/** Values in another type, and the same values once more. */
final class Casts {
    private static final double UINT32_END = 0x1p32;

    private Casts() {}

    static Kernel cast(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        if (Bfloat16.isRounding(result.node.op(), result.node.attributes())) {
            return rounded(result, x);
        }
        if (x.type() == result.type()) {
            return same(result, operands);
        }
        if (x.isReal()) {
            return toInteger(result, x, fromReal(result.type()));
        }
        if (result.isReal()) {
            return toReal(result, x, x.type() == Type.UINT32 ? Integer::toUnsignedLong : i -> i);
        }
        return between(result, x, result.type() == Type.BOOL ? i -> i == 0 ? 0 : 1 : i -> i);
    }

    static Kernel same(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        return arguments -> System.arraycopy(x.array(), 0, result.array(), 0, result.size());
    }

    private static Kernel rounded(Tensor result, Tensor x) {
        return arguments -> {
            for (int i = 0; i < result.size(); i++) {
                result.reals[i] = Bfloat16.round((float) x.reals[i]);
            }
        };
    }

    private static DoubleToIntFunction fromReal(Type to) {
        switch (to) {
            case BOOL:
                return x -> x != 0 ? 1 : 0;
            case UINT32:
                return x -> x >= UINT32_END ? -1 : x > 0 ? (int) (long) x : 0;
            default:
                return x -> (int) x;
        }
    }

    private static Kernel toInteger(Tensor result, Tensor x, DoubleToIntFunction function) {
        return arguments -> {
            for (int i = 0; i < result.size(); i++) {
                result.integers[i] = function.applyAsInt(x.reals[i]);
            }
        };
    }

    private static Kernel toReal(Tensor result, Tensor x, IntToDoubleFunction function) {
        return arguments -> {
            for (int i = 0; i < result.size(); i++) {
                result.reals[i] = function.applyAsDouble(x.integers[i]);
            }
        };
    }

    private static Kernel between(Tensor result, Tensor x, IntUnaryOperator function) {
        return arguments -> {
            for (int i = 0; i < result.size(); i++) {
                result.integers[i] = function.applyAsInt(x.integers[i]);
            }
        };
    }

    /** A number as an element of a type that is not real, as a cast would give it. */
    static int integer(double number, Type type) {
        return fromReal(type).applyAsInt(number);
    }
}

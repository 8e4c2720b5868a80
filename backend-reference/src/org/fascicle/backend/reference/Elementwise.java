package org.fascicle.backend.reference;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

import org.fascicle.api.backend.BackendException;

/** Operations of which each element of the result depends on the elements at the same place. */
final class Elementwise {
    private Elementwise() {}

    static Kernel unary(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        switch (x.type()) {
            case REAL:
                return unary(result, x, function(Functions.REAL_UNARY, result, x));
            case INT32:
                return unary(result, x, function(Functions.INT32_UNARY, result, x));
            default:
                return unary(result, x, function(Functions.BOOL_UNARY, result, x));
        }
    }

    static Kernel binary(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        Tensor y = operands.get(1);
        switch (x.type()) {
            case REAL:
                return binary(result, x, y, function(Functions.REAL_BINARY, result, x));
            case INT32:
                return binary(result, x, y, function(Functions.INT32_BINARY, result, x));
            default:
                return binary(result, x, y, function(Functions.BOOL_BINARY, result, x));
        }
    }

    static Kernel relation(Tensor result, List<Tensor> operands) {
        Tensor x = operands.get(0);
        Tensor y = operands.get(1);
        switch (x.type()) {
            case REAL:
                return relation(result, x, y, function(Functions.REAL_RELATION, result, x));
            case UINT32:
                return relation(result, x, y, function(Functions.UINT32_RELATION, result, x));
            default:
                return relation(result, x, y, function(Functions.INT32_RELATION, result, x));
        }
    }

    static Kernel where(Tensor result, List<Tensor> operands) {
        int[] condition = operands.get(0).integers;
        Tensor yes = operands.get(1);
        Tensor no = operands.get(2);
        if (result.isReal()) {
            return arguments -> {
                for (int i = 0; i < result.size(); i++) {
                    result.reals[i] = condition[i] != 0 ? yes.reals[i] : no.reals[i];
                }
            };
        }
        return arguments -> {
            for (int i = 0; i < result.size(); i++) {
                result.integers[i] = condition[i] != 0 ? yes.integers[i] : no.integers[i];
            }
        };
    }

    private static Kernel unary(Tensor result, Tensor x, DoubleUnaryOperator function) {
        double[] from = x.reals;
        double[] to = result.reals;
        return arguments -> {
            int size = result.size();
            for (int i = 0; i < size; i++) {
                to[i] = function.applyAsDouble(from[i]);
            }
        };
    }

    private static Kernel unary(Tensor result, Tensor x, IntUnaryOperator function) {
        return arguments -> {
            for (int i = 0; i < result.size(); i++) {
                result.integers[i] = function.applyAsInt(x.integers[i]);
            }
        };
    }

    private static Kernel binary(Tensor result, Tensor x, Tensor y, DoubleBinaryOperator function) {
        double[] left = x.reals;
        double[] right = y.reals;
        double[] to = result.reals;
        return arguments -> {
            int size = result.size();
            for (int i = 0; i < size; i++) {
                to[i] = function.applyAsDouble(left[i], right[i]);
            }
        };
    }

    private static Kernel binary(Tensor result, Tensor x, Tensor y, IntBinaryOperator function) {
        return arguments -> {
            for (int i = 0; i < result.size(); i++) {
                result.integers[i] = function.applyAsInt(x.integers[i], y.integers[i]);
            }
        };
    }

    private static Kernel relation(Tensor result, Tensor x, Tensor y, Functions.RealRelation relation) {
        double[] left = x.reals;
        double[] right = y.reals;
        int[] to = result.integers;
        return arguments -> {
            int size = result.size();
            for (int i = 0; i < size; i++) {
                to[i] = relation.holds(left[i], right[i]) ? 1 : 0;
            }
        };
    }

    private static Kernel relation(Tensor result, Tensor x, Tensor y, Functions.IntegerRelation relation) {
        return arguments -> {
            for (int i = 0; i < result.size(); i++) {
                result.integers[i] = relation.holds(x.integers[i], y.integers[i]) ? 1 : 0;
            }
        };
    }

    private static <T> T function(Map<String, T> functions, Tensor result, Tensor x) {
        T function = functions.get(result.node.op().name());
        if (function == null) {
            throw new BackendException(
                    "the reference backend has no '" + result.node.op() + "' of " + x.type() + ": " + result.node);
        }
        return function;
    }
}

package org.fascicle.backend.reference;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErf;

/**
 * What elementwise operations do to one element, by name. {@link StrictMath} and not {@link Math}, whose results may differ
 * from machine to machine; {@code abs}, {@code sqrt}, {@code max} and the like are exact in both.
 */
final class Functions {
    /** Whether a relation holds between two reals. */
    interface RealRelation {
        boolean holds(double x, double y);
    }

    /** Whether a relation holds between two integers. */
    interface IntegerRelation {
        boolean holds(int x, int y);
    }

    static final Map<String, DoubleUnaryOperator> REAL_UNARY = Map.ofEntries(
            entry("neg", x -> -x),
            entry("abs", Math::abs),
            entry("sign", Math::signum),
            entry("floor", Math::floor),
            entry("exp", StrictMath::exp),
            entry("expm1", StrictMath::expm1),
            entry("log", StrictMath::log),
            entry("log1p", StrictMath::log1p),
            entry("sqrt", Math::sqrt),
            entry("tanh", StrictMath::tanh),
            entry("erf", Erf::value),
            entry("erfc", Erfc::value),
            entry("erfinv", InverseErf::value),
            entry("sin", StrictMath::sin),
            entry("cos", StrictMath::cos));

    static final Map<String, DoubleBinaryOperator> REAL_BINARY = Map.of(
            "add", (x, y) -> x + y,
            "sub", (x, y) -> x - y,
            "mul", (x, y) -> x * y,
            "div", (x, y) -> x / y,
            "pow", StrictMath::pow,
            "max", Math::max,
            "min", Math::min);

    static final Map<String, RealRelation> REAL_RELATION = Map.of(
            "gt", (x, y) -> x > y,
            "ge", (x, y) -> x >= y,
            "eq", (x, y) -> x == y);

    static final Map<String, IntUnaryOperator> INT32_UNARY = Map.of(
            "neg", x -> -x,
            "abs", Math::abs,
            "sign", Integer::signum);

    static final Map<String, IntBinaryOperator> INT32_BINARY = Map.of(
            "add", (x, y) -> x + y,
            "sub", (x, y) -> x - y,
            "mul", (x, y) -> x * y,
            "div", (x, y) -> y == 0 ? 0 : x / y,
            "max", Math::max,
            "min", Math::min);

    /** Of int32 and bool. */
    static final Map<String, IntegerRelation> INT32_RELATION = Map.of(
            "gt", (x, y) -> x > y,
            "ge", (x, y) -> x >= y,
            "eq", (x, y) -> x == y);

    static final Map<String, IntegerRelation> UINT32_RELATION = Map.of(
            "gt", (x, y) -> Integer.compareUnsigned(x, y) > 0,
            "ge", (x, y) -> Integer.compareUnsigned(x, y) >= 0,
            "eq", (x, y) -> x == y);

    static final Map<String, IntUnaryOperator> BOOL_UNARY = Map.of("not", x -> 1 - x);

    static final Map<String, IntBinaryOperator> BOOL_BINARY = Map.of("and", (x, y) -> x & y, "or", (x, y) -> x | y);

    private Functions() {}
}

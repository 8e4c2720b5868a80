package org.fascicle.backend.jit.render;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Value;

/** What each operation of a lane is in C++, on vectors: the one place to look. What it calls stands in {@code lanes.h}. */
final class Operations {
    private static final Map<Op, String> TEXT = new EnumMap<>(Op.class);

    static {
        TEXT.put(Op.ADD, "%s + %s");
        TEXT.put(Op.SUB, "%s - %s");
        TEXT.put(Op.MUL, "%s * %s");
        TEXT.put(Op.DIV, "%s / %s");
        TEXT.put(Op.MIN, "minimum(%s, %s)");
        TEXT.put(Op.MAX, "maximum(%s, %s)");
        TEXT.put(Op.FMA, "__builtin_elementwise_fma(%s, %s, %s)");
        TEXT.put(Op.NEG, "-%s");
        TEXT.put(Op.ABS, "__builtin_elementwise_abs(%s)");
        TEXT.put(Op.SQRT, "__builtin_elementwise_sqrt(%s)");
        TEXT.put(Op.GT, "%s > %s");
        TEXT.put(Op.GE, "%s >= %s");
        TEXT.put(Op.EQ, "%s == %s");
        // An int that is too large wraps around, which C++ promises of those without sign alone.
        TEXT.put(Op.INT_ADD, "(I) ((U) %s + (U) %s)");
        TEXT.put(Op.INT_SUB, "(I) ((U) %s - (U) %s)");
        TEXT.put(Op.INT_MUL, "(I) ((U) %s * (U) %s)");
        TEXT.put(Op.INT_MIN, "__builtin_elementwise_min(%s, %s)");
        TEXT.put(Op.INT_MAX, "__builtin_elementwise_max(%s, %s)");
        TEXT.put(Op.INT_NEG, "(I) -(U) %s");
        TEXT.put(Op.INT_ABS, "__builtin_elementwise_abs(%s)");
        TEXT.put(Op.INT_AND, "%s & %s");
        TEXT.put(Op.INT_OR, "%s | %s");
        TEXT.put(Op.INT_XOR, "%s ^ %s");
        TEXT.put(Op.INT_GT, "%s > %s");
        TEXT.put(Op.INT_EQ, "%s == %s");
        TEXT.put(Op.AND, "%s & %s");
        TEXT.put(Op.OR, "%s | %s");
        TEXT.put(Op.NOT, "~%s");
        TEXT.put(Op.SELECT, "%s ? %s : %s");
        TEXT.put(Op.INT_SELECT, "%s ? %s : %s");
        TEXT.put(Op.BITS, "(I) %s");
        TEXT.put(Op.FLOAT, "(F) %s");
        TEXT.put(Op.SHIFT_LEFT, "(I) ((U) %s << %s)");
        TEXT.put(Op.SHIFT_RIGHT, "%s >> %s");
        TEXT.put(Op.SHIFT_RIGHT_UNSIGNED, "(I) ((U) %s >> %s)");
    }

    private static final Map<String, String> FUNCTIONS = Map.of("pow", "pow(%s, %s)", "sin", "sin(%s)", "cos", "cos(%s)",
            "truncated", "truncated(%s)", "unsigned", "to_unsigned(%s)", "quotient", "quotient(%s, %s)");

    private Operations() {}

    /** The C++ type of a value. */
    static String type(Value value) {
        return value.lane == Lane.FLOAT ? "F" : "I";
    }

    /** The name of a value. */
    static String name(Value value) {
        return "v" + value.index;
    }

    /** How a value is computed from its operands; none that is read. */
    static String text(Value value) {
        return switch (value.op) {
            case LITERAL -> value.lane == Lane.FLOAT ? "reals(" + real(Float.intBitsToFloat(value.argument)) + ")"
                    : "ints(" + integer(value.argument) + ")";
            case NUMBER -> value.lane == Lane.FLOAT ? "reals(numbers[" + value.argument + "])"
                    : "ints(integers[" + value.argument + "])";
            case CALL -> filled(Objects.requireNonNull(FUNCTIONS.get(Objects.requireNonNull(value.function)),
                    () -> "no function " + value.function), value);
            default -> filled(Objects.requireNonNull(TEXT.get(value.op), () -> "no operation " + value), value);
        };
    }

    /** Of two values, their sum or the greater. */
    static String joined(Op fold, String a, String b) {
        return String.format(Objects.requireNonNull(TEXT.get(fold)), a, b);
    }

    // What an operation has beside its operands, the distance of a shift, comes behind them.
    private static String filled(String template, Value value) {
        Object[] names = new Object[value.operands.size() + 1];
        for (int i = 0; i < value.operands.size(); i++) {
            names[i] = name(value.operand(i));
        }
        names[value.operands.size()] = value.argument & Integer.SIZE - 1;
        return String.format(template, names);
    }

    /** A number as C++ has it, to the bit but for the bits of NaN. */
    static String real(float number) {
        if (Float.isNaN(number)) {
            return "__builtin_nanf(\"\")";
        }
        if (Float.isInfinite(number)) {
            return (number < 0 ? "-" : "") + "__builtin_inff()";
        }
        return number + "f";
    }

    private static String integer(int number) {
        return number == Integer.MIN_VALUE ? Integer.MIN_VALUE + 1 + " - 1" : Integer.toString(number);
    }
}

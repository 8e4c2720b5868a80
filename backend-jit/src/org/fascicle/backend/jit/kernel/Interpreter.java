package org.fascicle.backend.jit.kernel;

import java.util.List;

import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;

/**
 * A kernel that computes one element, value by value, to the same bits as a generated one: what a step computes of single
 * numbers is not worth a class of its own. Safe for any thread.
 */
public final class Interpreter implements Loop {
    private final Recipe recipe;
    private final List<Value> needed;

    public Interpreter(Recipe recipe) {
        this.recipe = recipe;
        this.needed = recipe.needed();
    }

    /** Whether this can run a recipe. */
    public static boolean suits(Recipe recipe) {
        return recipe.mode == Recipe.Mode.EACH && recipe.needed().stream().noneMatch(value -> value.op == Op.CALL);
    }

    @Override
    public void run(Frame frame, int[] at, Scratch scratch, int outerFrom, int outerTo, int innerFrom, int innerTo,
            boolean first) {
        int[] bits = scratch.values(recipe.body.values().size());
        for (int i = 0; i < needed.size(); i++) {
            Value value = needed.get(i);
            bits[value.index] = value.lane == Lane.FLOAT ? Float.floatToRawIntBits(real(value, frame, at, bits))
                    : value.lane == Lane.INT ? integer(value, frame, at, bits) : truth(value, bits) ? 1 : 0;
        }
        for (int i = 0; i < recipe.stores.size(); i++) {
            Recipe.Store store = recipe.stores.get(i);
            if (frame.ints[store.slot] != null) {
                frame.ints[store.slot][at[store.slot]] = bits[store.value.index];
            } else {
                frame.floats[store.slot][at[store.slot]] = Float.intBitsToFloat(bits[store.value.index]);
            }
        }
    }

    private static float of(Value value, int operand, int[] bits) {
        return Float.intBitsToFloat(bits[value.operand(operand).index]);
    }

    private static float real(Value value, Frame frame, int[] at, int[] bits) {
        return switch (value.op) {
            case INPUT -> frame.floats[value.argument][at[value.argument]];
            case NUMBER -> frame.numbers[value.argument];
            case LITERAL -> Float.intBitsToFloat(value.argument);
            case ADD -> of(value, 0, bits) + of(value, 1, bits);
            case SUB -> of(value, 0, bits) - of(value, 1, bits);
            case MUL -> of(value, 0, bits) * of(value, 1, bits);
            case DIV -> of(value, 0, bits) / of(value, 1, bits);
            case MIN -> Math.min(of(value, 0, bits), of(value, 1, bits));
            case MAX -> Math.max(of(value, 0, bits), of(value, 1, bits));
            case FMA -> Math.fma(of(value, 0, bits), of(value, 1, bits), of(value, 2, bits));
            case NEG -> -of(value, 0, bits);
            case ABS -> Math.abs(of(value, 0, bits));
            case SQRT -> (float) Math.sqrt(of(value, 0, bits));
            case SELECT -> of(value, bits[value.operand(0).index] != 0 ? 1 : 2, bits);
            case FLOAT -> of(value, 0, bits);
            default -> throw new IllegalStateException("no float: " + value);
        };
    }

    private static int integer(Value value, Frame frame, int[] at, int[] bits) {
        int a = value.operands.isEmpty() ? 0 : bits[value.operand(0).index];
        int b = value.operands.size() < 2 ? 0 : bits[value.operand(1).index];
        return switch (value.op) {
            case INPUT -> frame.ints[value.argument][at[value.argument]];
            case NUMBER -> frame.integers[value.argument];
            case LITERAL -> value.argument;
            case INT_ADD -> a + b;
            case INT_SUB -> a - b;
            case INT_MUL -> a * b;
            case INT_MIN -> Math.min(a, b);
            case INT_MAX -> Math.max(a, b);
            case INT_NEG -> -a;
            case INT_ABS -> Math.abs(a);
            case INT_AND -> a & b;
            case INT_OR -> a | b;
            case INT_XOR -> a ^ b;
            case SHIFT_LEFT -> a << value.argument;
            case SHIFT_RIGHT -> a >> value.argument;
            case SHIFT_RIGHT_UNSIGNED -> a >>> value.argument;
            case INT_SELECT -> a != 0 ? b : bits[value.operand(2).index];
            case BITS -> a;
            default -> throw new IllegalStateException("no int: " + value);
        };
    }

    private static boolean truth(Value value, int[] bits) {
        int a = bits[value.operand(0).index];
        int b = value.operands.size() < 2 ? 0 : bits[value.operand(1).index];
        return switch (value.op) {
            case GT -> Float.intBitsToFloat(a) > Float.intBitsToFloat(b);
            case GE -> Float.intBitsToFloat(a) >= Float.intBitsToFloat(b);
            case EQ -> Float.intBitsToFloat(a) == Float.intBitsToFloat(b);
            case INT_GT -> a > b;
            case INT_EQ -> a == b;
            case AND -> (a & b) != 0;
            case OR -> (a | b) != 0;
            case NOT -> a == 0;
            default -> throw new IllegalStateException("no truth value: " + value);
        };
    }
}

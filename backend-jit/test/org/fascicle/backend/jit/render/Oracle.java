package org.fascicle.backend.jit.render;

import java.util.Arrays;
import java.util.List;

import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;

/** What a kernel has to compute, element by element in plain Java. */
final class Oracle {
    private static final int LANES = 16;
    private final Trial trial;
    private final Recipe recipe;
    private final List<Value> needed;
    private final int[] bits;

    Oracle(Trial trial) {
        this.trial = trial;
        this.recipe = trial.recipe;
        this.needed = recipe.needed();
        this.bits = new int[recipe.body.values().size()];
    }

    /** Goes through the loops on the trial's own arrays. */
    void run() {
        switch (recipe.mode) {
            case EACH -> each();
            case OUTER -> columns();
            default -> rows();
        }
    }

    private void each() {
        for (int outer = trial.outerFrom; outer < trial.outerTo; outer++) {
            for (int inner = trial.innerFrom; inner < trial.innerTo; inner++) {
                turn(outer, inner);
            }
        }
    }

    private void columns() {
        for (int inner = trial.innerFrom; inner < trial.innerTo; inner++) {
            float result = recipe.neutral();
            for (int outer = trial.outerFrom; outer < trial.outerTo; outer++) {
                result = joined(result, turn(outer, inner));
            }
            store(recipe.result, 0, inner, result);
        }
    }

    private void rows() {
        for (int outer = trial.outerFrom; outer < trial.outerTo; outer++) {
            float[] partial = new float[LANES];
            Arrays.fill(partial, recipe.neutral());
            for (int inner = trial.innerFrom; inner < trial.innerTo; inner++) {
                int lane = (inner - trial.innerFrom) % LANES;
                partial[lane] = joined(partial[lane], turn(outer, inner));
            }
            for (int half = LANES / 2; half > 0; half /= 2) {
                for (int lane = 0; lane < half; lane++) {
                    partial[lane] = joined(partial[lane], partial[lane + half]);
                }
            }
            store(recipe.result, outer, 0, partial[0]);
        }
    }

    private void store(int slot, int outer, int inner, float result) {
        float[] array = trial.floats(slot);
        int place = trial.place(slot, outer, inner);
        array[place] = trial.first ? result : joined(array[place], result);
    }

    private float joined(float a, float b) {
        return recipe.fold == Op.ADD ? a + b : Math.max(a, b);
    }

    /** Computes and stores one element; gives what is summed up. */
    private float turn(int outer, int inner) {
        for (Value value : needed) {
            bits[value.index] = value.op == Op.INPUT ? read(value, trial.place(value.argument, outer, inner))
                    : value.lane == Lane.FLOAT ? Float.floatToRawIntBits(real(value))
                    : value.lane == Lane.INT ? integer(value) : truth(value) ? 1 : 0;
        }
        for (Recipe.Store store : recipe.stores) {
            int place = trial.place(store.slot, outer, inner);
            if (recipe.slots.get(store.slot).isInt) {
                trial.ints(store.slot)[place] = bits[store.value.index];
            } else {
                trial.floats(store.slot)[place] = Float.intBitsToFloat(bits[store.value.index]);
            }
        }
        return recipe.folded == null ? 0 : Float.intBitsToFloat(bits[recipe.folded.index]);
    }

    private int read(Value value, int place) {
        return value.lane == Lane.INT ? trial.ints(value.argument)[place]
                : Float.floatToRawIntBits(trial.floats(value.argument)[place]);
    }

    private int bits(Value value, int operand) {
        return operand < value.operands.size() ? bits[value.operand(operand).index] : 0;
    }

    private float of(Value value, int operand) {
        return Float.intBitsToFloat(bits(value, operand));
    }

    private float real(Value value) {
        float a = of(value, 0);
        float b = of(value, 1);
        return switch (value.op) {
            case NUMBER -> trial.numbers[value.argument];
            case LITERAL -> Float.intBitsToFloat(value.argument);
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case FMA -> Math.fma(a, b, of(value, 2));
            case NEG -> -a;
            case ABS -> Math.abs(a);
            case SQRT -> (float) Math.sqrt(a);
            case SELECT -> bits(value, 0) != 0 ? b : of(value, 2);
            case FLOAT -> a;
            case CALL -> call(String.valueOf(value.function), a, b);
            default -> throw new IllegalStateException("no float: " + value);
        };
    }

    private static float call(String function, float a, float b) {
        return switch (function) {
            case "sin" -> (float) StrictMath.sin(a);
            case "cos" -> (float) StrictMath.cos(a);
            case "pow" -> (float) StrictMath.pow(a, b);
            default -> throw new IllegalStateException(function);
        };
    }

    private int integer(Value value) {
        int a = bits(value, 0);
        int b = bits(value, 1);
        return switch (value.op) {
            case NUMBER -> trial.integers[value.argument];
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
            case INT_SELECT -> a != 0 ? b : bits(value, 2);
            case BITS -> a;
            case CALL -> call(String.valueOf(value.function), a, b);
            default -> throw new IllegalStateException("no int: " + value);
        };
    }

    private static int call(String function, int a, int b) {
        float x = Float.intBitsToFloat(a);
        return switch (function) {
            case "truncated" -> (int) x;
            case "unsigned" -> x >= 0x1p32f ? -1 : x > 0 ? (int) (long) x : 0;
            case "quotient" -> b == 0 ? 0 : a / b;
            default -> throw new IllegalStateException(function);
        };
    }

    private boolean truth(Value value) {
        int a = bits(value, 0);
        int b = bits(value, 1);
        return switch (value.op) {
            case GT -> of(value, 0) > of(value, 1);
            case GE -> of(value, 0) >= of(value, 1);
            case EQ -> of(value, 0) == of(value, 1);
            case INT_GT -> a > b;
            case INT_EQ -> a == b;
            case AND -> (a & b) != 0;
            case OR -> (a | b) != 0;
            case NOT -> a == 0;
            default -> throw new IllegalStateException("no truth value: " + value);
        };
    }
}

package org.fascicle.backend.jit.recipe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What a kernel computes for one lane: values in order, none twice. Used by one thread while it is built. */
public final class Body {
    private static final float LARGE = 12582912f;
    private final List<Value> values = new ArrayList<>();
    private final Map<String, Value> known = new HashMap<>();

    /** All values; each comes after its operands. */
    public List<Value> values() {
        return values;
    }

    public Value input(Lane lane, int slot) {
        return put(Op.INPUT, lane, slot, null);
    }

    public Value number(Lane lane, int place) {
        return put(Op.NUMBER, lane, place, null);
    }

    public Value literal(float number) {
        return put(Op.LITERAL, Lane.FLOAT, Float.floatToRawIntBits(number), null);
    }

    public Value literal(int number) {
        return put(Op.LITERAL, Lane.INT, number, null);
    }

    /** A float operation. */
    public Value real(Op op, Value... operands) {
        return put(op, Lane.FLOAT, 0, null, operands);
    }

    /** An int operation. */
    Value integer(Op op, Value... operands) {
        return put(op, Lane.INT, 0, null, operands);
    }

    /** A comparison or an operation on truth values. */
    public Value truth(Op op, Value... operands) {
        return put(op, Lane.TRUTH, 0, null, operands);
    }

    Value call(Lane lane, String function, Value... operands) {
        return put(Op.CALL, lane, 0, function, operands);
    }

    public Value add(Value a, Value b) {
        return real(Op.ADD, a, b);
    }

    Value sub(Value a, Value b) {
        return real(Op.SUB, a, b);
    }

    public Value mul(Value a, Value b) {
        return real(Op.MUL, a, b);
    }

    Value div(Value a, Value b) {
        return real(Op.DIV, a, b);
    }

    /** a · b + c, rounded once. */
    Value fma(Value a, Value b, Value c) {
        return real(Op.FMA, a, b, c);
    }

    public Value select(Value condition, Value yes, Value no) {
        return yes.lane == Lane.INT ? integer(Op.INT_SELECT, condition, yes, no) : real(Op.SELECT, condition, yes, no);
    }

    public Value greater(Value a, Value b) {
        return truth(a.lane == Lane.INT ? Op.INT_GT : Op.GT, a, b);
    }

    public Value equal(Value a, Value b) {
        return truth(a.lane == Lane.INT ? Op.INT_EQ : Op.EQ, a, b);
    }

    public Value not(Value a) {
        return truth(Op.NOT, a);
    }

    Value shift(Op op, Value a, int distance) {
        return put(op, Lane.INT, distance, null, a);
    }

    Value bits(Value a) {
        return integer(Op.BITS, a);
    }

    Value toFloat(Value bits) {
        return real(Op.FLOAT, bits);
    }

    /**
     * An integer between −2²² and 2²² as a real: the lowest bits of a large one, which is then taken away. The vector module has a
     * conversion, but the compiler does not always find the species that it looks for, and makes objects.
     */
    Value small(Value integer) {
        Value large = toFloat(integer(Op.INT_ADD, integer, literal(Float.floatToRawIntBits(LARGE))));
        return sub(large, literal(LARGE));
    }

    /** A polynomial by Horner's rule with fused operations; the coefficient of the highest power comes first. */
    Value polynomial(Value x, float... coefficients) {
        Value sum = literal(coefficients[0]);
        for (int i = 1; i < coefficients.length; i++) {
            sum = fma(sum, x, literal(coefficients[i]));
        }
        return sum;
    }

    private Value put(Op op, Lane lane, int argument, @Nullable String function, Value... operands) {
        List<Value> in = List.of(operands);
        if (op.isSymmetric() && operands[0].index > operands[1].index) {
            in = List.of(operands[1], operands[0]);
        }
        Value value = new Value(values.size(), op, lane, in, argument, function);
        Value same = known.putIfAbsent(value.toString(), value);
        if (same != null) {
            return same;
        }
        values.add(value);
        return value;
    }

    /** The same text for the same computation. */
    @Override
    public String toString() {
        return values.toString();
    }
}

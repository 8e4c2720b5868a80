package org.fascicle.backend.jit.recipe;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** One value of a kernel's body. Immutable; made by {@link Body} only, equal to itself only. */
public final class Value {
    public final int index;
    public final Op op;
    public final Lane lane;
    public final List<Value> operands;
    /** The bits of a literal, the place of a number or slot, the distance of a shift. */
    public final int argument;
    /** The function that a call calls. */
    public final @Nullable String function;

    Value(int index, Op op, Lane lane, List<Value> operands, int argument, @Nullable String function) {
        this.index = index;
        this.op = op;
        this.lane = lane;
        this.operands = operands;
        this.argument = argument;
        this.function = function;
    }

    public Value operand(int at) {
        return operands.get(at);
    }

    /** Whether it is the same in all lanes and all turns of a loop. */
    public boolean isConstant() {
        return op == Op.NUMBER || op == Op.LITERAL;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(op.name());
        operands.forEach(operand -> text.append(' ').append(operand.index));
        return text.append('#').append(argument).append(function == null ? "" : function).append(lane.name().charAt(0))
                .toString();
    }
}

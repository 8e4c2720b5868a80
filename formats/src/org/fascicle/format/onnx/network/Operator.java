package org.fascicle.format.onnx.network;

import java.util.List;
import java.util.function.Function;

/** How an operator of the file becomes layers. */
@FunctionalInterface
interface Operator {
    /**
     * Its outputs, or the first of them.
     *
     * @throws Refused if it has no equal
     */
    List<Value> apply(Call call);

    /** An operator of one output. */
    static Operator of(Function<Call, Value> single) {
        return call -> List.of(single.apply(call));
    }
}

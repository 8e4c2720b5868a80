package org.fascicle.format.onnx;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.expr.Type;

/** A primitive over tensors of the file, and the result that it has to give. Immutable. */
record Operation(Primitive op, Attributes attributes, Type type, Shape shape, List<Value> operands) {
    /** The name of an operand. */
    String name(int at) {
        return operands.get(at).name();
    }

    /** The names of all operands. */
    List<String> names() {
        return operands.stream().map(Value::name).collect(Collectors.toList());
    }

    /** The type of an operand. */
    Type typeOf(int at) {
        return operands.get(at).type();
    }

    /** The shape of an operand. */
    Shape shapeOf(int at) {
        return operands.get(at).shape();
    }

    /** The names of operands that together broadcast to the result: what was repeated for it goes in as it was before, if it can. */
    List<String> broadcasting() {
        Shape met = Shape.scalar();
        try {
            for (Value operand : operands) {
                met = Expressions.broadcastShape(met, operand.source().shape());
            }
        } catch (ShapeException e) {
            return names();
        }
        return met.equals(shape) ? operands.stream().map(operand -> operand.source().name()).collect(Collectors.toList())
                : names();
    }
}

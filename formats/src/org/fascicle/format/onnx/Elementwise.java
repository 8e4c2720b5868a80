package org.fascicle.format.onnx;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Type;

/** Elementwise primitives as operators. */
final class Elementwise {
    private Elementwise() {}

    /** The operator of a name, which broadcasts its operands itself. */
    static Operator of(String operator) {
        return (operation, graph) -> graph.node(operator, operation.broadcasting());
    }

    /** The same for numbers; truth values are compared as such. */
    static Operator comparison(String operator) {
        return (operation, graph) -> operation.typeOf(0) != Type.BOOL ? graph.node(operator, operation.broadcasting())
                : graph.node(operator, operation.broadcasting().stream().map(name -> graph.cast(name, Element.INT32))
                        .collect(Collectors.toList()));
    }

    /** Of integers, x / 0 = 0. */
    static String div(Operation operation, OnnxGraph graph) {
        List<String> operands = operation.broadcasting();
        if (operation.type() == Type.REAL) {
            return graph.node("Div", operands);
        }
        String zero = graph.number(0, operation.type());
        String isZero = graph.node("Equal", List.of(operands.get(1), zero));
        String divisor = graph.node("Where", List.of(isZero, graph.number(1, operation.type()), operands.get(1)));
        return graph.node("Where", List.of(isZero, zero, graph.node("Div", List.of(operands.get(0), divisor))));
    }

    /** Of truth values, by And and Or. */
    static String where(Operation operation, OnnxGraph graph) {
        List<String> operands = operation.broadcasting();
        if (operation.type() != Type.BOOL) {
            return graph.node("Where", operands);
        }
        String first = graph.node("And", operands.subList(0, 2));
        String other = graph.node("Not", operands.subList(0, 1));
        return graph.node("Or", List.of(first, graph.node("And", List.of(other, operands.get(2)))));
    }

    static String cast(Operation operation, OnnxGraph graph) {
        if (Bfloat16.isRounding(operation.op(), operation.attributes())) {
            return graph.cast(graph.cast(operation.name(0), Element.BFLOAT16), Element.FLOAT);
        }
        return graph.cast(operation.name(0), Element.of(operation.type()));
    }
}

package org.fascicle.format.onnx;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.problem.InputException;
import org.fascicle.compiler.decomposition.Decomposition;

/** Makes operators of the nodes of a graph. Used once, by one thread. */
final class Translation {
    private final OnnxGraph graph;
    private final Function<String, String> inputs;
    private final Function<String, String> variables;
    private final Map<Node, Value> values = new IdentityHashMap<>();

    /**
     * A translation.
     *
     * @param inputs gives the tensor of an input, by its name in the graph
     * @param variables gives the tensor of a variable, by its path
     */
    Translation(OnnxGraph graph, Function<String, String> inputs, Function<String, String> variables) {
        this.graph = graph;
        this.inputs = inputs;
        this.variables = variables;
    }

    /** Writes all nodes, and gives each output its name. */
    void run(Graph source) {
        Set<Primitive> kernels = new HashSet<>(Operators.primitives());
        kernels.addAll(
                List.of(Primitives.CONSTANT, Primitives.INPUT, Primitives.VARIABLE, Primitives.SCALAR, Primitives.BROADCAST));
        Graph simple;
        try {
            simple = Decomposition.of(source, kernels, "onnx");
        } catch (BackendException e) {
            throw new InputException(String.valueOf(e.getMessage()));
        }
        for (Node node : simple.nodes()) {
            graph.from(node.provenance());
            List<Value> operands = node.operands().stream().map(this::known).collect(Collectors.toList());
            values.put(node, value(node, operands, simple));
        }
        simple.outputs().forEach((name, node) -> graph.identity(known(node).name(), name));
    }

    private Value known(Node node) {
        return Objects.requireNonNull(values.get(node));
    }

    private Value value(Node node, List<Value> operands, Graph simple) {
        if (node.op() == Primitives.INPUT) {
            return Value.of(inputs.apply(node.attributes().text("name")), node.type(), node.shape());
        } else if (node.op() == Primitives.VARIABLE) {
            return Value.of(variables.apply(node.attributes().text("path")), node.type(), node.shape());
        } else if (node.op() == Primitives.CONSTANT) {
            return Value.of(graph.number(node.attributes().number("value"), node.type()), node.type(), node.shape());
        } else if (node.op() == Primitives.SCALAR) {
            return host(simple.scalars().get(node.attributes().integer("index")));
        } else if (node.op() == Primitives.BROADCAST) {
            Value operand = operands.get(0);
            return Value.broadcast(operand, node.shape(),
                    () -> graph.node("Expand", List.of(operand.source().name(), graph.extents(node.shape()))));
        }
        Operation operation = new Operation(node.op(), node.attributes(), node.type(), node.shape(), operands);
        return Value.of(written(operation), node.type(), node.shape());
    }

    private String written(Operation operation) {
        return Objects.requireNonNull(Operators.of(operation.op()), operation.op().name()).write(operation, graph);
    }

    /** What the host would compute before a run: the file computes it itself. */
    private Value host(Expr e) {
        if (e.op() == Primitives.SCALAR) {
            if (!e.attributes().equals(Expressions.rows().attributes())) {
                throw new InputException("the model needs the number " + e.attributes() + ", which only training knows");
            }
            String rows = graph.node("Squeeze", List.of(graph.cast(graph.rows(), Element.FLOAT)));
            return Value.of(rows, Type.REAL, e.shape());
        } else if (e.op() == Primitives.CONSTANT) {
            return Value.of(graph.number(e.attributes().number("value"), e.type()), e.type(), e.shape());
        }
        List<Value> operands = e.operands().stream().map(this::host).collect(Collectors.toList());
        if (Operators.of(e.op()) == null) {
            throw new InputException("a number that depends on the rows cannot be written: " + e);
        }
        return Value.of(written(new Operation(e.op(), e.attributes(), e.type(), e.shape(), operands)), e.type(), e.shape());
    }
}

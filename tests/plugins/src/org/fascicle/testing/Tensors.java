package org.fascicle.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.reference.ReferenceBackend;

/** Literal tensors in, arrays out: evaluates expressions on the reference backend, for tests. Used by one thread. */
public final class Tensors {
    private final Backend backend = new ReferenceBackend();
    private final Map<String, Buffer> inputs = new LinkedHashMap<>();
    private final int rows;
    private final Precision precision;

    /**
     * Tensors of a batch, in float64.
     *
     * @param rows what the symbolic extent stands for
     */
    public Tensors(int rows) {
        this(rows, Precision.FLOAT64);
    }

    /** Tensors of a batch in a precision, which numbers given are rounded to. */
    public Tensors(int rows, Precision precision) {
        this.rows = rows;
        this.precision = precision;
    }

    /** A real tensor. */
    public Expr real(Shape shape, double... values) {
        Buffer buffer = buffer(Type.REAL, shape, values.length);
        buffer.write(0, values, 0, values.length);
        return input(Type.REAL, shape, buffer);
    }

    /** A batch of rows: {@code [rows, extents…]}. */
    public Expr batch(int[] extents, double... values) {
        return real(Shape.batch(extents), values);
    }

    /** One label for each row. */
    public Expr labels(int... values) {
        Buffer buffer = buffer(Type.INT32, Shape.batch(), values.length);
        buffer.write(0, values, 0, values.length);
        return input(Type.INT32, Shape.batch(), buffer);
    }

    /** The elements of a real expression, row-major. */
    public double[] evaluate(Expr expression) {
        Graph.Builder builder = new Graph.Builder();
        builder.output("value", node(expression, builder, new HashMap<>()));
        Graph graph = builder.build();
        RunArguments arguments = new RunArguments(graph.scalars().size()).rows(rows);
        for (int i = 0; i < graph.scalars().size(); i++) {
            arguments.scalars()[i] = rows;
        }
        try (Executable program = backend.compile(graph, CompileSettings.of(precision, rows));
                Workspace workspace = program.open(Bindings.of(Map.of(), inputs))) {
            workspace.run(arguments);
            double[] values = new double[(int) expression.shape().size(rows)];
            workspace.output("value").read(0, values, 0, values.length);
            return values;
        }
    }

    private Buffer buffer(Type type, Shape shape, int length) {
        if (shape.size(rows) != length) {
            throw new IllegalArgumentException(shape + " of " + rows + " rows does not have " + length + " elements");
        }
        return backend.allocate(type, precision, length);
    }

    private Expr input(Type type, Shape shape, Buffer buffer) {
        String name = "x" + inputs.size();
        inputs.put(name, buffer);
        return Expressions.input(name, type, shape);
    }

    // What stands twice in an expression is one node; a composite is what it is made of; the one host scalar is the rows.
    private static Node node(Expr expression, Graph.Builder builder, Map<Expr, Node> known) {
        Node node = known.get(expression);
        if (node == null) {
            node = make(expression, builder, known);
            known.put(expression, node);
        }
        return node;
    }

    private static Node make(Expr expression, Graph.Builder builder, Map<Expr, Node> known) {
        if (expression.op().decomposition().isPresent()) {
            return node(expression.op().decomposition().get().apply(expression), builder, known);
        }
        if (expression.op() == Primitives.SCALAR) {
            if (!expression.attributes().text("name").equals("rows")) {
                throw new IllegalArgumentException("only the rows are known, not " + expression.attributes());
            }
            return builder.scalar(expression, "test");
        }
        List<Node> operands = new ArrayList<>();
        expression.operands().forEach(operand -> operands.add(node(operand, builder, known)));
        return builder.add(expression, operands, "test");
    }
}

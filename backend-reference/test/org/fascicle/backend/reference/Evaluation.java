package org.fascicle.backend.reference;

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

/** Runs expressions on this backend, as they stand: literal tensors in, arrays out. */
final class Evaluation {
    private static final int MAX_ROWS = 8;

    private final Backend backend = new ReferenceBackend();
    private final Precision precision;
    private final Map<String, Buffer> inputs = new LinkedHashMap<>();
    private final RunArguments arguments;

    private Evaluation(Precision precision, double[] scalars) {
        this.precision = precision;
        this.arguments = new RunArguments(scalars.length);
        System.arraycopy(scalars, 0, arguments.scalars(), 0, scalars.length);
    }

    static Evaluation float64() {
        return new Evaluation(Precision.FLOAT64, new double[0]);
    }

    static Evaluation float32() {
        return new Evaluation(Precision.FLOAT32, new double[0]);
    }

    static Evaluation withScalars(Precision precision, double... scalars) {
        return new Evaluation(precision, scalars);
    }

    Evaluation rows(int rows) {
        arguments.rows(rows);
        return this;
    }

    Evaluation seed(long seed) {
        arguments.seed(seed);
        return this;
    }

    Evaluation step(long step) {
        arguments.step(step);
        return this;
    }

    Expr real(Shape shape, double... values) {
        Buffer buffer = buffer(Type.REAL, shape);
        buffer.write(0, values, 0, values.length);
        return input(Type.REAL, shape, buffer);
    }

    Expr vector(double... values) {
        return real(Shape.of(values.length), values);
    }

    Expr integer(Type type, Shape shape, int... values) {
        Buffer buffer = buffer(type, shape);
        buffer.write(0, values, 0, values.length);
        return input(type, shape, buffer);
    }

    Expr int32(int... values) {
        return integer(Type.INT32, Shape.of(values.length), values);
    }

    Expr bool(int... values) {
        return integer(Type.BOOL, Shape.of(values.length), values);
    }

    double[] reals(Expr expression) {
        Workspace workspace = run(expression);
        Buffer output = workspace.output("value");
        double[] values = new double[(int) output.size()];
        output.read(0, values, 0, values.length);
        workspace.close();
        return values;
    }

    int[] integers(Expr expression) {
        Workspace workspace = run(expression);
        Buffer output = workspace.output("value");
        int[] values = new int[(int) output.size()];
        output.read(0, values, 0, values.length);
        workspace.close();
        return values;
    }

    private Workspace run(Expr expression) {
        Graph.Builder builder = new Graph.Builder();
        Graph graph = builder.output("value", node(expression, builder, new HashMap<>())).build();
        Executable program = backend.compile(graph, CompileSettings.of(precision, MAX_ROWS));
        Workspace workspace = program.open(Bindings.of(Map.of(), inputs));
        workspace.run(arguments);
        return workspace;
    }

    private Buffer buffer(Type type, Shape shape) {
        return backend.allocate(type, precision, shape.size(MAX_ROWS));
    }

    private Expr input(Type type, Shape shape, Buffer buffer) {
        String name = "x" + inputs.size();
        inputs.put(name, buffer);
        return Expressions.input(name, type, shape);
    }

    /** The node of an expression; what stands twice in it is one node. */
    static Node node(Expr expression, Graph.Builder builder, Map<Expr, Node> known) {
        Node node = known.get(expression);
        if (node == null) {
            List<Node> operands = new ArrayList<>();
            expression.operands().forEach(operand -> operands.add(node(operand, builder, known)));
            node = expression.op() == Primitives.SCALAR
                    ? builder.scalar(expression, "test")
                    : builder.add(expression, operands, "test");
            known.put(expression, node);
        }
        return node;
    }
}

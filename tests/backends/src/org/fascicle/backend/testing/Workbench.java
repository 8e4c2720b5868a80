package org.fascicle.backend.testing;

import java.util.HashMap;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;

/** A graph that a test builds, with buffers of one backend in float32. Used by one thread. */
public final class Workbench {
    /** What the graph is built with. */
    public final Graph.Builder builder = new Graph.Builder();
    private final Backend backend;
    private final Map<Expr, Node> known = new HashMap<>();
    private final Map<String, Buffer> variables = new HashMap<>();
    private final Map<String, Buffer> inputs = new HashMap<>();

    /** An empty graph. */
    public Workbench(Backend backend) {
        this.backend = backend;
    }

    /** A real variable with its values. */
    public Expr variable(String path, Shape shape, double... values) {
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT32, shape.size());
        variables.put(path, buffer);
        buffer.write(0, values, 0, values.length);
        return Expressions.variable(path, Type.REAL, shape);
    }

    /** A real input of zeros. */
    public Expr input(String name, Shape shape, int rows) {
        inputs.put(name, backend.allocate(Type.REAL, Precision.FLOAT32, shape.size(rows)));
        return Expressions.input(name, Type.REAL, shape);
    }

    /** Writes a value to a variable at the end of a run. */
    public void commit(Expr variable, Expr value, boolean guarded) {
        builder.commit(Variable.of(variable.attributes().text("path"), variable.type(), variable.shape()), node(value),
                guarded);
    }

    /** The node of an expression. */
    public Node node(Expr expression) {
        return Comparison.node(expression, builder, known);
    }

    /** Runs of the graph. */
    public Workspace open(int rows) {
        return backend.compile(builder.build(), CompileSettings.of(Precision.FLOAT32, rows))
                .open(Bindings.of(variables, inputs));
    }

    /** The buffers of the variables, by path. */
    public Map<String, Buffer> variables() {
        return variables;
    }

    /** The buffers of the inputs, by name. */
    public Map<String, Buffer> inputs() {
        return inputs;
    }

    /** What a variable holds. */
    public double[] value(String path) {
        return Comparison.values(variables.get(path));
    }
}

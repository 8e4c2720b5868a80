package org.fascicle.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

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
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Variable;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.compiler.lowering.HostScalars;
import org.fascicle.compiler.lowering.Lowering;
import org.fascicle.compiler.rewrite.Rewriter;

/** Literal tensors in, arrays out: evaluates expressions on the reference backend, for tests. Used by one thread. */
public final class Tensors {
    private static final String VALUE = "value";
    private static final String ROWS = "rows";
    private static final String PLACE = "test";

    private final Backend backend = new ReferenceBackend();
    private final Map<String, Buffer> inputs = new LinkedHashMap<>();
    private final int rows;
    private final Precision precision;
    private int places;

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

    /** The precisions that tensors can be in: those of the backend that evaluates them. */
    public static Stream<Precision> precisions() {
        return new ReferenceBackend().capabilities().precisions().stream();
    }

    /** A real tensor. */
    public Expr real(Shape shape, double... values) {
        return input(Type.REAL, shape, reals(shape, values));
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

    /** The elements of a real expression of these tensors, row-major. */
    public double[] evaluate(Expr expression) {
        return evaluate(expression, variable -> {
            throw new IllegalArgumentException("the expression reads " + variable + ": evaluate it at its TestPlace");
        }, name -> {
            throw new IllegalArgumentException("the expression reads '" + name + "': evaluate it at its TestPlace");
        });
    }

    /** A path that no other place has. */
    String path() {
        places++;
        return places == 1 ? PLACE : PLACE + "_" + places;
    }

    /** As the platform computes it: rewritten, lowered, and run on the reference. */
    double[] evaluate(Expr expression, Function<Variable, double[]> variables, ToDoubleFunction<String> scalars) {
        Graph graph = Lowering.graph(Map.of(VALUE, Rewriter.rewrite(List.of(expression)).get(0)));
        RunArguments arguments = new RunArguments(graph.scalars().size()).rows(rows);
        HostScalars.compile(graph.scalars())
                .evaluate(name -> name.equals(ROWS) ? rows : scalars.applyAsDouble(name), arguments.scalars());
        Map<String, Buffer> store = new LinkedHashMap<>();
        for (Variable variable : graph.variables()) {
            store.put(variable.path(), reals(variable.shape(), variables.apply(variable)));
        }
        try (Executable program = backend.compile(graph, CompileSettings.of(precision, rows));
                Workspace workspace = program.open(Bindings.of(store, inputs))) {
            workspace.run(arguments);
            double[] values = new double[(int) expression.shape().size(rows)];
            workspace.output(VALUE).read(0, values, 0, values.length);
            return values;
        }
    }

    private Buffer reals(Shape shape, double... values) {
        Buffer buffer = buffer(Type.REAL, shape, values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
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
}

package org.fascicle.tests.gradient;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.sum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.core.expression.Differentiator;
import org.fascicle.core.expression.HostScalars;
import org.fascicle.core.expression.Lowering;
import org.fascicle.core.expression.Rewriter;

/**
 * A subject's gradient, compiled for a backend: the derivatives of the sum of all that it computes, each element with a
 * weight of its own, by all leaves that are wanted. Used by one thread.
 */
final class Program implements AutoCloseable {
    private static final String LOSS = "loss";
    private static final String WEIGHTS = "weights";
    private static final String GRADIENT = "gradient of ";
    private static final String KINK = "kink ";
    private static final long SEED = 5;
    private static final long STEP = 3;
    private static final double LEARNING_RATE = 0.1;

    private final Subject subject;
    private final int rows;
    private final List<Leaf> weights = new ArrayList<>();
    private final Graph graph;
    private final Executable executable;
    private final Workspace workspace;
    private final Map<String, Buffer> buffers = new LinkedHashMap<>();
    private final RunArguments arguments;

    /**
     * Compiles a subject.
     *
     * @param kinks whether the predicates of kinks are computed as well
     */
    Program(Backend backend, Precision precision, Subject subject, int rows, boolean kinks) {
        this.subject = subject;
        this.rows = rows;
        this.graph = graph(kinks);
        executable = backend.compile(graph, CompileSettings.of(precision, rows));
        Map<String, Buffer> variables = new LinkedHashMap<>();
        graph.variables().forEach(variable -> variables.put(variable.path(),
                backend.allocate(variable.type(), precision, variable.shape().size())));
        Map<String, Buffer> inputs = new LinkedHashMap<>();
        graph.inputs().forEach((name, node) ->
                inputs.put(name, backend.allocate(node.type(), precision, node.shape().size(rows))));
        buffers.putAll(variables);
        buffers.putAll(inputs);
        workspace = executable.open(Bindings.of(variables, inputs));
        arguments = new RunArguments(graph.scalars().size()).rows(rows).seed(SEED).step(STEP);
        HostScalars.compile(graph.scalars()).evaluate(this::scalar, arguments.scalars());
    }

    private Graph graph(boolean kinks) {
        Expr loss = constant(0);
        for (Expr value : subject.values()) {
            Expr weight = input(WEIGHTS + weights.size(), Type.REAL, value.shape());
            weights.add(Leaf.of(WEIGHTS + weights.size(), weight, Leaf.Values.NORMAL));
            loss = loss.add(sum(value.mul(weight)));
        }
        for (Expr penalty : subject.penalties()) {
            loss = loss.add(penalty);
        }
        Expr simple = Rewriter.rewrite(List.of(loss), subject.provenance()).get(0);
        List<Expr> wanted = subject.wanted().stream().map(Leaf::expression).collect(Collectors.toList());
        List<Expr> gradients = Differentiator.gradients(simple, wanted, subject.provenance());
        Lowering lowering = new Lowering(subject.provenance()).output(LOSS, simple);
        for (int i = 0; i < gradients.size(); i++) {
            lowering.output(GRADIENT + subject.wanted().get(i).name(), gradients.get(i));
        }
        if (kinks) {
            List<Expr> predicates = Kinks.of(simple);
            for (int i = 0; i < predicates.size(); i++) {
                lowering.output(KINK + i, predicates.get(i));
            }
        }
        return lowering.build();
    }

    /** The leaves that weigh the elements of what the subject computes. */
    List<Leaf> weights() {
        return weights;
    }

    /** Sets a leaf's values; one that nothing depends on has no place. */
    void set(String leaf, double[] values) {
        Buffer buffer = buffers.get(leaf);
        if (buffer == null) {
            return;
        }
        if (buffer.type() == Type.REAL) {
            buffer.write(0, values, 0, values.length);
        } else {
            int[] whole = new int[values.length];
            for (int i = 0; i < whole.length; i++) {
                whole[i] = (int) values[i];
            }
            buffer.write(0, whole, 0, whole.length);
        }
    }

    void run() {
        workspace.run(arguments);
    }

    double loss() {
        return read(LOSS)[0];
    }

    double[] gradient(Leaf leaf) {
        return read(GRADIENT + leaf.name());
    }

    /** All predicates. */
    List<double[]> kinks() {
        return graph.outputs().keySet().stream().filter(name -> name.startsWith(KINK)).map(this::read)
                .collect(Collectors.toList());
    }

    @Override
    public void close() {
        workspace.close();
        executable.close();
        buffers.values().forEach(Buffer::close);
    }

    private double[] read(String output) {
        double[] values = new double[Math.toIntExact(graph.outputs().get(output).shape().size(rows))];
        workspace.output(output).read(0, values, 0, values.length);
        return values;
    }

    private double scalar(String name) {
        switch (name) {
            case "rows":
                return rows;
            case "step":
                return STEP;
            case "learning_rate":
                return LEARNING_RATE;
            default:
                throw new IllegalStateException(name);
        }
    }
}

package org.fascicle.tck.subject;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.compiler.decomposition.Decomposition;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.gradient.Held;
import org.fascicle.compiler.lowering.HostScalars;
import org.fascicle.compiler.lowering.Lowering;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.compiler.trace.UpdateTraceScope;

/**
 * A subject on a backend: its values, and the derivatives of their sum, each element with a weight of its own, by all leaves
 * that are wanted. Used by one thread.
 */
public final class Program implements AutoCloseable {
    private static final String LOSS = "loss";
    private static final String WEIGHTS = "weights";
    private static final String VALUE = "the value of ";
    private static final String GRADIENT = "the gradient by ";
    private static final String KINK = "kink ";
    private static final String CONSTANT = "constant ";
    private static final String OPERAND = "the operand of ";
    private static final String PRODUCT = "product ";
    private static final long SEED = 5;
    private static final long STEPS = 3;
    private static final double RATE = 0.1;

    private final int rows;
    private final List<Leaf> leaves;
    private final Graph graph;
    private final Executable executable;
    private final Map<String, Buffer> buffers = new LinkedHashMap<>();
    private final Workspace workspace;
    private final RunArguments arguments;

    private Program(Backend backend, Precision precision, Graph graph, List<Leaf> leaves, int rows) {
        this.graph = graph;
        this.leaves = leaves;
        this.rows = rows;
        executable = backend.compile(Decomposition.of(graph, backend), CompileSettings.of(precision, rows));
        Map<String, Buffer> variables = new LinkedHashMap<>();
        graph.variables().forEach(variable -> variables.put(variable.path(),
                backend.allocate(variable.type(), precision, variable.shape().size())));
        Map<String, Buffer> inputs = new LinkedHashMap<>();
        graph.inputs()
                .forEach((name, node) -> inputs.put(name, backend.allocate(node.type(), precision, node.shape().size(rows))));
        buffers.putAll(variables);
        buffers.putAll(inputs);
        workspace = executable.open(Bindings.of(variables, inputs));
        arguments = new RunArguments(graph.scalars().size()).rows(rows).seed(SEED).step(STEPS);
    }

    /** Values alone. */
    public static Program ofValues(Backend backend, Precision precision, Subject subject, int rows) {
        return of(backend, precision, subject.values(), subject.leaves(), rows);
    }

    /** Some expressions, by the names under which they can be read. */
    public static Program of(Backend backend, Precision precision, Map<String, Expr> values,
            List<Leaf> leaves, int rows) {
        List<Expr> rewritten = Rewriter.rewrite(new ArrayList<>(values.values()));
        Map<String, Expr> outputs = new LinkedHashMap<>();
        for (String name : values.keySet()) {
            outputs.put(name, rewritten.get(outputs.size()));
        }
        return made(backend, precision, outputs, leaves, rows);
    }

    /** Values and gradients. */
    public static Program ofGradients(Backend backend, Precision precision, Subject subject, int rows) {
        return ofGradients(backend, precision, subject, rows, false);
    }

    /** Values and gradients, and the products of matrices that both depend on the subject's first leaf. */
    public static Program ofProducts(Backend backend, Precision precision, Subject subject, int rows) {
        return ofGradients(backend, precision, subject, rows, true);
    }

    private static Program ofGradients(Backend backend, Precision precision, Subject subject, int rows, boolean products) {
        List<Leaf> leaves = new ArrayList<>(subject.leaves());
        List<Expr> rewritten = weighted(subject, leaves);
        Expr loss = rewritten.get(rewritten.size() - 1);
        Map<String, Expr> outputs = gradients(loss, subject);
        outputs.put(LOSS, loss);
        if (products) {
            Expr first = subject.wanted().get(0).expression();
            Parts.of(List.of(loss)).stream()
                    .filter(part -> part.op() == Primitives.MATMUL && part.operands().stream().allMatch(
                            operand -> Parts.of(List.of(operand)).contains(first)))
                    .forEach(part -> outputs.put(PRODUCT + outputs.size(), part));
        }
        int next = 0;
        for (String name : subject.values().keySet()) {
            outputs.put(VALUE + name, rewritten.get(next++));
        }
        return made(backend, precision, outputs, leaves, rows);
    }

    /**
     * Gradients, what they are compared with, and the predicates of its kinks.
     *
     * @param holding whether the number that {@link #loss()} gives has constants where a gradient is stopped, those of the point where
     *     {@link #hold()} was called
     */
    public static Program ofDifferences(Backend backend, Precision precision, Subject subject, int rows, boolean holding) {
        List<Leaf> leaves = new ArrayList<>(subject.leaves());
        List<Expr> rewritten = weighted(subject, leaves);
        Expr loss = rewritten.get(rewritten.size() - 1);
        Map<String, Expr> outputs = gradients(loss, subject);
        Expr compared = loss;
        if (holding) {
            Held held = Held.of(List.of(loss), CONSTANT);
            compared = held.expressions().get(0);
            held.constants().forEach((name, value) -> outputs.put(OPERAND + name, value));
        }
        outputs.put(LOSS, compared);
        List<Expr> predicates = Kinks.of(compared);
        for (int i = 0; i < predicates.size(); i++) {
            outputs.put(KINK + i, predicates.get(i));
        }
        return made(backend, precision, outputs, leaves, rows);
    }

    // The values, and last the sum of all, each element with a weight of its own, which are further leaves.
    private static List<Expr> weighted(Subject subject, List<Leaf> leaves) {
        Expr loss = constant(0);
        for (Expr value : subject.values().values()) {
            String name = WEIGHTS + leaves.size();
            Expr weight = input(name, Type.REAL, value.shape());
            leaves.add(Leaf.of(name, weight, Leaf.Values.NORMAL));
            loss = loss.add(sum(value.mul(weight)));
        }
        for (Expr penalty : subject.penalties()) {
            loss = loss.add(penalty);
        }
        List<Expr> all = new ArrayList<>(subject.values().values());
        all.add(loss);
        return Rewriter.rewrite(all);
    }

    private static Map<String, Expr> gradients(Expr loss, Subject subject) {
        List<Expr> by = subject.wanted().stream().map(Leaf::expression).collect(Collectors.toList());
        List<Expr> gradients = Differentiator.gradients(loss, by);
        Map<String, Expr> outputs = new LinkedHashMap<>();
        for (int i = 0; i < gradients.size(); i++) {
            outputs.put(GRADIENT + subject.wanted().get(i).name(), gradients.get(i));
        }
        return outputs;
    }

    private static Program made(Backend backend, Precision precision, Map<String, Expr> outputs,
            List<Leaf> leaves, int rows) {
        Graph graph = Lowering.graph(outputs);
        Program program = new Program(backend, precision, graph, leaves, rows);
        HostScalars.compile(graph.scalars()).evaluate(program::scalar, program.arguments.scalars());
        return program;
    }

    /** All leaves, weights included; one that nothing depends on has no place in the program. */
    public List<Leaf> leaves() {
        return leaves;
    }

    /** Sets a leaf's values. */
    public void set(String leaf, double[] values) {
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

    /** Runs it once. */
    public void run() {
        workspace.run(arguments);
    }

    /** Runs it once with other draws. */
    public void run(long seed) {
        workspace.run(arguments.seed(seed));
    }

    /** Runs it once, and keeps as constants what gradients are stopped at, if it was made for that. */
    public void hold() {
        run();
        names().stream().filter(name -> name.startsWith(OPERAND))
                .forEach(name -> set(name.substring(OPERAND.length()), read(name)));
    }

    /** The number whose gradient is computed. */
    public double loss() {
        return read(LOSS)[0];
    }

    /** The greatest element of the products of matrices, if it was made for them; 0 if there are none. */
    public double greatestProduct() {
        return greatest(PRODUCT);
    }

    /** The greatest element of the subject's values. */
    public double greatest() {
        return greatest(VALUE);
    }

    private double greatest(String prefix) {
        return graph.outputs().keySet().stream().filter(name -> name.startsWith(prefix))
                .flatMapToDouble(name -> Arrays.stream(read(name))).map(Math::abs).max().orElse(0);
    }

    /** The subject's values and those gradients that are computed, by what they are. */
    public Map<String, double[]> results(Subject subject) {
        Map<String, double[]> results = new LinkedHashMap<>();
        for (String name : subject.values().keySet()) {
            results.put(name, read(graph.outputs().containsKey(VALUE + name) ? VALUE + name : name));
        }
        for (Leaf leaf : subject.wanted()) {
            if (graph.outputs().containsKey(GRADIENT + leaf.name())) {
                results.put(GRADIENT + leaf.name(), gradient(leaf));
            }
        }
        return results;
    }

    /** The gradient by a leaf. */
    public double[] gradient(Leaf leaf) {
        return read(GRADIENT + leaf.name());
    }

    /** All predicates of kinks. */
    public List<double[]> kinks() {
        return names().stream().filter(name -> name.startsWith(KINK)).map(this::read).collect(Collectors.toList());
    }

    /** The names of all that can be read. */
    public List<String> names() {
        return Collections.unmodifiableList(new ArrayList<>(graph.outputs().keySet()));
    }

    /** What was computed under a name, row-major. */
    public double[] read(String output) {
        double[] values =
                new double[Math.toIntExact(Objects.requireNonNull(graph.outputs().get(output), output).shape().size(rows))];
        Buffer buffer = workspace.output(output);
        if (buffer.type() == Type.REAL) {
            buffer.read(0, values, 0, values.length);
            return values;
        }
        int[] whole = new int[values.length];
        buffer.read(0, whole, 0, whole.length);
        for (int i = 0; i < whole.length; i++) {
            values[i] = whole[i];
        }
        return values;
    }

    @Override
    public void close() {
        workspace.close();
        executable.close();
        buffers.values().forEach(Buffer::close);
    }

    private double scalar(String name) {
        switch (name) {
            case "rows":
                return rows;
            case UpdateTraceScope.STEP:
                return STEPS;
            case UpdateTraceScope.LEARNING_RATE:
                return RATE;
            default:
                throw new IllegalStateException("a technique uses the host scalar '" + name + "', which no scope gave it");
        }
    }
}

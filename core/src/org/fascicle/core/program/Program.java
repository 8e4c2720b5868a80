package org.fascicle.core.program;

import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Profile;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.decomposition.Decomposition;
import org.fascicle.compiler.lowering.HostScalars;

/** A compiled graph with one workspace. Used by one thread at a time. */
public final class Program implements AutoCloseable {
    private final Executable executable;
    private final Workspace workspace;
    private final HostScalars scalars;
    private final RunArguments arguments;

    public Program(Backend backend, Graph graph, CompileSettings settings, Map<String, Buffer> variables,
            Map<String, Buffer> inputs) {
        requireMemory(graph, settings.maxRows());
        scalars = HostScalars.compile(graph.scalars());
        arguments = new RunArguments(graph.scalars().size());
        executable = backend.compile(Decomposition.of(graph, backend), settings);
        try {
            workspace = executable.open(Bindings.of(variables, inputs));
        } catch (RuntimeException e) {
            executable.close();
            throw e;
        }
    }

    public static void requireMemory(Graph graph, int maxRows) {
        for (Node node : graph.nodes()) {
            long perRow = node.shape().sizePerRow();
            int rows = node.shape().isBatched() ? maxRows : 1;
            long elements = perRow > Long.MAX_VALUE / rows ? Long.MAX_VALUE : perRow * rows;
            Memory.require(elements, "'" + node.op() + "' of " + node.provenance() + " " + node.shape()
                    + " with a batch of " + maxRows);
        }
    }

    public void run(int rows, long seed, long step, ToDoubleFunction<String> values) {
        workspace.run(arguments(rows, seed, step, values));
    }

    /** A run whose parts are measured; empty, with nothing run, if the backend cannot. */
    public Optional<Profile> profile(int rows, long seed, long step, ToDoubleFunction<String> values) {
        return workspace.profile(arguments(rows, seed, step, values));
    }

    private RunArguments arguments(int rows, long seed, long step, ToDoubleFunction<String> values) {
        scalars.evaluate(values, arguments.scalars());
        return arguments.rows(rows).seed(seed).step(step);
    }

    /** How many runs were refused; waits for all. */
    public long rejected() {
        return workspace.rejected();
    }

    /** How many are known of. */
    public long rejectedSoFar() {
        return workspace.rejectedSoFar();
    }

    /** What an output without rows holds, row-major. */
    public double[] numbers(String output, Shape shape) {
        double[] values = new double[Math.toIntExact(shape.size())];
        workspace.output(output).read(0, values, 0, values.length);
        return values;
    }

    @Override
    public void close() {
        workspace.close();
        executable.close();
    }
}

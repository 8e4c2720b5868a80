package org.fascicle.backend.testing;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.decomposition.Decomposition;
import org.fascicle.compiler.lowering.HostScalars;
import org.fascicle.compiler.lowering.Lowering;

/** Runs a random graph, or some of its expressions, on a backend: each run with the same data. */
final class Execution {
    private static final long STEP = 7;

    private final RandomGraph random;

    Execution(RandomGraph random) {
        this.random = random;
    }

    /** The seed of the random graph. */
    long seed() {
        return random.seed;
    }

    /** The random graph as it stands: with its commits, and nothing simplified. */
    Graph whole() {
        Graph.Builder builder = new Graph.Builder();
        Map<Expr, Node> known = new HashMap<>();
        random.outputs.forEach((name, value) -> builder.output(name, Comparison.node(value, builder, known)));
        random.commits.forEach((variable, value) -> builder.commit(variable, Comparison.node(value, builder, known),
                random.guarded.contains(variable)));
        if (random.guard != null) {
            builder.guard(Comparison.node(random.guard, builder, known));
        }
        return builder.build();
    }

    /** The outputs of the random graph, lowered as those of a network are. */
    Graph lowered() {
        return Lowering.graph(random.outputs);
    }

    /** The name under which a run gives what a variable holds afterwards. */
    static String after(String path) {
        return "after " + path;
    }

    /** Values of expressions, those of each number of rows behind each other. */
    List<double[]> values(Backend backend, Precision precision, List<Expr> expressions, int... rows) {
        Graph.Builder builder = new Graph.Builder();
        Map<Expr, Node> known = new HashMap<>();
        for (int i = 0; i < expressions.size(); i++) {
            builder.output("" + i, Comparison.node(expressions.get(i), builder, known));
        }
        CompileSettings settings = CompileSettings.of(precision, RandomGraph.MAX_ROWS);
        List<Map<String, double[]>> runs = run(backend, settings, builder.build(), rows);
        List<double[]> values = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            String name = "" + i;
            values.add(runs.stream().flatMapToDouble(run -> Arrays.stream(run.get(name))).toArray());
        }
        return values;
    }

    /** The outputs by name and what the variables hold afterwards by path, of one run for each number of rows. */
    List<Map<String, double[]>> run(Backend backend, CompileSettings settings, Graph graph, int... rows) {
        Map<String, Buffer> inputs = new LinkedHashMap<>();
        Map<String, Buffer> variables = new LinkedHashMap<>();
        random.leaves.forEach((name, leaf) -> (leaf.op() == Primitives.INPUT ? inputs : variables).put(name,
                backend.allocate(leaf.type(), settings.precision(), random.data.get(name).length)));
        try (Executable program = backend.compile(Decomposition.of(graph, backend), settings);
                Workspace workspace = program.open(Bindings.of(variables, inputs))) {
            List<Map<String, double[]>> results = new ArrayList<>();
            for (int some : rows) {
                inputs.forEach(this::fill);
                variables.forEach(this::fill);
                RunArguments arguments = new RunArguments(graph.scalars().size()).rows(some).seed(random.seed).step(STEP);
                HostScalars.compile(graph.scalars())
                        .evaluate(name -> name.equals("rows") ? some : 0.375, arguments.scalars());
                workspace.run(arguments);
                Map<String, double[]> values = new LinkedHashMap<>();
                graph.outputs().keySet().forEach(name -> values.put(name, Comparison.values(workspace.output(name))));
                for (Commit commit : graph.commits()) {
                    String path = commit.variable().path();
                    values.put(after(path), Comparison.values(variables.get(path)));
                }
                results.add(values);
                // A run that is refused must not hold back the next one, which has its own rows.
                workspace.rejected();
            }
            return results;
        } finally {
            inputs.values().forEach(Buffer::close);
            variables.values().forEach(Buffer::close);
        }
    }

    private void fill(String name, Buffer buffer) {
        float[] values = random.data.get(name);
        if (buffer.type() == Type.REAL) {
            buffer.write(0, values, 0, values.length);
            return;
        }
        int[] integers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = (int) values[i];
        }
        buffer.write(0, integers, 0, integers.length);
    }
}

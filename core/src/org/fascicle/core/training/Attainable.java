package org.fascicle.core.training;

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
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

/** What a backend reaches at best on this machine, in float32, as two small programs measure it. */
final class Attainable {
    private static final int SIDE = 768;
    private static final int ELEMENTS = 1 << 23;
    private static final long NANOS = 300_000_000;
    private static final int LEAST = 5;
    private static final long FLOAT_BYTES = 4;

    private final Backend backend;

    Attainable(Backend backend) {
        this.backend = backend;
    }

    /** The operations per second of a large matrix product. */
    double operationsPerSecond() {
        Shape shape = Shape.of(SIDE, SIDE);
        return 2.0 * SIDE * SIDE * SIDE / seconds(shape, Expressions.matmul(leaf("a", shape), leaf("b", shape)));
    }

    /** The bytes per second of a sum of two arrays that fit into no cache. */
    double bytesPerSecond() {
        Shape shape = Shape.of(ELEMENTS);
        return 3.0 * ELEMENTS * FLOAT_BYTES / seconds(shape, leaf("a", shape).add(leaf("b", shape)));
    }

    private static Expr leaf(String name, Shape shape) {
        return Expressions.variable(name, Type.REAL, shape);
    }

    /** The shortest time of an operation on two variables. */
    private double seconds(Shape shape, Expr operation) {
        Graph.Builder builder = new Graph.Builder();
        Node left = builder.add(operation.operands().get(0), List.of(), "attainable");
        Node right = builder.add(operation.operands().get(1), List.of(), "attainable");
        Graph graph = builder.output("y", builder.add(operation, List.of(left, right), "attainable")).build();
        Map<String, Buffer> variables = new LinkedHashMap<>();
        try {
            for (String name : List.of("a", "b")) {
                variables.put(name, backend.allocate(Type.REAL, Precision.FLOAT32, shape.size()));
            }
            try (Executable executable = backend.compile(graph, CompileSettings.of(Precision.FLOAT32, 1));
                    Workspace workspace = executable.open(Bindings.of(variables, Map.of()))) {
                return shortest(workspace) / 1e9;
            }
        } finally {
            variables.values().forEach(Buffer::close);
        }
    }

    private static long shortest(Workspace workspace) {
        RunArguments arguments = new RunArguments(0);
        long shortest = Long.MAX_VALUE;
        long begin = System.nanoTime();
        for (int run = 0; run < LEAST || System.nanoTime() - begin < NANOS; run++) {
            long from = System.nanoTime();
            workspace.run(arguments);
            workspace.await();
            shortest = Math.min(shortest, System.nanoTime() - from);
        }
        return shortest;
    }
}

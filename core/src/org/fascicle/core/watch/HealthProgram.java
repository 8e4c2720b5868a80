package org.fascicle.core.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.watch.Health;
import org.fascicle.core.program.Program;
import org.fascicle.core.program.Store;

/** Measures the network on the rows of a step, and changes nothing. Used by one thread. */
public final class HealthProgram implements AutoCloseable {
    private final HealthGraph graph;
    private final Program program;
    private final LongPredicate due;

    /**
     * A program.
     *
     * @param store the tensors that it reads
     * @param inputs the buffers of the step's rows
     * @param maxRows the greatest number of rows
     * @param due before which steps it measures
     */
    public HealthProgram(HealthGraph graph, Backend backend, Store store, Map<String, Buffer> inputs, int maxRows,
            LongPredicate due) {
        this.graph = graph;
        this.due = due;
        this.program =
                new Program(backend, graph.graph(), store.settings(maxRows), store.buffers(), inputs);
    }

    /** Whether it measures before a step. */
    public boolean isDue(long step) {
        return due.test(step);
    }

    /** Measures before a step, on its rows. */
    public Health measure(int rows, long seed, long step, ToDoubleFunction<String> scalars) {
        program.run(rows, seed, step, scalars);
        List<Health.Measure> measures = new ArrayList<>();
        for (int i = 0; i < graph.outputs().size(); i++) {
            HealthGraph.Output output = graph.outputs().get(i);
            measures.add(output.measured(program.numbers(HealthGraph.name(i), output.shape())));
        }
        return Health.of(step, measures);
    }

    @Override
    public void close() {
        program.close();
    }
}

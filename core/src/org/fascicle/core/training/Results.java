package org.fascicle.core.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.model.Evaluation;
import org.fascicle.core.program.Program;
import org.fascicle.core.program.Store;

/** Loss and metrics, computed from the states of one folder. Used by one thread at a time. */
final class Results implements AutoCloseable {
    private final Store store;
    private final Schedules schedules;
    private final String folder;
    private final Program program;
    private final Graph graph;

    Results(Blueprint blueprint, Backend backend, Store store, Schedules schedules, String folder) {
        this.schedules = schedules;
        this.store = store;
        this.folder = folder + "/";
        graph = blueprint.results(folder, store::has);
        program = new Program(backend, graph, store.settings(1), store.buffers(), Map.of());
    }

    /** Sets all states of the folder back to their first values. */
    void reset() {
        for (Variable variable : store.tensors()) {
            if (variable.path().startsWith(folder)) {
                store.reset(variable.path());
            }
        }
    }

    /** The names of the metrics that each epoch reports, the loss first. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        graph.outputs().forEach((name, node) -> {
            if (node.shape().rank() == 0) {
                names.add(name);
            }
        });
        return names;
    }

    /** The metrics as the states stand. */
    Map<String, Double> read() {
        program.run(1, 0, 0, name -> schedules.scalar(name, 1));
        Map<String, Double> metrics = new LinkedHashMap<>();
        names().forEach(name -> metrics.put(name, numbers(name)[0]));
        return metrics;
    }

    /** Metrics and tables as the states stand. */
    Evaluation readAll() {
        Map<String, Double> metrics = read();
        Map<String, Evaluation.Table> tables = new LinkedHashMap<>();
        graph.outputs().forEach((name, node) -> {
            if (!metrics.containsKey(name)) {
                tables.put(name, Evaluation.Table.of(node.shape(), numbers(name)));
            }
        });
        return Evaluation.of(metrics, tables);
    }

    private double[] numbers(String name) {
        return Arrays.stream(program.numbers(name, Objects.requireNonNull(graph.outputs().get(name)).shape())).map(this::shortest)
                .toArray();
    }

    // A float32 reads 0.87 and not 0.8700000047683716.
    private double shortest(double metric) {
        return store.precision() == Precision.FLOAT64 ? metric : Double.parseDouble(Float.toString((float) metric));
    }

    @Override
    public void close() {
        program.close();
    }
}

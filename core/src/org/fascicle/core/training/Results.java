package org.fascicle.core.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Variable;

/** Loss and metrics, computed from the states of one folder. Used by one thread at a time. */
final class Results implements AutoCloseable {
    private final Store store;
    private final String folder;
    private final Program program;
    private final Graph graph;

    Results(Blueprint blueprint, Backend backend, Store store, String folder) {
        this.store = store;
        this.folder = folder + "/";
        graph = blueprint.results(folder);
        program = new Program(backend, graph, CompileSettings.of(store.precision(), 1), store.buffers(), Map.of());
    }

    /** Sets all states of the folder back to their first values. */
    void reset() {
        for (Variable variable : store.tensors()) {
            if (variable.path().startsWith(folder)) {
                store.reset(variable.path());
            }
        }
    }

    /** What is reported, the loss first. */
    Set<String> names() {
        return graph.outputs().keySet();
    }

    Map<String, Double> read() {
        program.run(1, 0, 0, name -> Evaluator.rowsOnly(name, 1));
        Map<String, Double> figures = new LinkedHashMap<>();
        graph.outputs().keySet().forEach(name -> figures.put(name, shortest(program.number(name))));
        return figures;
    }

    // A float32 reads 0.87 and not 0.8700000047683716.
    private double shortest(double figure) {
        return store.precision() == Precision.FLOAT32 ? Double.parseDouble(Float.toString((float) figure)) : figure;
    }

    @Override
    public void close() {
        program.close();
    }
}

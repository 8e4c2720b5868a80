package org.fascicle.core.training;

import java.util.LinkedHashMap;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.model.Evaluation;

/** Loss and metrics over examples, batch by batch. Used by one thread at a time. */
public final class Evaluator implements AutoCloseable {
    private final Map<String, Buffer> inputs = new LinkedHashMap<>();
    private final Program program;
    private final Results results;
    private final Schedules schedules;
    private final int batch;

    /**
     * An evaluator of a network's present parameters.
     *
     * @param blueprint the network's graphs
     * @param backend where it runs
     * @param store its tensors; the states of the evaluation are added
     * @param schedules tell what numbers that are scheduled are at this moment
     * @param signature its inputs
     * @param batch rows per run
     */
    public Evaluator(Blueprint blueprint, Backend backend, Store store, Schedules schedules, Signature signature,
            int batch) {
        this.schedules = schedules;
        this.batch = batch;
        Step step = blueprint.evaluation();
        Graph graph = step.graph();
        Program.requireMemory(graph, batch);
        step.tensors().stream().filter(tensor -> !store.has(tensor.variable().path())).forEach(store::add);
        results = new Results(blueprint, backend, store, schedules, Blueprint.EVALUATION);
        try {
            graph.inputs().forEach((name, node) -> inputs.put(name,
                    backend.allocate(node.type(), store.precision(), node.shape().size(batch))));
            program = new Program(backend, graph, CompileSettings.of(store.precision(), batch), store.buffers(), inputs);
        } catch (RuntimeException e) {
            inputs.values().forEach(Buffer::close);
            results.close();
            throw e;
        }
    }

    /** Loss and metrics over all rows. */
    public Evaluation evaluate(Examples examples) {
        results.reset();
        for (int from = 0; from < examples.count(); from += batch) {
            int rows = Math.min(batch, examples.count() - from);
            examples.writeFeatures(inputs.get(Blueprint.BATCH), from, rows);
            if (inputs.containsKey(Blueprint.BATCH_TARGETS)) {
                examples.writeTargets(inputs.get(Blueprint.BATCH_TARGETS), from, rows);
            }
            program.run(rows, 0, 0, name -> schedules.scalar(name, rows));
        }
        return results.readAll();
    }

    @Override
    public void close() {
        results.close();
        program.close();
        inputs.values().forEach(Buffer::close);
    }
}

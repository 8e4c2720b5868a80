package org.fascicle.core.training;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.data.Examples;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.data.Cursor;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.model.OutputSpec;
import org.fascicle.core.program.Program;
import org.fascicle.core.program.Store;
import org.fascicle.core.program.TensorSpec;

/** Loss and metrics over examples, batch by batch. Used by one thread at a time. */
public final class Evaluator implements AutoCloseable {
    private final List<OutputSpec> outputs;
    private final Signature signature;
    private final Map<String, Scaling> scaling;
    private final Map<String, Buffer> inputs = new LinkedHashMap<>();
    private final Store states;
    private final Program program;
    private final Results results;
    private final Schedules schedules;
    private final int batch;

    /**
     * An evaluator of a network's present parameters.
     *
     * @param blueprint the network's graphs
     * @param outputs of the network
     * @param scaling of each input, by name
     * @param backend where it runs
     * @param store its tensors; the states of the evaluation lie in a store of their own, and so do parameters and states that the
     *     store does not have, such as a loss's own before training: with first values
     * @param schedules give what numbers that are scheduled are at this moment
     * @param batch rows per run
     * @param weighted whether rows have weights
     */
    public Evaluator(Blueprint blueprint, List<OutputSpec> outputs, Map<String, Scaling> scaling, Backend backend, Store store,
            Schedules schedules, int batch, boolean weighted) {
        this.outputs = outputs;
        this.signature = blueprint.signature();
        this.scaling = scaling;
        this.schedules = schedules;
        this.batch = batch;
        Step step = blueprint.evaluation(batch, weighted);
        Graph graph = step.graph();
        Program.requireMemory(graph, batch);
        states = store.beside();
        try {
            add(step, blueprint, backend, store);
            results = new Results(blueprint, backend, states, schedules, Blueprint.EVALUATION);
        } catch (RuntimeException e) {
            states.close();
            throw e;
        }
        try {
            graph.inputs().forEach((name, node) -> inputs.put(name,
                    backend.allocate(node.type(), store.precision(), node.shape().size(batch))));
            program = new Program(backend, graph, store.settings(batch), variables(store), inputs);
        } catch (RuntimeException e) {
            inputs.values().forEach(Buffer::close);
            results.close();
            states.close();
            throw e;
        }
    }

    private void add(Step step, Blueprint blueprint, Backend backend, Store store) {
        Set<String> changed = new HashSet<>();
        step.graph().commits().forEach(commit -> changed.add(commit.variable().path()));
        Set<String> read = new HashSet<>();
        step.graph().variables().forEach(variable -> read.add(variable.path()));
        Set<String> drawn = new HashSet<>();
        for (TensorSpec tensor : step.tensors()) {
            String path = tensor.variable().path();
            boolean missing = read.contains(path) && !store.buffers().containsKey(path);
            if (missing || changed.contains(path)) {
                states.add(tensor);
            }
            if (missing && tensor.isDrawn()) {
                drawn.add(path);
            }
        }
        if (!drawn.isEmpty()) {
            Initialization.run(blueprint.initialization(), drawn::contains, backend, states, schedules, blueprint.seed());
        }
    }

    private Map<String, Buffer> variables(Store store) {
        Map<String, Buffer> variables = new LinkedHashMap<>(store.buffers());
        variables.putAll(states.buffers());
        return variables;
    }

    /** Loss and metrics over all rows, whose numbers are looked at. */
    public Evaluation evaluate(Examples examples) {
        return evaluate(examples, false);
    }

    /**
     * Loss and metrics over all rows.
     *
     * @param trusted whether their numbers were looked at before
     */
    Evaluation evaluate(Examples examples, boolean trusted) {
        results.reset();
        BatchWriter writer = BatchWriter.ofBatches(inputs, signature, outputs, scaling);
        long count = 0;
        try (Cursor cursor = Cursor.of(examples, signature, batch)) {
            if (trusted) {
                cursor.trust();
            }
            for (int next = cursor.next(batch); next > 0; next = cursor.next(batch)) {
                int rows = next;
                writer.write(cursor, 0, rows);
                program.run(rows, 0, 0, name -> schedules.scalar(name, rows));
                count += rows;
            }
        }
        if (count == 0) {
            throw new InputException("there are no rows to evaluate");
        }
        return results.readAll();
    }

    @Override
    public void close() {
        results.close();
        program.close();
        inputs.values().forEach(Buffer::close);
        states.close();
    }
}

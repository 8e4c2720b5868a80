package org.fascicle.core.service;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.fascicle.api.data.Examples;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;
import org.fascicle.api.model.Sampled;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.binding.Choices;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.data.SplitRule;
import org.fascicle.core.inference.InferenceGraphs;
import org.fascicle.core.model.NetworkSpec;
import org.fascicle.core.training.Clock;
import org.jspecify.annotations.Nullable;

/** A model as applications have it: what they ask is checked, and passed on to its state. */
final class LiveModel implements Model {
    private final ModelState state;
    private final Evaluators evaluators;
    private final Features features;

    /**
     * A model whose tensors are zeros.
     *
     * @param signature inputs, and targets as far as they are known
     * @param scaling of each input, by name; null if it was never fitted: then it will be that of the first training's data
     * @param clock where its training stands
     * @param splitRule how rows are held back where the data do not say it
     */
    LiveModel(Parts parts, NetworkSpec network, Signature signature, @Nullable Map<String, Scaling> scaling, Clock clock,
            SplitRule splitRule) {
        this.state = new ModelState(this, parts, network, signature, scaling, clock, splitRule);
        this.evaluators = new Evaluators(state);
        this.features = new Features(signature.inputs(), state.structure().outline.indices());
    }

    /** What it is at present. */
    ModelState state() {
        return state;
    }

    @Override
    public Summary summary() {
        state.gate().requireOpen();
        return state.structure().outline.summary().using(new Choices(state.parts().techniques).of(state.used()));
    }

    @Override
    public String backend() {
        state.gate().requireOpen();
        return state.parts().backend.name();
    }

    @Override
    public List<Port> inputs() {
        state.gate().requireOpen();
        List<Port> ports = new ArrayList<>();
        state.signature().inputs().forEach((name, shape) -> ports.add(Port.of(name, shape, List.of())));
        return ports;
    }

    @Override
    public List<Port> outputs() {
        state.gate().requireOpen();
        return OutputPorts.of(state.structure().outline.outputs(), state.signature().targets(), state.parts());
    }

    @Override
    public float[] predict(float[] raw, int rows) {
        Features.requireOne("output", state.structure().outline.outputs().size());
        return predict(features.single(requireGiven(raw, "features")), rows).values().iterator().next();
    }

    @Override
    public Map<String, float[]> predict(Map<String, float[]> inputs, int rows) {
        requireGiven(inputs, "inputs");
        return state.computing(() -> state.held().predictors.predict(features.scaled(inputs, rows, state.held().scaling), rows));
    }

    @Override
    public Sampled sample(float[] raw, int rows, int samples, long seed) {
        Features.requireOne("output", state.structure().outline.outputs().size());
        return sample(features.single(requireGiven(raw, "features")), rows, samples, seed).values().iterator().next();
    }

    @Override
    public Map<String, Sampled> sample(Map<String, float[]> inputs, int rows, int samples, long seed) {
        requireGiven(inputs, "inputs");
        if (samples < 1) {
            throw new InputException("a row must be sampled at least once, not " + samples + " times");
        }
        return state.computing(
                () -> state.held().predictors.sample(features.scaled(inputs, rows, state.held().scaling), rows, samples, seed));
    }

    @Override
    public Evaluation evaluate(Examples examples) {
        requireGiven(examples, "examples");
        if (Thread.holdsLock(evaluators)) {
            throw new StateException("data cannot let the model evaluate others while it evaluates them: do it before or after");
        }
        // One at a time: an evaluator keeps sums.
        synchronized (evaluators) {
            return state.computing(() -> evaluators.evaluate(state.held(), examples));
        }
    }

    @Override
    public SortedMap<String, Shape> tensors() {
        return state.gate().reading(() -> Collections.unmodifiableSortedMap(Weights.shapes(state.held().store)));
    }

    @Override
    public double[] tensor(String path) {
        requireGiven(path, "path");
        return state.gate().reading(() -> {
            Weights.shape(state.held().store, path);
            return state.held().store.read(path);
        });
    }

    @Override
    public void tensor(String path, double[] values) {
        requireGiven(path, "path");
        requireGiven(values, "values");
        state.onBackend(() -> {
            state.write(path, values);
            return null;
        });
    }

    @Override
    public String json() {
        state.gate().requireOpen();
        return state.parts().text.json();
    }

    @Override
    public Graph graph() {
        return state.gate().reading(() -> state.structure().graphs.prediction(state.held().schedules::scalar));
    }

    @Override
    public String features(String input) {
        scaling(input);
        return InferenceGraphs.batch(input);
    }

    @Override
    public double[] shift(String input) {
        return scaling(input).shift();
    }

    @Override
    public double[] factor(String input) {
        return scaling(input).factor();
    }

    @Override
    public void scale(String input, double[] shift, double[] factor) {
        state.scale(requireGiven(input, "input"), requireGiven(shift, "shift"), requireGiven(factor, "factor"));
    }

    @Override
    public void classes(String output, List<String> names) {
        state.classes(requireGiven(output, "output"), requireGiven(names, "names"));
    }

    private Scaling scaling(String input) {
        return state.gate().reading(() -> Scaling.of(state.held().scaling, requireGiven(input, "input")));
    }

    @Override
    public void save(Path archive) {
        requireGiven(archive, "archive");
        state.gate().reading(() -> state.weights(new Archive.Builder(json()), state.techniques())).build().write(archive);
    }

    @Override
    public void close() {
        state.close();
    }
}

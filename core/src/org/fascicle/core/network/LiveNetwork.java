package org.fascicle.core.network;

import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Logger;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.measure.BenchmarkResult;
import org.fascicle.api.measure.ProfileResult;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Sampled;
import org.fascicle.api.model.Summary;
import org.fascicle.api.network.Network;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.History;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.network.NetworksComponent.Parts;
import org.fascicle.core.trace.NetworkTrace;
import org.fascicle.core.training.BestWeights;
import org.fascicle.core.training.Blueprint;
import org.fascicle.core.training.Clock;
import org.fascicle.core.training.Evaluator;
import org.fascicle.core.training.Examples;
import org.fascicle.core.training.Initialization;
import org.fascicle.core.training.Measurement;
import org.fascicle.core.training.Outline;
import org.fascicle.core.training.Profiling;
import org.fascicle.core.training.Roundings;
import org.fascicle.core.training.Scaling;
import org.fascicle.core.training.Schedules;
import org.fascicle.core.training.Signature;
import org.fascicle.core.training.Step;
import org.fascicle.core.training.Store;
import org.fascicle.core.training.Trainer;

/** A network on a backend: its tensors, and the programs made for it so far. */
final class LiveNetwork implements Network {
    private static final Logger LOG = Logger.getLogger(LiveNetwork.class.getName());
    private static final int EVALUATION_BATCH = 256;

    private final Parts parts;
    private final ModelSpec model;
    private final Backend backend;
    private final Signature signature;
    private final Blueprint blueprint;
    private final Outline outline;
    private final Step step;
    private final Store store;
    private final Scaling scaling;
    private final int trainingRows;
    private final Collection<TechniqueRecord> techniques;
    private final BestWeights best = new BestWeights();
    private final Clock clock;
    private final Schedules schedules;
    private final Predictors predictors;
    // Softly: rows may be many, and their class is a bundle's that may want to go; they can be opened again.
    private SoftReference<DataSets> data;
    private Evaluator evaluator;

    private LiveNetwork(Parts parts, Signature signature, Scaling scaling, int trainingRows, DataSets data) {
        this.parts = parts;
        this.model = parts.model;
        this.backend = parts.backend;
        this.signature = signature;
        this.scaling = scaling;
        this.trainingRows = trainingRows;
        this.data = new SoftReference<>(data);
        // Now, because a technique may be gone when the network is saved.
        this.techniques = TechniqueRecords.of(model, parts.factory, parts.context);
        this.blueprint = new Blueprint(model, parts.factory, signature, parts.precision);
        this.outline = blueprint.outline();
        requireClasses();
        this.step = blueprint.step(trainingRows);
        this.clock = clock(model.training().batchSize());
        this.schedules = new Schedules(clock, parts.factory, model);
        this.store = new Store(backend, parts.precision.storage());
        this.predictors = new Predictors(blueprint, schedules, backend, store);
        orClose(() -> step.allocate(store));
    }

    /** A network with first values. */
    static LiveNetwork fresh(Parts parts) {
        Loss.Target target = target(parts);
        DataSets data = DataSets.open(parts.model, parts.factory, parts.folders, null, target);
        LiveNetwork network = new LiveNetwork(parts, Signature.of(parts.model, data.rows(), target), data.scaling(),
                data.examples(Subset.TRAINING).count(), data);
        network.orClose(() -> {
            Initialization.run(network.blueprint, network.backend, network.store, network.schedules,
                    parts.model.training().seed());
            new Reuse(parts.model, network.store).run();
        });
        return network;
    }

    /** A network as an archive holds it. */
    static LiveNetwork restored(Parts parts, Archive archive) {
        Snapshot snapshot = new Snapshot(archive, parts.model.source());
        LiveNetwork network =
                new LiveNetwork(parts, snapshot.signature(), snapshot.scaling(), snapshot.trainingRows(), null);
        network.orClose(() -> snapshot.restore(network.store, network.clock, network.best));
        Differences.between(archive, parts.backend, network.techniques)
                .forEach(line -> LOG.warning("not as when the archive was written, so results may differ in their last bits: " + line));
        return network;
    }

    @Override
    public Summary summary() {
        return Summary.of(outline.summary().lines(), step.parameters()).with(Roundings.in(step.graph()));
    }

    @Override
    public String backend() {
        return backend.name();
    }

    @Override
    public int batchSize() {
        return model.training().batchSize();
    }

    @Override
    public Shape inputShape() {
        return signature.features();
    }

    @Override
    public Shape outputShape() {
        return outline.output();
    }

    @Override
    public TrainingResult train(TrainingListener listener) {
        try (Trainer trainer = trainer(clock, model.training().batchSize(), true)) {
            return trainer.train(listener);
        }
    }

    @Override
    public boolean has(Subset subset) {
        return data().has(subset);
    }

    @Override
    public int rows(Subset subset) {
        return data().examples(subset).count();
    }

    @Override
    public Map<String, Double> evaluate(Subset subset) {
        return assess(subset).figures();
    }

    @Override
    public Evaluation assess(Subset subset) {
        return evaluator().evaluate(data().examples(subset));
    }

    @Override
    public float[] predict(float[] features, int rows) {
        return predictors.plain().predict(scaled(features, rows), rows);
    }

    @Override
    public float[] predict(Subset subset, int from, int rows) {
        return predictors.plain().predict(features(subset, from, rows), rows);
    }

    @Override
    public Sampled predict(float[] features, int rows, int samples, long seed) {
        requireSamples(samples);
        return predictors.random().sample(scaled(features, rows), rows, samples, seed);
    }

    @Override
    public Sampled predict(Subset subset, int from, int rows, int samples, long seed) {
        requireSamples(samples);
        return predictors.random().sample(features(subset, from, rows), rows, samples, seed);
    }

    @Override
    public int label(Subset subset, int row) {
        Examples examples = data().examples(subset);
        requireRows(examples, row, 1);
        return examples.label(row);
    }

    @Override
    public History history() {
        return clock.history();
    }

    @Override
    public SortedMap<String, Shape> tensors() {
        SortedMap<String, Shape> shapes = new TreeMap<>();
        store.tensors().forEach(variable -> shapes.put(variable.path(), variable.shape()));
        return Collections.unmodifiableSortedMap(shapes);
    }

    @Override
    public double[] tensor(String path) {
        if (!store.has(path)) {
            throw new InputException("there is no tensor '" + path + "'; there are: " + String.join(", ", tensors().keySet()));
        }
        return store.read(path);
    }

    @Override
    public void save(Path file) {
        Archive.Builder builder = new Archive.Builder(model.json()).seed(model.training().seed())
                .backend(backend.name(), backend.capabilities().record());
        techniques.forEach(builder::technique);
        Snapshot.take(builder, signature, scaling, trainingRows, store, clock, best).build().write(file);
    }

    @Override
    public BenchmarkResult benchmark(int batch, double seconds) {
        try (Trainer trainer = measured(batch)) {
            return measure(trainer, batch, seconds);
        }
    }

    @Override
    public ProfileResult profile(int batch, double seconds) {
        try (Trainer trainer = measured(batch)) {
            Profiling.require(trainer, backend);
            return Profiling.run(trainer, backend, measure(trainer, batch, seconds / 2), seconds);
        }
    }

    private Trainer measured(int batch) {
        if (batch < 1) {
            throw new InputException("a batch must have at least 1 row, not " + batch);
        }
        return trainer(clock(batch), batch, false);
    }

    private BenchmarkResult measure(Trainer trainer, int batch, double seconds) {
        return Measurement.run(trainer, batch, backend.capabilities().threads(), parts.precision.toString(), seconds);
    }

    @Override
    public void close() {
        if (evaluator != null) {
            evaluator.close();
        }
        predictors.close();
        store.close();
    }

    // Memory of a backend may lie outside the heap: nobody else would give it back.
    private void orClose(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Clock clock(int batch) {
        return new Clock((trainingRows + batch - 1L) / batch, model.training().epochs());
    }

    private Trainer trainer(Clock timer, int batch, boolean watches) {
        DataSets data = data();
        boolean validates = watches && data.has(Subset.VALIDATION);
        Examples examples = data.examples(Subset.TRAINING);
        if (examples.count() != trainingRows) {
            throw new InputException(model.source(), model.data().source().pointer(), "the data have " + examples.count()
                    + " training rows, and the network was trained on " + trainingRows, "Training can go on with the same rows only");
        }
        return new Trainer(model, parts.factory, step, blueprint, backend, store, timer, best, examples,
                validates ? data.examples(Subset.VALIDATION) : null, validates ? evaluator() : null, batch);
    }

    private DataSets data() {
        DataSets known = data.get();
        if (known != null) {
            return known;
        }
        DataSets opened = DataSets.open(model, parts.factory, parts.folders, scaling, target(parts));
        if (!opened.rows().shape().equals(signature.features())) {
            throw new InputException(model.source(), model.data().source().pointer(), "the data's rows have the shape "
                    + opened.rows().shape() + ", and the network takes " + signature.features(), null);
        }
        data = new SoftReference<>(opened);
        return opened;
    }

    private float[] scaled(float[] features, int rows) {
        int width = Math.toIntExact(signature.features().size());
        if (rows < 1 || features.length < (long) rows * width) {
            throw new InputException(features.length + " numbers are not " + rows + " rows of " + signature.features());
        }
        float[] scaled = Arrays.copyOf(features, rows * width);
        for (int row = 0; row < rows; row++) {
            scaling.apply(scaled, row * width);
        }
        return scaled;
    }

    private float[] features(Subset subset, int from, int rows) {
        Examples examples = data().examples(subset);
        requireRows(examples, from, rows);
        float[] features = new float[Math.multiplyExact(rows, examples.width())];
        examples.features(from, rows, features);
        return features;
    }

    private Evaluator evaluator() {
        if (evaluator == null) {
            evaluator = new Evaluator(blueprint, backend, store, schedules, signature, EVALUATION_BATCH);
        }
        return evaluator;
    }

    private static void requireSamples(int samples) {
        if (samples < 1) {
            throw new InputException("a row must be sampled at least once, not " + samples + " times");
        }
    }

    private void requireClasses() {
        Shape output = outline.output();
        if (signature.targetType() == Type.INT32 && (output.rank() != 1 || output.extent(0) < signature.classes())) {
            throw new InputException(model.source(), "/network/" + (model.network().size() - 1), "the last layer gives " + output
                    + " for each row, and the data have " + signature.classes() + " classes",
                    "Give it " + signature.classes() + " units");
        }
    }

    private static void requireRows(Examples examples, int from, int rows) {
        if (from < 0 || rows < 1 || from > examples.count() - rows) {
            throw new InputException("there are " + examples.count() + " rows; " + rows + " from row " + from + " are not among them");
        }
    }

    private static Loss.Target target(Parts parts) {
        return new NetworkTrace(parts.model, parts.factory, new Trace(Mode.INFERENCE, false)).target();
    }
}

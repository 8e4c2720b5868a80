package org.fascicle.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Batches;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.data.Split;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.ModelText;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.program.Store;
import org.fascicle.core.program.TensorSpec;
import org.fascicle.core.watch.HealthGraph;
import org.fascicle.core.watch.HealthProgram;
import org.fascicle.core.watch.WatchPlan;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a training, and the programs that work on them. The tensors are there first, to be filled; the trainer is made when
 * it is asked for. Used by one thread at a time.
 */
public final class TrainingRun implements AutoCloseable {
    private static final int EVALUATION_BATCH = 256;
    /** What updates a tensor that is not trained, for people. */
    private static final String STATISTIC = "its layer, in each step";

    private final ModelSpec model;
    private final TechniqueFactory factory;
    private final Backend backend;
    /** Null when it has ended. */
    private @Nullable Split split;
    private final long rows;
    /** Whether all training rows lie in the backend's memory. */
    private final boolean resident;
    private final Map<String, Scaling> scaling;
    private final Clock clock;
    private final int batch;
    private final Map<Integer, Double> classWeights;
    private final Blueprint blueprint;
    private final Step step;
    private final Store store;
    private final BestWeights best = new BestWeights();
    private final BestWeights last = new BestWeights();
    private @Nullable Trainer trainer;
    private WatchPlan watches = WatchPlan.NONE;

    /**
     * A run.
     *
     * @param model the specification
     * @param signature what the data give
     * @param threads how many may run its programs; null for as many as the backend has
     * @param split the data
     * @param scaling of each input, by name
     * @param batch rows per step
     * @param classWeights by class; empty for none
     */
    public TrainingRun(ModelSpec model, TechniqueFactory factory, Signature signature, Precision precision, Backend backend,
            @Nullable Integer threads, Split split, Map<String, Scaling> scaling, int batch, Map<Integer, Double> classWeights) {
        this.model = model;
        this.factory = factory;
        this.backend = backend;
        this.split = split;
        this.rows = split.count();
        this.scaling = scaling;
        this.batch = batch;
        this.classWeights = Map.copyOf(classWeights);
        this.clock = new Clock((split.count() + batch - 1) / batch, model.training().epochs());
        this.blueprint = new Blueprint(model, factory, signature, precision);
        this.resident = split.training() instanceof Rows && Residence.of(signature, split.count(),
                ((Rows) split.training()).bytes(), backend.capabilities()) == Residence.DEVICE;
        this.step = blueprint.step(resident ? Math.toIntExact(split.count()) : 0, batch, isWeighted(split));
        this.store = new Store(backend, precision.storage(), threads);
        try {
            step.allocate(store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Lets watches measure the steps; to be said before the trainer is asked for. */
    public TrainingRun watched(WatchPlan plan) {
        watches = plan;
        return this;
    }

    /** Its tensors: parameters, states, slots, and the states of metrics. */
    public Store store() {
        return store;
    }

    /** The specification that it was made from. */
    public ModelSpec model() {
        return model;
    }

    /** The definition that it was made from, with what was replaced for it. */
    public ModelText text() {
        return model.text();
    }

    /** The rows of each epoch. */
    public long rows() {
        return rows;
    }

    /** The weights of classes; empty for none. */
    public Map<Integer, Double> classWeights() {
        return classWeights;
    }

    /** The scaling of each input, by name. */
    public Map<String, Scaling> scaling() {
        return scaling;
    }

    /** Where it stands. */
    public Clock clock() {
        return clock;
    }

    /** The rows of a step. */
    public int batch() {
        return batch;
    }

    /** The best weights so far. */
    public BestWeights best() {
        return best;
    }

    /** The weights as the last step left them, if the network has ended with others: averages, or those of the best epoch. */
    public BestWeights last() {
        return last;
    }

    /** The graphs that it was made from. */
    public Blueprint blueprint() {
        return blueprint;
    }

    /** The tensors whose first values initializers give, by path. */
    public Set<String> drawn() {
        return step.tensors().stream().filter(TensorSpec::isDrawn).map(tensor -> tensor.variable().path())
                .collect(Collectors.toSet());
    }

    /** The technique that keeps a tensor of its step, as a slot or a parameter; empty if none does. */
    public Optional<String> owner(String path) {
        return step.origins().at(path);
    }

    /** The trained and frozen parameters of layers and losses, and how each is updated. */
    public List<Summary.Parameter> parameters() {
        return step.parameters();
    }

    /** How the tensors of its step are updated, and which are rounded. */
    public Summary summarized(List<Summary.Line> lines) {
        List<Summary.Parameter> kept = new ArrayList<>(step.parameters());
        Set<String> known = new HashSet<>();
        kept.forEach(parameter -> known.add(parameter.path()));
        Set<String> written = new HashSet<>();
        step.graph().commits().forEach(commit -> written.add(commit.variable().path()));
        for (TensorSpec tensor : step.tensors()) {
            String path = tensor.variable().path();
            if (BestWeights.isWeight(path) && !known.contains(path)) {
                kept.add(Summary.Parameter.of(path, tensor.variable().shape(), written.contains(path) ? STATISTIC : null));
            }
        }
        return Summary.of(lines, kept).with(Roundings.in(step.graph()));
    }

    /** Gives those parameters first values whose path is wanted. */
    public void initialize(Predicate<String> wanted) {
        Initialization.run(blueprint.initialization(), wanted, backend, store, new Schedules(clock, factory, model),
                model.training().seed());
    }

    /**
     * The trainer, made with the first call.
     *
     * @param watches whether the examples that watch training are evaluated
     */
    public Trainer trainer(boolean watches) {
        Trainer made = trainer;
        if (made == null) {
            made = trainer(Objects.requireNonNull(split, "ended"), watches);
            trainer = made;
        }
        return made;
    }

    private Trainer trainer(Split data, boolean watches) {
        Feed feed = feed(data);
        Evaluator evaluator = null;
        try {
            Examples validation = watches ? data.validation() : null;
            if (validation != null) {
                if (validation instanceof Rows) {
                    BatchWriter.look((Rows) validation, blueprint.signature(), scaling);
                }
                evaluator = new Evaluator(blueprint, model.outputs(), scaling, backend, store,
                        new Schedules(clock, factory, model), EVALUATION_BATCH, validation.weighted());
            }
            Trainer made = new Trainer(model, factory, step, blueprint, backend, store, clock, best, last, feed, validation,
                    evaluator, batch);
            return watched(made, feed, isWeighted(data));
        } catch (RuntimeException e) {
            feed.close();
            if (evaluator != null) {
                evaluator.close();
            }
            throw e;
        }
    }

    private Trainer watched(Trainer made, Feed feed, boolean weighted) {
        List<TechniqueSpec> present = watches.present(factory);
        if (present.isEmpty()) {
            return made;
        }
        try {
            HealthGraph graph = blueprint.health(resident ? Math.toIntExact(feed.count()) : 0, batch, weighted, present);
            return made.watched(new HealthProgram(graph, backend, store, feed.inputs(), (int) Math.min(batch, feed.count()),
                    step -> watches.isDue(step, clock.stepsPerEpoch())));
        } catch (RuntimeException e) {
            made.closePrograms();
            throw e;
        }
    }

    /** Gives back what only steps need: their programs, and the data. */
    public void end() {
        Trainer last = trainer;
        trainer = null;
        split = null;
        if (last != null) {
            last.close();
        }
    }

    @Override
    public void close() {
        try {
            end();
        } finally {
            store.close();
        }
    }

    private boolean isWeighted(Split split) {
        return split.training().weighted() || !classWeights.isEmpty();
    }

    private Feed feed(Split split) {
        int most = (int) Math.min(batch, split.count());
        Signature signature = blueprint.signature();
        Examples examples = split.training();
        if (resident) {
            return new ResidentFeed(step.graph(), (Rows) examples, signature, model.outputs(), scaling, byClass(), backend, store,
                    most, model.training().seed(), model.training().shuffle());
        } else if (examples instanceof Rows) {
            BatchWriter.look((Rows) examples, signature, scaling);
            return new RowsFeed(step.graph(), (Rows) examples, signature, model.outputs(), scaling, byClass(), backend, store,
                    most,
                    model.training().seed(), model.training().shuffle());
        }
        return new StreamFeed(step.graph(), (Batches) examples, split.count(), signature, model.outputs(), scaling, byClass(),
                backend, store, most);
    }

    private float @Nullable [] byClass() {
        if (classWeights.isEmpty()) {
            return null;
        }
        List<Signature.Target> targets = new ArrayList<>(blueprint.signature().targets());
        if (targets.size() != 1 || targets.get(0).classes() == 0) {
            throw new InputException("weights of classes need one output, with labels");
        }
        float[] weights = new float[targets.get(0).classes()];
        Arrays.fill(weights, 1);
        classWeights.forEach((label, weight) -> {
            if (label < 0 || label >= weights.length || !(weight >= 0)) {
                throw new InputException("the class " + label + " cannot have the weight " + weight + ": classes go from 0 to "
                        + (weights.length - 1) + ", and a weight is at least 0");
            }
            weights[label] = (float) (double) weight;
        });
        return weights;
    }
}

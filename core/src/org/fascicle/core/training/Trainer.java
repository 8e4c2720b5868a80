package org.fascicle.core.training;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Profile;
import org.fascicle.api.expr.Type;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.compiler.trace.Origins;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TrainingSpec;

/**
 * Runs the steps of a model over its training rows. All that it needs to go on is in the store, the clock and the best
 * weights, so that a run can be cut anywhere between two steps. Used by one thread at a time.
 */
public final class Trainer implements AutoCloseable {
    private static final String VALIDATION = "val_";
    /** The history's name for the learning rate of an epoch's last step. */
    public static final String LEARNING_RATE = "learning_rate";

    private final ModelSpec model;
    private final TrainingSpec training;
    private final Store store;
    private final Clock clock;
    private final Origins origins;
    private final BestWeights best;
    private final Examples examples;
    private final Examples validation;
    private final Evaluator evaluator;
    private final EarlyStop early;
    private final StepScalars scalars;
    private final Map<String, Buffer> inputs = new LinkedHashMap<>();
    private final Program program;
    private final Results results;
    private final int[] order;
    private final int batch;
    private int shuffledEpoch = -1;

    /**
     * A trainer.
     *
     * @param model the specification
     * @param factory makes its schedules
     * @param step the compiled blueprint of one step, whose tensors are in the store
     * @param blueprint the network's other graphs
     * @param backend where it runs
     * @param store the network's tensors
     * @param clock where the run stands
     * @param best the best weights so far
     * @param examples the rows to train on
     * @param validation the rows to watch, or null
     * @param evaluator evaluates them; null without validation rows
     * @param batch rows per step
     */
    public Trainer(ModelSpec model, TechniqueFactory factory, Step step, Blueprint blueprint, Backend backend, Store store,
            Clock clock, BestWeights best, Examples examples, Examples validation, Evaluator evaluator, int batch) {
        this.model = model;
        this.training = model.training();
        this.store = store;
        this.clock = clock;
        this.origins = step.origins();
        this.best = best;
        this.examples = examples;
        this.validation = validation;
        this.evaluator = evaluator;
        this.early = training.earlyStopping() == null ? null : new EarlyStop(training.earlyStopping());
        this.scalars = new StepScalars(clock, factory, model);
        this.order = new int[examples.count()];
        this.batch = batch;
        int maxRows = Math.min(batch, examples.count());
        Program.requireMemory(step.graph(), maxRows);
        results = new Results(blueprint, backend, store, new Schedules(clock, factory, model), Blueprint.TRAINING);
        try {
            inputs.put(Blueprint.FEATURES, examples.featureBuffer(backend, store.precision()));
            if (step.graph().inputs().containsKey(Blueprint.TARGETS)) {
                inputs.put(Blueprint.TARGETS, examples.targetBuffer(backend, store.precision()));
            }
            inputs.put(Blueprint.INDICES, backend.allocate(Type.INT32, store.precision(), maxRows));
            program = new Program(backend, step.graph(), CompileSettings.of(store.precision(), maxRows), store.buffers(), inputs);
        } catch (RuntimeException e) {
            inputs.values().forEach(Buffer::close);
            results.close();
            throw e;
        }
    }

    /** Trains until the epochs are made, early stopping ends it, or the listener asks to stop. */
    public TrainingResult train(TrainingListener listener) {
        if (early != null) {
            early.require(model.source(), reported());
        }
        Report report = new Report(clock, examples.count(), batch, results::read, scalars::lastLearningRate);
        if (!ended()) {
            listener.started(report);
        }
        while (!ended()) {
            step(report);
            listener.stepped(report);
            if (clock.step() % clock.stepsPerEpoch() == 0) {
                endEpoch(report);
                listener.epochEnded(report);
                report.nextEpoch();
            }
            if (report.isStopped() && !ended()) {
                return TrainingResult.of(TrainingResult.End.STOPPED, 0, clock.history());
            }
        }
        return finish();
    }

    /** Makes one step on the next batch; for measurements. */
    public void step() {
        int at = batchAt();
        int rows = nextBatch(at);
        program.run(rows, training.seed(), clock.step(), scalars.rows(rows));
        accept(at);
    }

    /** Which techniques the parts of a profile come from. */
    Origins origins() {
        return origins;
    }

    /** Makes steps up to the next full batch, and measures the parts of that one; empty if the backend cannot. */
    public Optional<Profile> profile() {
        while ((batchAt() + 1L) * batch > order.length && batch <= order.length) {
            step();
        }
        int at = batchAt();
        int rows = nextBatch(at);
        Optional<Profile> profile = program.profile(rows, training.seed(), clock.step(), scalars.rows(rows));
        if (profile.isPresent()) {
            accept(at);
        }
        return profile;
    }

    private int batchAt() {
        return (int) (clock.step() % clock.stepsPerEpoch());
    }

    private void accept(int at) {
        if (program.rejected() > 0) {
            throw new InputException(model.source(), null, "the loss is not finite in step " + (at + 1) + " of epoch "
                    + (clock.epoch() + 1) + "; the parameters are as they were before that step",
                    "Try a smaller learning rate, scaled data, or clipped gradients");
        }
        clock.tick();
    }

    @Override
    public void close() {
        results.close();
        program.close();
        inputs.values().forEach(Buffer::close);
    }

    private void step(Report report) {
        if (clock.step() % clock.stepsPerEpoch() == 0) {
            results.reset();
        }
        step();
        report.stepped();
    }

    private int nextBatch(int at) {
        int epoch = clock.epoch();
        if (shuffledEpoch != epoch) {
            shuffle(epoch);
        }
        int from = at * batch;
        int rows = Math.min(batch, order.length - from);
        inputs.get(Blueprint.INDICES).write(0, order, from, rows);
        return rows;
    }

    private void shuffle(int epoch) {
        if (training.shuffle()) {
            Shuffle.order(training.seed(), epoch, order);
        } else {
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
        }
        shuffledEpoch = epoch;
    }

    private void endEpoch(Report report) {
        Map<String, Double> figures = results.read();
        if (validation != null) {
            evaluator.evaluate(validation).figures().forEach((name, value) -> figures.put(VALIDATION + name, value));
        }
        report.endEpoch(figures);
        Map<String, Double> line = new LinkedHashMap<>(figures);
        line.put(LEARNING_RATE, report.learningRate());
        clock.append(line);
        if (early != null && early.restoresBest()) {
            List<Double> watched = clock.history(early.monitor());
            if (early.best(watched) == watched.size() - 1) {
                best.keep(store);
            }
        }
    }

    private boolean ended() {
        return clock.step() >= clock.stepsPerEpoch() * training.epochs() || isEarlyStopped();
    }

    private boolean isEarlyStopped() {
        return early != null && clock.step() % clock.stepsPerEpoch() == 0 && early.stops(clock.history(early.monitor()));
    }

    private TrainingResult finish() {
        TrainingResult.End end = isEarlyStopped() ? TrainingResult.End.EARLY_STOPPED : TrainingResult.End.COMPLETED;
        // As in Keras: averages first, and the best epoch's weights over them.
        if (model.updates().average() != null && clock.step() >= model.updates().accumulationSteps()) {
            WeightAverage.apply(store);
        }
        int bestEpoch = 0;
        if (early != null && early.restoresBest() && best.isKept()) {
            best.restore(store);
            bestEpoch = early.best(clock.history(early.monitor())) + 1;
        }
        return TrainingResult.of(end, bestEpoch, clock.history());
    }

    private Set<String> reported() {
        Set<String> names = new LinkedHashSet<>();
        results.names().forEach(names::add);
        if (validation != null) {
            results.names().forEach(name -> names.add(VALIDATION + name));
        }
        return names;
    }
}

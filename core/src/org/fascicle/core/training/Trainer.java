package org.fascicle.core.training;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Profile;
import org.fascicle.api.data.Examples;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.DivergedException;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.compiler.trace.Origins;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TrainingSpec;
import org.fascicle.core.program.Program;
import org.fascicle.core.program.Store;
import org.fascicle.core.watch.HealthProgram;
import org.fascicle.core.trace.NetworkTrace;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of a model over its training rows. All that it needs to go on is in the store, the clock and the best
 * weights, so that a run can be cut anywhere between two steps. Used by one thread at a time.
 */
public final class Trainer implements AutoCloseable {
    /** What the history puts before the names of what is computed over the rows that watch training. */
    static final String VALIDATION = "val_";
    /** The history's name for the learning rate of an epoch's last step. */
    public static final String LEARNING_RATE = "learning_rate";

    private final ModelSpec model;
    private final TrainingSpec training;
    private final TechniqueFactory factory;
    private final Store store;
    private final Clock clock;
    private final Backend backend;
    private final Optional<Graph> ending;
    private final Origins origins;
    private final BestWeights best;
    private final BestWeights last;
    private final Feed feed;
    private final @Nullable Examples validation;
    private final @Nullable Evaluator evaluator;
    /** Whether the rows that watch training were looked at. */
    private boolean watched;
    private final @Nullable EarlyStop early;
    private final Directions directions;
    private final StepScalars scalars;
    private final Program program;
    private final Results results;
    private final int batch;
    private Pace pace = new Pace(0);
    private @Nullable Report report;
    private @Nullable DivergedException refusal;
    private boolean settling;
    private boolean stepping;
    private @Nullable HealthProgram health;

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
     * @param last gets the weights of the last step, if the network ends with others
     * @param feed brings the rows to train on; closed with the trainer
     * @param validation the rows to watch, or null
     * @param evaluator evaluates them; null without validation rows; closed with the trainer
     * @param batch rows per step
     */
    Trainer(ModelSpec model, TechniqueFactory factory, Step step, Blueprint blueprint, Backend backend, Store store,
            Clock clock, BestWeights best, BestWeights last, Feed feed, @Nullable Examples validation,
            @Nullable Evaluator evaluator, int batch) {
        this.model = model;
        this.training = model.training();
        this.factory = factory;
        this.store = store;
        this.clock = clock;
        this.backend = backend;
        this.ending = step.ending();
        this.origins = step.origins();
        this.best = best;
        this.last = last;
        this.feed = feed;
        this.validation = validation;
        this.evaluator = evaluator;
        this.directions = new Directions(model, factory);
        this.early = training.earlyStopping() == null ? null : new EarlyStop(
                training.earlyStopping(), model.source(EarlyStop.PLACE), directions);
        this.scalars = new StepScalars(clock, factory, model);
        this.batch = batch;
        results = new Results(blueprint, backend, store, new Schedules(clock, factory, model), Blueprint.TRAINING);
        try {
            program = new Program(backend, step.graph(), store.settings(mostRows()), store.buffers(),
                    feed.inputs());
        } catch (RuntimeException e) {
            results.close();
            throw e;
        }
    }

    /** Lets watches measure the steps: closed with the trainer. */
    Trainer watched(HealthProgram program) {
        health = program;
        return this;
    }

    /** Trains until the epochs are made, early stopping ends it, or a listener or the boundary asks to stop. */
    public TrainingResult train(TrainingListener listener, Boundary boundary) {
        requireWatched();
        pace = new Pace(boundary.checkEvery());
        try {
            return trained(listener, boundary);
        } catch (RuntimeException | LinkageError e) {
            confirmBehind(e);
            throw e;
        }
    }

    /** Refuses if early stopping or a schedule watches what is never reported. */
    public void requireWatched() {
        Set<String> reported = reported();
        if (early != null) {
            early.require(reported);
        }
        TechniqueFactory.schedules(model).values().forEach(spec -> NetworkTrace.guarded(spec, "schedule",
                () -> factory.createSchedule(spec).monitors())
                .forEach(metric -> new Watched(metric, "the schedule '" + spec.name() + "'",
                        spec.source(), spec.pointer()).requireReported(reported)));
    }

    // Whoever looks at the parameters afterwards, and at the clock, finds them as the last accepted step left them.
    private void confirmBehind(Throwable thrown) {
        try {
            confirm();
        } catch (RuntimeException e) {
            if (e != thrown) {
                e.addSuppressed(thrown);
                throw e;
            }
        }
    }

    private TrainingResult trained(TrainingListener listener, Boundary boundary) {
        Report current = new Report(clock, feed.count(), batch, results::read, scalars::lastLearningRate);
        report = current;
        boolean owed = isLineMissing();
        if (owed) {
            current.stepped();
            scalars.recallLearningRate();
        }
        if (owed || !ended()) {
            listener.started(current);
        }
        if (owed) {
            endEpoch(listener);
        }
        while (!ended()) {
            if (boundary.isToStop() || current.isStopped()) {
                confirm();
                return TrainingResult.of(TrainingResult.End.STOPPED, 0, clock.history());
            }
            boundary.beforeStep();
            step(boundary, listener);
            listener.stepped(current);
            if (clock.step() % clock.stepsPerEpoch() == 0) {
                endEpoch(listener);
            }
            boundary.between();
        }
        boundary.ending();
        return finish(boundary);
    }

    // Something failed between an epoch's last step and its line in the history: a listener, the validation rows, the backend.
    private boolean isLineMissing() {
        long whole = clock.step() / clock.stepsPerEpoch();
        return whole > 0 && clock.step() % clock.stepsPerEpoch() == 0 && clock.history().epochs() == whole - 1;
    }

    private void endEpoch(TrainingListener listener) {
        settle();
        listener.epochEnded(report());
        report().nextEpoch();
    }

    /**
     * The best epoch so far, counted from 1; 0 without any.
     *
     * @param metric its name in the history; null for what early stopping watches, or the loss
     * @throws InputException if it cannot say that
     */
    public int bestEpoch(@Nullable String metric) {
        return BestEpoch.of(metric, early, reported(), directions, model.source(null)).best(clock) + 1;
    }

    /**
     * Makes one step on the next batch; for measurements.
     *
     * @return whether all steps so far have ended; if not, the backend may still be busy with some
     */
    public boolean step() {
        return run(feed.next(clock.epoch(), batchAt()));
    }

    /** Whether it has waited for the step. */
    private boolean run(int rows) {
        pace.begin(System.nanoTime());
        program.run(rows, training.seed(), clock.step(), scalars.rows(rows));
        clock.tick();
        boolean waits = pace.isToWait() || program.rejectedSoFar() > 0;
        if (waits) {
            confirm();
        }
        return waits;
    }

    /**
     * Waits for the steps that were asked for, so that the clock and the parameters are those of the last accepted one.
     *
     * @throws DivergedException if the loss of one was not finite: it and those behind it have changed nothing
     */
    public void confirm() {
        if (refusal == null) {
            long before = System.nanoTime();
            long refused = program.rejected();
            long now = System.nanoTime();
            pace.ended(now, now - before);
            if (refused == 0) {
                return;
            }
            clock.back(refused);
            refusal = new DivergedException(model.source(null),
                    "the loss is not finite in step " + (batchAt() + 1) + " of epoch "
                            + (clock.epoch() + 1) + "; the parameters are as they were before that step",
                    "Try a smaller learning rate, scaled data, or clipped gradients", clock.step());
        }
        throw refusal;
    }

    /** Which techniques the parts of a profile come from. */
    Origins origins() {
        return origins;
    }

    /** Makes steps up to the next full batch, and measures the parts of that one; empty if the backend cannot. */
    public Optional<Profile> profile() {
        while ((batchAt() + 1L) * batch > feed.count() && batch <= feed.count()) {
            step();
        }
        int rows = feed.next(clock.epoch(), batchAt());
        Optional<Profile> profile = program.profile(rows, training.seed(), clock.step(), scalars.rows(rows));
        if (profile.isPresent()) {
            clock.tick();
            confirm();
        }
        return profile;
    }

    private int mostRows() {
        return (int) Math.min(batch, feed.count());
    }

    private long batchAt() {
        return clock.step() % clock.stepsPerEpoch();
    }

    @Override
    public void close() {
        closePrograms();
        if (evaluator != null) {
            evaluator.close();
        }
        feed.close();
    }

    /** Closes what it has made itself, and what watches measure with. */
    void closePrograms() {
        results.close();
        program.close();
        if (health != null) {
            health.close();
        }
    }

    /** Whether a step is being made, from the first look at its rows on. */
    public boolean isWithinStep() {
        return stepping;
    }

    private void step(Boundary boundary, TrainingListener listener) {
        stepping = true;
        try {
            made(boundary, listener);
        } finally {
            stepping = false;
        }
    }

    private void made(Boundary boundary, TrainingListener listener) {
        HealthProgram watching = health != null && health.isDue(clock.step()) ? health : null;
        if (watching != null) {
            confirm();
        }
        long at = batchAt();
        int rows = feed.next(clock.epoch(), at);
        if (watching != null) {
            listener.watched(watching.measure(rows, training.seed(), clock.step(), scalars.rows(rows)));
        }
        boundary.exclusively(() -> {
            if (at == 0) {
                results.reset();
            }
            run(rows);
        });
        report().stepped();
    }

    /**
     * Ends the epoch at hand if all its steps are made: so that what a listener saves after the last of them has its line in the
     * history. Called on the thread that trains.
     */
    public void settle() {
        if (settling) {
            throw new StateException("the rows that watch a training cannot save it while they are evaluated");
        }
        settling = report != null && report.isToEnd();
        try {
            if (settling) {
                endEpoch();
            }
        } finally {
            settling = false;
        }
    }

    private void endEpoch() {
        confirm();
        Map<String, Double> metrics = results.read();
        if (validation != null && evaluator != null) {
            evaluator.evaluate(validation, watched).metrics().forEach((name, value) -> metrics.put(VALIDATION + name, value));
            watched = true;
        }
        report().endEpoch(metrics);
        Map<String, Double> line = new LinkedHashMap<>(metrics);
        line.put(LEARNING_RATE, report().learningRate());
        clock.append(line);
        if (early != null && early.restoresBest()) {
            List<Double> watched = clock.history(early.monitor());
            if (early.best(watched) == watched.size() - 1) {
                best.keep(store);
            }
        }
    }

    private Report report() {
        return Objects.requireNonNull(report, "training has not begun");
    }

    private boolean ended() {
        return clock.step() >= clock.stepsPerEpoch() * training.epochs() || isEarlyStopped();
    }

    private boolean isEarlyStopped() {
        return early != null && clock.step() % clock.stepsPerEpoch() == 0
                && early.stops(clock.history(early.monitor()), clock.elsewhere());
    }

    private TrainingResult finish(Boundary boundary) {
        TrainingResult.End end = isEarlyStopped() ? TrainingResult.End.EARLY_STOPPED : TrainingResult.End.COMPLETED;
        // As in Keras: averages first, and the best epoch's weights over them.
        boolean averages = ending.isPresent() && clock.step() > 0;
        boolean restores = early != null && early.restoresBest() && best.isKept();
        if (averages || restores) {
            // More epochs go on from what training held, and not from what is put in its place.
            last.keep(store);
        }
        if (averages) {
            boundary.exclusively(
                    () -> Ending.run(ending.orElseThrow(), backend, store, clock.step(), training.seed(), scalars.rows(1)));
        }
        int bestEpoch = 0;
        if (early != null && restores) {
            boundary.exclusively(() -> best.restore(store));
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

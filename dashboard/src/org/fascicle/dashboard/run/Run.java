package org.fascicle.dashboard.run;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.DefinitionChange;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.api.watch.Health;
import org.jspecify.annotations.Nullable;

/**
 * A training of this process, and what it has reported: a few numbers are copied on its thread, a few times a second. Safe for any
 * thread.
 */
public final class Run implements TrainingListener, Subject {
    // Asking for metrics waits for the device: five times a second costs little, and looks smooth.
    private static final long INTERVAL = 200_000_000;
    private static final int MOST_EVENTS = 100;

    static final String LEARNING_RATE = "learning rate";

    private final String id;
    private final String name;
    private final LongSupplier nanoTime;
    private final Curves epochs = new Curves();
    private final Curves steps = new Curves();
    private final Map<String, Curves> health = new ConcurrentHashMap<>();
    private final Strips spreads = new Strips();
    // Weakly: whoever trains it closes it, and lets it go when the training has ended.
    private final WeakReference<Model> model;
    private final Network network;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private long reported;
    private volatile @Nullable Training training;
    private volatile boolean scheduled;
    private volatile String state = "starting";
    private volatile String archive = "";
    private volatile Place place = new Place(0, 0, 0, 0);

    /** Where a run stands. */
    public record Place(int epoch, int epochs, long step, double samplesPerSecond) {}

    /**
     * What happened beside steps.
     *
     * @param step how many steps were made by then
     * @param words for people
     */
    public record Event(long step, String words) {}

    /** A run that is about to be started. */
    public Run(String id, String name, Model model, Network network, LongSupplier nanoTime) {
        this.id = id;
        this.name = name;
        this.model = new WeakReference<>(model);
        this.network = network;
        this.scheduled = OptimizerText.isScheduled(network.definition());
        this.nanoTime = nanoTime;
    }

    /** Once it is started. */
    public void of(Training started) {
        training = started;
        started.result().whenComplete((result, problem) -> {
            training = null;
            state = problem == null ? words(result) : "failed: " + message(problem);
        });
    }

    private static String message(Throwable problem) {
        String message = problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : message;
    }

    private static String words(TrainingResult result) {
        return switch (result.end()) {
            case COMPLETED -> "completed";
            case EARLY_STOPPED -> "stopped early";
            case STOPPED -> "stopped";
            case TECHNIQUE_MISSING -> "ended without a technique";
            case BACKEND_MISSING -> "ended without its backend";
        };
    }

    /** Its name in requests. */
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isLive() {
        return training != null;
    }

    /** The number of steps: each changes the parameters. */
    @Override
    public Object stamp() {
        return step();
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public <T> T look(Function<Model, T> use) {
        Model open = model.get();
        if (open == null) {
            throw new StateException("the model is closed: only what was reported while it was trained can be shown");
        }
        return use.apply(open);
    }

    @Override
    public long step() {
        Training running = training;
        return running == null ? place.step : running.step();
    }

    /** How it is, for people. */
    public String state() {
        return state;
    }

    /** The archive that it has ended with, in the folder that is shown; empty if there is none. */
    public String archive() {
        return archive;
    }

    /** It has ended with an archive of this name. */
    public void archived(String name) {
        archive = name;
        event("archive written: " + name);
    }

    /** Where it stands. */
    public Place place() {
        return place;
    }

    /** Loss, metrics and learning rate over epochs. */
    public Curves epochs() {
        return epochs;
    }

    /** The same within epochs, over steps. */
    public Curves steps() {
        return steps;
    }

    /** What watches measured over steps: by watch and name, {@code gradient_size/rms}, then by layer or parameter. */
    public Map<String, Curves> health() {
        return health;
    }

    /** Vectors that watches measured, such as histograms. */
    public Strips spreads() {
        return spreads;
    }

    /** What happened beside steps, oldest first. */
    public List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** Asks it to stop after the step at hand. */
    public void stop() {
        Training running = running();
        state = "stopping";
        running.stop();
    }

    /** Writes it to an archive in a folder, and gives the file's name; one that is there is not replaced. */
    public String checkpoint(Path folder) {
        Training running = running();
        Path file = folder.resolve(id + "-step-" + running.step() + ".fasc");
        if (Files.exists(file)) {
            throw new InputException(file + " is there already");
        }
        running.save(file);
        event(running.step(), "checkpoint written: " + file.getFileName());
        return String.valueOf(file.getFileName());
    }

    /** Goes on with another learning rate, a number; gives what happened, for people. */
    public String changeRate(String rate) {
        String number = OptimizerText.rate(rate);
        String words = "learning rate " + number + (scheduled ? " in place of its schedule" : "");
        running().change("optimizer.learning_rate", number);
        scheduled = false;
        return words + ", from step " + (step() + 1) + " on";
    }

    /** Goes on with another optimizer, with options as a JSON object or none; gives what happened, for people. */
    public String changeOptimizer(String optimizer, String options) {
        String json = OptimizerText.of(optimizer, options);
        running().change("optimizer", json);
        scheduled = OptimizerText.isOptimizerScheduled(json);
        return "optimizer " + json + ", from step " + (step() + 1) + " on";
    }

    private Training running() {
        Training running = training;
        if (running == null) {
            throw new StateException("the training has ended");
        }
        return running;
    }

    @Override
    public void started(Progress progress) {
        state = "running";
        note(progress);
    }

    @Override
    public void stepped(Progress progress) {
        long now = nanoTime.getAsLong();
        if (now - reported < INTERVAL) {
            return;
        }
        note(progress);
        progress.metrics().forEach((metric, value) -> steps.add(metric, progress.step(), value));
        steps.add(LEARNING_RATE, progress.step(), progress.learningRate());
        reported = nanoTime.getAsLong();
    }

    @Override
    public void epochEnded(Progress progress) {
        note(progress);
        progress.metrics().forEach((metric, value) -> epochs.add(metric, progress.epoch(), value));
        epochs.add(LEARNING_RATE, progress.epoch(), progress.learningRate());
        epochs.add("seconds", progress.epoch(), progress.seconds());
    }

    private void note(Progress progress) {
        double seconds = progress.seconds();
        place = new Place(progress.epoch(), progress.epochs(), progress.step(), seconds > 0 ? progress.samples() / seconds : 0);
    }

    @Override
    public void watched(Health measured) {
        spreads.add(measured);
        for (Health.Measure measure : measured.measures()) {
            if (measure.shape().rank() == 0) {
                health.computeIfAbsent(measure.watch() + "/" + measure.name(), any -> new Curves()).add(measure.place(),
                        measured.step(), measure.value(0));
            }
        }
    }

    @Override
    public void changed(DefinitionChange change) {
        boolean replaces = scheduled && change.path().equals("optimizer.learning_rate");
        event(change.step(), change.path() + " = " + change.json() + (replaces ? ", in place of its schedule" : ""));
    }

    @Override
    public void techniquesChanged(TechniqueChange change) {
        event(step(), change.toString());
    }

    @Override
    public void checkpointed(Path archive, long step) {
        event(step, "checkpoint written: " + archive.getFileName());
    }

    @Override
    public void checkpointFailed(long step, InputException problem) {
        event(step, "checkpoint not written: " + problem.getMessage());
    }

    /** Something has happened, in words for people. */
    public void event(String words) {
        event(place.step(), words);
    }

    private void event(long step, String words) {
        synchronized (events) {
            if (events.size() == MOST_EVENTS) {
                events.remove(0);
            }
            events.add(new Event(step, words));
        }
    }
}

package org.fascicle.dashboard.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
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
public final class Run implements TrainingListener {
    // Asking for metrics waits for the device: five times a second costs little, and looks smooth.
    private static final long INTERVAL = 200_000_000;
    private static final int MOST_EVENTS = 100;

    private final String id;
    private final String name;
    private final LongSupplier nanoTime;
    private final Summary summary;
    private final Curves epochs = new Curves();
    private final Curves steps = new Curves();
    private final Map<String, Curves> health = new ConcurrentHashMap<>();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private long reported;
    private volatile @Nullable Training training;
    private volatile String state = "starting";
    private volatile String archive = "";
    private volatile Place place = new Place(0, 0, 0, 0);

    /** Where a run stands. */
    public record Place(int epoch, int epochs, long step, double samplesPerSecond) {}

    /** A run that is about to be started. */
    public Run(String id, String name, Summary summary, LongSupplier nanoTime) {
        this.id = id;
        this.name = name;
        this.summary = summary;
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

    /** Its name for people. */
    public String name() {
        return name;
    }

    /** Whether it runs. */
    public boolean isLive() {
        return training != null;
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

    /** Its layers. */
    public Summary summary() {
        return summary;
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

    /** What happened beside steps, oldest first. */
    public List<String> events() {
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
        event("checkpoint written: " + file.getFileName());
        return String.valueOf(file.getFileName());
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
        steps.add("learning rate", progress.step(), progress.learningRate());
        reported = nanoTime.getAsLong();
    }

    @Override
    public void epochEnded(Progress progress) {
        note(progress);
        progress.metrics().forEach((metric, value) -> epochs.add(metric, progress.epoch(), value));
        epochs.add("learning rate", progress.epoch(), progress.learningRate());
        epochs.add("seconds", progress.epoch(), progress.seconds());
    }

    private void note(Progress progress) {
        double seconds = progress.seconds();
        place = new Place(progress.epoch(), progress.epochs(), progress.step(), seconds > 0 ? progress.samples() / seconds : 0);
    }

    @Override
    public void watched(Health measured) {
        for (Health.Measure measure : measured.measures()) {
            if (measure.shape().rank() == 0) {
                health.computeIfAbsent(measure.watch() + "/" + measure.name(), any -> new Curves()).add(measure.place(),
                        measured.step(), measure.value(0));
            }
        }
    }

    @Override
    public void techniquesChanged(TechniqueChange change) {
        event(change.toString());
    }

    @Override
    public void checkpointed(Path archive, long step) {
        event("checkpoint written: " + archive.getFileName());
    }

    @Override
    public void checkpointFailed(long step, InputException problem) {
        event("checkpoint not written: " + problem.getMessage());
    }

    /** Something has happened, in words for people. */
    public void event(String words) {
        synchronized (events) {
            if (events.size() == MOST_EVENTS) {
                events.remove(0);
            }
            events.add(words);
        }
    }
}

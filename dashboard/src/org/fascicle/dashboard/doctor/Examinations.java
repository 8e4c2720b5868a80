package org.fascicle.dashboard.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.fascicle.api.Fascicle;
import org.fascicle.api.doctor.ChangedLines;
import org.fascicle.api.doctor.Diagnosis;
import org.fascicle.api.doctor.Doctor;
import org.fascicle.api.doctor.Examination;
import org.fascicle.api.doctor.Gain;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.jspecify.annotations.Nullable;

/** One examination at a time, in the background. Safe for any thread. */
public final class Examinations {
    /** How an examination is. */
    public enum State {
        /** None was asked for. */
        NONE,
        /** A network is examined. */
        EXAMINING,
        /** A change is tried. */
        TRYING,
        /** It is asked to end. */
        CANCELLING,
        /** It has ended, and says what it found. */
        DONE,
        /** It has ended without a result. */
        FAILED
    }

    /**
     * Something that was found.
     *
     * @param lines in which the changed definition differs; empty if there is none
     * @param changed the text of the changed definition
     * @param gain what the change gained, once it was tried
     */
    public record Found(Diagnosis diagnosis, List<String> lines, @Nullable String changed, @Nullable Gain gain) {}

    /**
     * How it stands.
     *
     * @param name what was examined
     * @param steps for how many steps
     * @param seconds since it was asked for, while it goes on
     * @param problem why there is no result
     * @param unseen what was not looked at, and why
     */
    public record Status(State state, String name, int steps, long seconds, @Nullable String problem, List<Found> found,
            List<String> unseen) {}

    private static final Logger LOG = Logger.getLogger(Examinations.class.getName());
    private static final String ENDED = "it was cancelled";

    private final Path folder;
    private final Fascicle fascicle;
    private final Supplier<@Nullable Doctor> service;
    private State state = State.NONE;
    private String name = "";
    private int steps;
    private long begun;
    private @Nullable String problem;
    private @Nullable Definition definition;
    private List<Found> found = new ArrayList<>();
    private List<String> unseen = List.of();
    private @Nullable Thread thread;

    /**
     * None yet.
     *
     * @param folder where files that definitions name are looked for
     * @param service the doctor, if there is one
     */
    public Examinations(Path folder, Fascicle fascicle, Supplier<@Nullable Doctor> service) {
        this.folder = folder;
        this.fascicle = fascicle;
        this.service = service;
    }

    /** Whether there is a doctor. */
    public boolean isThere() {
        return service.get() != null;
    }

    /** How it stands. */
    public synchronized Status status() {
        return new Status(state, name, steps, isBusy() ? (System.nanoTime() - begun) / 1_000_000_000 : 0, problem,
                List.copyOf(found), unseen);
    }

    private boolean isBusy() {
        return thread != null;
    }

    private Doctor doctor() {
        Doctor doctor = service.get();
        if (doctor == null) {
            throw new StateException("there is no doctor: the bundle fascicle.doctor is not installed, or does not run");
        }
        return doctor;
    }

    /**
     * Begins to examine a network.
     *
     * @param label what it is called
     * @param text of the model file
     * @throws InputException if it is no model file
     */
    public void examine(String label, String text, int count) {
        Doctor doctor = doctor();
        Definition whole = Definition.text(text, label).in(folder);
        // What is wrong with the text is said at once.
        String before = fascicle.json(fascicle.tree(whole));
        begin(State.EXAMINING, () -> {
            Examination examination = doctor.examination(whole, Settings.defaults(), count);
            List<Found> seen = examination.findings().stream().map(each -> {
                String after = each.changed().map(fascicle::json).orElse(null);
                return new Found(each, after == null ? List.of() : ChangedLines.of(before, after), after, null);
            }).toList();
            return () -> {
                found = new ArrayList<>(seen);
                unseen = examination.unseen();
            };
        }, () -> {
            found = new ArrayList<>();
            unseen = List.of();
            definition = whole;
            name = label;
            steps = count;
        });
    }

    /**
     * Begins to try the change of something that was found.
     *
     * @param index its place among what was found
     */
    public void attempt(int index) {
        Doctor doctor = doctor();
        Found one;
        Definition whole;
        int count;
        synchronized (this) {
            one = index < 0 || index >= found.size() ? null : found.get(index);
            whole = definition;
            count = steps;
        }
        if (one == null || whole == null || one.changed == null) {
            throw new InputException("there is no such change to try");
        }
        Found tried = one;
        Definition before = whole;
        begin(State.TRYING, () -> {
            Gain gain = doctor.attempt(before, tried.diagnosis, Settings.defaults(), count);
            return () -> found.set(index, new Found(tried.diagnosis, tried.lines, tried.changed, gain));
        }, () -> {});
    }

    /** Asks what goes on to end; what it would have found is forgotten. */
    public synchronized void cancel() {
        Thread running = thread;
        if (running == null) {
            throw new StateException("nothing is examined");
        }
        state = State.CANCELLING;
        // A training that somebody waits for stops when the waiting thread is interrupted.
        running.interrupt();
    }

    /** Ends what goes on. */
    public synchronized void close() {
        if (isBusy()) {
            cancel();
        }
    }

    private synchronized void begin(State next, Supplier<Runnable> work, Runnable first) {
        if (isBusy()) {
            throw new StateException("one network is examined at a time: wait, or cancel what goes on");
        }
        first.run();
        state = next;
        problem = null;
        begun = System.nanoTime();
        thread = new Thread(() -> run(work), "fascicle dashboard doctor");
        thread.start();
    }

    private void run(Supplier<Runnable> work) {
        Optional<Runnable> result = Optional.empty();
        String failure = null;
        try {
            result = Optional.of(work.get());
        } catch (InputException | StateException e) {
            failure = String.valueOf(e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "an examination failed", e);
            failure = "internal error; the log of the process says more";
        }
        synchronized (this) {
            boolean cancelled = state == State.CANCELLING;
            thread = null;
            if (result.isPresent() && !cancelled) {
                result.get().run();
                state = State.DONE;
            } else {
                state = State.FAILED;
                problem = cancelled ? ENDED : failure;
            }
        }
    }
}

package org.fascicle.dashboard.model;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.dashboard.run.Run;
import org.fascicle.dashboard.run.Runs;

/**
 * Trainings that were started in the page. Each ends with an archive in the folder, however it ends, and with its memory given back.
 * Safe for any thread.
 */
public final class PageTrainings {
    /** So many run at a time. */
    static final int MOST = 4;
    private static final String END = ".fasc";
    private static final int LONGEST = 60;

    private final Path folder;
    private final Fascicle fascicle;
    private final Runs runs;
    private final List<Going> going = new ArrayList<>();
    private int starting;
    private boolean closed;

    /** A training, and the thread that waits for its end. */
    private record Going(Training training, Thread thread) {}

    /**
     * None yet.
     *
     * @param folder where archives are written
     * @param runs where they are shown
     */
    public PageTrainings(Path folder, Fascicle fascicle, Runs runs) {
        this.folder = folder;
        this.fascicle = fascicle;
        this.runs = runs;
    }

    /**
     * Starts one.
     *
     * @param name for people, and for the archive
     * @param text of the model file; other files that it names are looked for in the folder
     * @param watched whether all watches measure it
     * @throws InputException if the model file cannot be used
     * @throws StateException if so many run already
     */
    public Run start(String name, String text, boolean watched) {
        String called = name.isBlank() ? "training" : name.strip();
        take();
        Model model = null;
        try {
            model = fascicle.create(Definition.text(text, called).in(folder), Settings.defaults());
            TrainingPlan plan = fascicle.train(model);
            if (watched) {
                plan.watch("*");
            }
            Runs.Started started = runs.start(called, plan);
            follow(model, started);
            return started.run();
        } catch (RuntimeException | Error e) {
            if (model != null) {
                model.close();
            }
            throw e;
        } finally {
            given();
        }
    }

    private synchronized void take() {
        if (closed) {
            throw new StateException("the dashboard closes");
        }
        if (going.size() + starting >= MOST) {
            throw new StateException("at most " + MOST + " trainings that were started here run at a time: stop one, or wait");
        }
        starting++;
    }

    private synchronized void given() {
        starting--;
        notifyAll();
    }

    private synchronized void follow(Model model, Runs.Started started) {
        Thread thread = new Thread(() -> finish(model, started), "fascicle dashboard " + started.run().id());
        going.add(new Going(started.training(), thread));
        if (closed) {
            started.training().stop();
        }
        thread.start();
    }

    private void finish(Model model, Runs.Started started) {
        Run run = started.run();
        try (model; Training training = started.training()) {
            try {
                training.join();
            } catch (CancellationException e) {
                run.event("it was cancelled, and no archive is written");
                return;
            } catch (InputException | StateException e) {
                // What was trained before is worth keeping.
                run.event(String.valueOf(e.getMessage()));
            }
            if (training.step() > 0) {
                keep(run, training);
            }
        } catch (InputException | StateException e) {
            run.event("no archive is written: " + e.getMessage());
        } finally {
            synchronized (this) {
                going.removeIf(each -> each.training() == started.training());
                notifyAll();
            }
        }
    }

    private void keep(Run run, Training training) {
        String plain = run.name().replaceAll("\\.json$", "").replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceAll("^[.-]+", "");
        String base = plain.isEmpty() ? "training" : plain.substring(0, Math.min(LONGEST, plain.length()));
        Path part = folder.resolve("." + base + "-" + run.id() + "-" + ProcessHandle.current().pid() + ".part");
        try {
            try {
                training.save(part);
                run.archived(moved(part, base));
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            run.event("no archive is written: " + e);
        }
    }

    // Written whole under another name first: what is there is not replaced.
    private String moved(Path part, String base) throws IOException {
        for (int i = 1;; i++) {
            String name = base + (i == 1 ? "" : "-" + i) + END;
            try {
                Files.move(part, folder.resolve(name));
                return name;
            } catch (FileAlreadyExistsException e) {
                // The next name.
            }
        }
    }

    /** Asks all to stop, and takes no more. */
    public synchronized void stop() {
        closed = true;
        going.forEach(each -> each.training().stop());
    }

    /** Asks all to stop, and waits until their archives are written, but no longer than so. */
    public synchronized void close(Duration patience) {
        stop();
        long end = System.nanoTime() + patience.toNanos();
        try {
            long left = patience.toMillis();
            while (going.size() + starting > 0 && left > 0) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

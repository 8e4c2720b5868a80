package org.fascicle.dashboard.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;

/** The trainings of this process: those that run, and the last that have ended. Safe for any thread. */
public final class Runs {
    private static final int MOST = 50;

    private final List<Run> all = new ArrayList<>();
    private final LongSupplier nanoTime;
    private int made;

    /** A training, and what is shown of it. */
    public record Started(Run run, Training training) {}

    /** None yet. */
    public Runs() {
        this(System::nanoTime);
    }

    /** None yet. With a clock, for tests. */
    public Runs(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Starts a training that is shown. */
    public Started start(String name, TrainingPlan plan) {
        Run run;
        synchronized (all) {
            made++;
            run = new Run("run-" + made, name, plan.model(), Network.of(plan.model(), plan.summary()), nanoTime);
        }
        Training training = plan.listener(run).start();
        run.of(training);
        synchronized (all) {
            all.add(run);
            for (int i = 0; all.size() > MOST && i < all.size(); i++) {
                if (!all.get(i).isLive()) {
                    all.remove(i--);
                }
            }
        }
        return new Started(run, training);
    }

    /** All, oldest first. */
    public List<Run> all() {
        synchronized (all) {
            return List.copyOf(all);
        }
    }

    /** One, if it is there. */
    public Optional<Run> find(String id) {
        return all().stream().filter(run -> run.id().equals(id)).findFirst();
    }
}

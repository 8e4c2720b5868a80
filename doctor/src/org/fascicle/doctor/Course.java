package org.fascicle.doctor;

import java.util.Map;
import java.util.Optional;

import org.fascicle.api.data.Examples;
import org.fascicle.api.model.Model;
import org.fascicle.api.training.DivergedException;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.watch.Health;
import org.jspecify.annotations.Nullable;

/** One short training. */
final class Course {
    private static final int LOOKS = 12;

    private Course() {}

    /** Trains a plan's model for some steps, or to its end if that is nearer: the message if it diverged, else null. */
    static @Nullable String run(TrainingPlan plan, long steps) {
        plan.listener(new TrainingListener() {
            private long made;

            @Override
            public void stepped(Progress progress) {
                made++;
                if (made >= steps) {
                    progress.stop();
                }
            }
        });
        try (Training training = plan.start()) {
            training.join();
            return null;
        } catch (DivergedException e) {
            return e.problem();
        }
    }

    /** Trains for some steps, and notes what is to be seen. */
    static void watched(TrainingPlan plan, long steps, Case seen) {
        plan.watchEvery((int) Math.max(1, steps / LOOKS));
        Case.WATCHES.stream().filter(seen::isWatched).forEach(plan::watch);
        plan.listener(new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                seen.made++;
                seen.stepsPerEpoch = progress.stepsPerEpoch();
                if (seen.made <= Trials.STEPS && progress.learningRate() > 0) {
                    seen.rate = Math.max(Double.isNaN(seen.rate) ? 0 : seen.rate, progress.learningRate());
                }
            }

            @Override
            public void watched(Health health) {
                seen.health.add(health);
            }

            @Override
            public void epochEnded(Progress progress) {
                Map<String, Double> metrics = progress.metrics();
                Optional.ofNullable(metrics.get("loss")).ifPresent(seen.trained::add);
                Optional.ofNullable(metrics.get("val_loss")).ifPresent(seen.unseen::add);
            }
        });
        seen.diverged = run(plan, steps);
    }

    /** The loss on some rows after some steps; infinite if the training diverged. */
    static double lossAfter(TrainingPlan plan, long steps, Examples rows) {
        if (run(plan, steps) != null) {
            return Double.POSITIVE_INFINITY;
        }
        double loss = loss(plan.model(), rows);
        return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
    }

    static double loss(Model model, Examples rows) {
        return model.evaluate(rows).metrics().getOrDefault("loss", Double.NaN);
    }
}

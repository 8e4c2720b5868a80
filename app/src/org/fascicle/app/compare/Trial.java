package org.fascicle.app.compare;

import java.util.Map;
import java.util.function.BooleanSupplier;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.api.training.TrainingResult.End;
import org.jspecify.annotations.Nullable;

/** Trains one model on some rows and judges it by others. Safe for several threads. */
final class Trial {
    private final Fascicle fascicle;
    private final Settings settings;
    private final BooleanSupplier stop;

    /**
     * Trials.
     *
     * @param stop whether to end at the next step
     */
    Trial(Fascicle fascicle, Settings settings, BooleanSupplier stop) {
        this.fascicle = fascicle;
        this.settings = settings;
        this.stop = stop;
    }

    /**
     * Makes one.
     *
     * @return null if it was stopped
     * @throws org.fascicle.api.training.DivergedException if the loss is not finite any more
     * @throws InputException if the model cannot be trained on the rows
     */
    @Nullable
    Outcome run(Definition definition, Data training, Rows judging) {
        long began = System.nanoTime();
        Usage before = Usage.now();
        Watch watch = new Watch();
        try (Model model = fascicle.create(definition, training, settings);
                Training running = fascicle.train(model, training).listener(watch).start()) {
            TrainingResult result = running.join();
            if (result.end() == End.STOPPED) {
                return null;
            } else if (result.reason().isPresent()) {
                throw new StateException(result.reason().get());
            }
            Map<String, Double> metrics = model.evaluate(judging).metrics();
            Usage usage = watch.usage.plus(Usage.now().minus(before));
            return new Outcome(metrics, "", result.history().epochs(), (System.nanoTime() - began) / 1e9,
                    usage.processorSeconds(), usage.bytes());
        }
    }

    /** Passes a stop on, and asks the thread that trains what it uses. */
    private final class Watch implements TrainingListener {
        private volatile Usage usage = Usage.NONE;

        @Override
        public void stepped(Progress progress) {
            if (stop.getAsBoolean()) {
                progress.stop();
            }
        }

        @Override
        public void epochEnded(Progress progress) {
            usage = Usage.now();
        }
    }
}

package org.fascicle.doctor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.doctor.Diagnosis;

/** A loss that falls on the rows that are trained on, and rises on others. */
final class OverfittingRule implements Rule {
    static final String NAME = "overfitting";
    private static final int EPOCHS = 6;
    /** Of how many last epochs the mean counts, for single ones are by chance. */
    private static final int LAST = 3;
    private static final String STOPPING = "early_stopping";

    @Override
    public String subject() {
        return "overfitting";
    }

    @Override
    public Optional<String> hindrance(Case seen) {
        if (seen.unseen.isEmpty() && seen.stepsPerEpoch <= seen.made) {
            return Optional.of("no rows are held back to validate with");
        }
        return seen.unseen.size() >= EPOCHS || isStopped(seen) ? Optional.empty()
                : Optional.of("it takes " + EPOCHS + " epochs to see, which are " + EPOCHS * seen.stepsPerEpoch + " steps");
    }

    @Override
    public Optional<Diagnosis> look(Case seen) {
        List<Double> unseen = seen.unseen;
        if (unseen.size() < EPOCHS || seen.trained.size() != unseen.size() || isStopped(seen)) {
            return Optional.empty();
        }
        double least = Collections.min(unseen);
        int best = unseen.indexOf(least);
        double last = mean(unseen);
        double trained = mean(seen.trained);
        int after = unseen.size() - 1 - best;
        if (!(after >= LAST && last > 1.15 * least && trained < 0.6 * last)) {
            return Optional.empty();
        }
        Map<String, Object> stop = new LinkedHashMap<>();
        stop.put("monitor", "val_loss");
        stop.put("patience", LAST);
        stop.put("restore_best_weights", true);
        return Optional.of(Diagnosis.of(NAME,
                "The loss of rows that are not trained on was least after epoch " + (best + 1) + " with " + Words.number(least)
                        + ", and comes to " + Words.number(last) + " in the epochs up to " + unseen.size()
                        + "; that of rows that are trained on falls to " + Words.number(trained) + ".",
                "Stop when it no longer falls, and keep the best weights. Or regularize, or get more rows.",
                seen.tree.copy().setTraining(STOPPING, stop).root()));
    }

    /** Whether the training looks after it itself. */
    private static boolean isStopped(Case seen) {
        return seen.tree.trainingOption(STOPPING) != null;
    }

    private static double mean(List<Double> losses) {
        return losses.subList(losses.size() - LAST, losses.size()).stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}

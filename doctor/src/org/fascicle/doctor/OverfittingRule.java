package org.fascicle.doctor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.doctor.Diagnosis;

/** A loss that falls on the rows that are trained on, and rises on others. */
final class OverfittingRule implements Rule {
    private static final int EPOCHS = 4;

    @Override
    public Optional<Diagnosis> look(Case seen) {
        List<Double> unseen = seen.unseen;
        if (unseen.size() < EPOCHS || seen.trained.size() != unseen.size()) {
            return Optional.empty();
        }
        double least = Collections.min(unseen);
        double last = unseen.get(unseen.size() - 1);
        double trained = seen.trained.get(seen.trained.size() - 1);
        if (!(last > 1.15 * least && trained < 0.6 * last)) {
            return Optional.empty();
        }
        Map<String, Object> stop = new LinkedHashMap<>(Map.of("monitor", "val_loss", "patience", 3));
        return Optional.of(Diagnosis.of("overfitting",
                "The loss of rows that are not trained on was " + Words.number(least) + " after epoch "
                        + (unseen.indexOf(least) + 1) + " and is " + Words.number(last) + " after epoch " + unseen.size()
                        + "; that of rows that are is " + Words.number(trained) + ".",
                "Stop early, or regularize.", seen.tree.copy().setTraining("early_stopping", stop).root()));
    }
}

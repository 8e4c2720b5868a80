package org.fascicle.core.training;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.core.model.TrainingSpec;

/** Decides from the history alone when to stop, and which epoch was the best, so that a resumed run decides alike. */
final class EarlyStop {
    private static final List<String> GROWING = List.of("acc", "auc", "precision", "recall", "f1");

    private final TrainingSpec.EarlyStopping rule;
    private final double direction;

    EarlyStop(TrainingSpec.EarlyStopping rule) {
        this.rule = rule;
        String name = rule.monitor().toLowerCase(Locale.ROOT);
        this.direction = GROWING.stream().anyMatch(name::contains) ? 1 : -1;
    }

    /** Refuses a rule that watches what is never reported. */
    void require(String source, Set<String> reported) {
        if (!reported.contains(rule.monitor())) {
            String hint = Nearest.hint(rule.monitor(), reported);
            throw new InputException(source, "/training/early_stopping/monitor", "'" + rule.monitor()
                    + "' is not among what is reported: " + String.join(", ", reported),
                    hint != null ? hint : rule.monitor().startsWith("val_") ? "Set \"validation\" of the data" : null);
        }
    }

    /**
     * The index of the best epoch: the last that improved on all before it by more than the minimum; −1 without any. NaN improves
     * on nothing.
     */
    int best(List<Double> history) {
        int best = -1;
        for (int epoch = 0; epoch < history.size(); epoch++) {
            double figure = history.get(epoch);
            if (best < 0 ? !Double.isNaN(figure) : direction * (figure - history.get(best)) > rule.minDelta()) {
                best = epoch;
            }
        }
        return best;
    }

    /** Whether patience has run out; an epoch that improved never ends it, nor does the first, as in Keras. */
    boolean stops(List<Double> history) {
        return history.size() - 1 - Math.max(0, best(history)) >= Math.max(1, rule.patience());
    }

    String monitor() {
        return rule.monitor();
    }

    boolean restoresBest() {
        return rule.restoreBestWeights();
    }
}

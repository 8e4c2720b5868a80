package org.fascicle.core.training;

import java.util.List;
import java.util.Set;

import org.fascicle.core.model.TrainingSpec;

/** Decides from the history alone when to stop, and which epoch was the best, so that a resumed run decides alike. */
final class EarlyStop {
    /** Where a model file says what it watches. */
    static final String PLACE = "/training/early_stopping/monitor";

    private final TrainingSpec.EarlyStopping rule;
    private final Watched watched;
    private final double sign;

    /**
     * A rule.
     *
     * @param source what messages call the model file
     * @param directions which way metrics have to go, where the rule does not say
     * @throws InputException if nobody says it
     */
    EarlyStop(TrainingSpec.EarlyStopping rule, String source, Directions directions) {
        this.rule = rule;
        this.watched = new Watched(rule.monitor(), "early stopping", source, PLACE);
        this.sign = watched.isUpward(rule.direction(), directions, "Add \"mode\": \"max\" or \"mode\": \"min\"") ? 1 : -1;
    }

    /** Refuses a rule that watches what is never reported. */
    void require(Set<String> reported) {
        watched.requireReported(reported);
    }

    /**
     * The index of the best epoch: the last that improved on all before it by more than the minimum; −1 without any.
     * NaN improves on nothing.
     */
    int best(List<Double> history) {
        int best = -1;
        for (int epoch = rule.startFromEpoch(); epoch < history.size(); epoch++) {
            if (improves(history.get(epoch), best < 0 ? Double.NaN : history.get(best))) {
                best = epoch;
            }
        }
        return best;
    }

    /**
     * Whether patience has run out. An epoch that improved never ends it, nor does the first, as in Keras; while no
     * improvement is better than the baseline, the waiting goes on.
     *
     * @param elsewhere the number of epochs that another system made, in which nobody waited
     */
    boolean stops(List<Double> history, int elsewhere) {
        int waited = 0;
        int best = -1;
        boolean improved = true;
        for (int epoch = Math.max(elsewhere, rule.startFromEpoch()); epoch < history.size(); epoch++) {
            double value = history.get(epoch);
            improved = improves(value, best < 0 ? Double.NaN : history.get(best));
            best = improved ? epoch : best;
            waited = improved && improves(value, rule.baseline()) ? 0 : waited + 1;
        }
        return !improved && waited >= rule.patience() && history.size() > 1;
    }

    /** Whether a value is better than another, or than none, which is NaN. */
    private boolean improves(double value, double than) {
        double worst = sign * Double.NEGATIVE_INFINITY;
        return sign * (value - (Double.isNaN(than) ? worst : than)) > rule.minDelta();
    }

    String monitor() {
        return rule.monitor();
    }

    boolean restoresBest() {
        return rule.restoreBestWeights();
    }
}

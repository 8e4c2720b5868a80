package org.fascicle.app.verb;

import java.util.List;
import java.util.Optional;

import org.fascicle.api.model.Port;
import org.jspecify.annotations.Nullable;

/**
 * What a model predicts for a row. Several outputs are taken for scores of classes if there are labels or names of classes, or if they
 * are positive and sum to 1: then they are probabilities. A single output from 0 to 1 of a model with two classes is the probability
 * of the second.
 *
 * @param row its number, from 0
 * @param id what it is called; null if rows have no names
 * @param label its class; −1 if it has none
 * @param outputs what was computed, or the means of what was sampled
 * @param deviations null if nothing was sampled
 * @param port the model's output: its shape, and the names of its classes if it knows them
 */
record Prediction(int row, @Nullable String id, int label, float[] outputs, float @Nullable [] deviations, Port port) {
    private static final double ROUNDING = 1e-3;

    /** Whether the outputs are of classes. */
    boolean isOfClasses() {
        return outputs.length > 1 ? label >= 0 || classes().size() == outputs.length || isDistribution() : isOfTwoClasses();
    }

    /** Whether the outputs are probabilities. */
    boolean isDistribution() {
        double sum = 0;
        for (float output : outputs) {
            if (!(output >= 0)) {
                return false;
            }
            sum += output;
        }
        return outputs.length > 1 ? Math.abs(sum - 1) < ROUNDING : isOfTwoClasses();
    }

    private boolean isOfTwoClasses() {
        return outputs.length == 1 && classes().size() == 2 && outputs[0] >= 0 && outputs[0] <= 1;
    }

    /** The class that it predicts. */
    int best() {
        if (outputs.length == 1) {
            return outputs[0] > 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int i = 1; i < outputs.length; i++) {
            best = outputs[i] > outputs[best] ? i : best;
        }
        return best;
    }

    /** The score or the probability of a class. */
    float score(int label) {
        return outputs.length > 1 ? outputs[label] : label == 1 ? outputs[0] : 1 - outputs[0];
    }

    /** The standard deviation of it. */
    Optional<Float> deviation(int label) {
        return Optional.ofNullable(deviations).map(all -> all.length > 1 ? all[label] : all[0]);
    }

    /** How unsure the probabilities are, in nats. */
    double entropy() {
        double entropy = 0;
        for (int i = 0; i < Math.max(2, outputs.length); i++) {
            float p = score(i);
            entropy -= p > 0 ? p * Math.log(p) : 0;
        }
        return entropy;
    }

    /** What a class is called: its name, or its number. */
    String name(int label) {
        return label < classes().size() ? classes().get(label) : String.valueOf(label);
    }

    /** The names of the classes; empty if they have none. */
    List<String> classes() {
        return port.classes();
    }
}

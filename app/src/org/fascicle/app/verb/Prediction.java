package org.fascicle.app.verb;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.fascicle.api.loss.Domain;
import org.fascicle.api.model.Port;
import org.jspecify.annotations.Nullable;

/**
 * What one output of a model predicts for a row. What its numbers mean, its loss says; where nothing says it, several numbers are scores
 * of classes if there are labels or names of classes, or if they are positive and sum to 1: then they are probabilities. A single number
 * from 0 to 1 of an output with two classes is the probability of the second.
 *
 * @param port the output: its shape, the names of its classes if it knows them, and what its numbers mean
 * @param label the row's class; −1 if it has none
 * @param outputs what was computed, or the means of what was sampled
 * @param deviations null if nothing was sampled
 */
record Prediction(Port port, int label, float[] outputs, float @Nullable [] deviations) {
    private static final double ROUNDING = 1e-3;

    /** What is predicted. */
    enum Sort {
        /** One of several classes, each of which has a number. */
        CLASS,
        /** One of two classes, of which the second one has a number. */
        TWO_CLASSES,
        /** Any of several classes, each by itself. */
        LABELS,
        /** Numbers. */
        VALUES
    }

    /** What is predicted. */
    Sort sort() {
        boolean flat = port.shape().rank() == 1;
        boolean named = classes().size() == outputs.length;
        if (outputs.length == 1) {
            boolean judged = meaning() != Domain.Outputs.ANY;
            return classes().size() == 2 && (judged || isWithinOne()) ? Sort.TWO_CLASSES : Sort.VALUES;
        } else if (meaning() == Domain.Outputs.PROBABILITIES || meaning() == Domain.Outputs.LOGITS) {
            return label >= 0 ? Sort.CLASS : flat && named ? Sort.LABELS : Sort.VALUES;
        }
        boolean classes = label >= 0 || flat && (named || meaning() != Domain.Outputs.ANY || isDistribution());
        return classes ? Sort.CLASS : Sort.VALUES;
    }

    /** Whether the outputs are probabilities of classes. */
    boolean isDistribution() {
        if (meaning().isBeforeActivation()) {
            return false;
        } else if (outputs.length == 1) {
            return sort() == Sort.TWO_CLASSES && isWithinOne();
        }
        double sum = 0;
        for (float output : outputs) {
            if (!(output >= 0)) {
                return false;
            }
            sum += output;
        }
        return Math.abs(sum - 1) < ROUNDING;
    }

    private boolean isWithinOne() {
        return outputs[0] >= 0 && outputs[0] <= 1;
    }

    private Domain.Outputs meaning() {
        return port.meaning();
    }

    /** What a number of a class is called. */
    String word() {
        return meaning().isBeforeActivation() ? "logit"
                : isDistribution() || meaning() == Domain.Outputs.PROBABILITIES ? "probability" : "score";
    }

    /** The class that it predicts. */
    int best() {
        if (outputs.length == 1) {
            return isYes(0) ? 1 : 0;
        }
        int best = 0;
        for (int i = 1; i < outputs.length; i++) {
            best = outputs[i] > outputs[best] ? i : best;
        }
        return best;
    }

    /** The classes that it predicts, if each is predicted by itself. */
    int[] chosen() {
        return IntStream.range(0, outputs.length).filter(this::isYes).toArray();
    }

    private boolean isYes(int number) {
        return outputs[number] > (meaning().isBeforeActivation() ? 0 : 0.5);
    }

    /** How many classes have a score. */
    int scored() {
        return sort() == Sort.TWO_CLASSES ? 2 : outputs.length;
    }

    /** The score or the probability of a class. */
    float score(int label) {
        if (outputs.length > 1) {
            return outputs[label];
        }
        float first = meaning().isBeforeActivation() ? -outputs[0] : 1 - outputs[0];
        return label == 1 ? outputs[0] : first;
    }

    /** The standard deviation of it. */
    Optional<Float> deviation(int label) {
        return Optional.ofNullable(deviations).map(all -> all.length > 1 ? all[label] : all[0]);
    }

    /** How unsure the probabilities are, in nats. */
    double entropy() {
        double entropy = 0;
        for (int i = 0; i < scored(); i++) {
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

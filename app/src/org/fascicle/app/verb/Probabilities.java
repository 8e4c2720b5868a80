package org.fascicle.app.verb;

import org.fascicle.api.loss.Domain;
import org.fascicle.api.model.Port;

/** Makes probabilities of the logits that a network gives whose loss takes them: what a softmax or a sigmoid at its end would give. */
final class Probabilities {
    private Probabilities() {}

    /** Whether an output gives logits. */
    static boolean areOf(Port port) {
        return port.meaning().isBeforeActivation();
    }

    /** The output with probabilities in place of logits; as it is, if it gives none. */
    static Port port(Port port) {
        return switch (port.meaning()) {
            case LOGITS -> port.meaning(Domain.Outputs.PROBABILITIES);
            case DISTRIBUTION_LOGITS -> port.meaning(Domain.Outputs.DISTRIBUTION);
            default -> port;
        };
    }

    /** Replaces logits of an output, row-major, by probabilities; other numbers stay as they are. */
    static void replace(Port port, float[] values) {
        if (port.meaning() == Domain.Outputs.LOGITS) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (1 / (1 + Math.exp(-values[i])));
            }
        } else if (port.meaning() == Domain.Outputs.DISTRIBUTION_LOGITS) {
            int classes = port.shape().rank() == 0 ? 1 : port.shape().extent(-1);
            for (int at = 0; at < values.length; at += classes) {
                softmax(values, at, classes);
            }
        }
    }

    private static void softmax(float[] values, int at, int classes) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = at; i < at + classes; i++) {
            greatest = Math.max(greatest, values[i]);
        }
        double sum = 0;
        for (int i = at; i < at + classes; i++) {
            sum += Math.exp(values[i] - greatest);
        }
        for (int i = at; i < at + classes; i++) {
            values[i] = (float) (Math.exp(values[i] - greatest) / sum);
        }
    }
}

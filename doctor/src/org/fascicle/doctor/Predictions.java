package org.fascicle.doctor;

import java.util.Optional;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;

/** What a network predicts for rows with classes. */
final class Predictions {
    /** How many rows have each class, and are predicted to have it. */
    final int[] labelled;
    final int[] predicted;
    /** How many of each class are predicted rightly. */
    private final int[] right;
    private final int rows;

    private Predictions(int classes, int rows) {
        labelled = new int[classes];
        predicted = new int[classes];
        right = new int[classes];
        this.rows = rows;
    }

    /** Why a network's outputs are no predictions of the rows' classes; empty if they are. */
    static Optional<String> hindrance(Model model, Rows rows, Data data) {
        if (model.inputs().size() != 1 || model.outputs().size() != 1 || rows.outputs().size() != 1) {
            return Optional.of("the network has several inputs or outputs");
        }
        int classes = rows.classes();
        Port output = model.outputs().get(0);
        boolean fits = output.size() == classes || output.size() == 1 && classes == 2;
        // What a loss takes for any numbers may be places, or the row itself.
        boolean means = output.meaning() != Domain.Outputs.ANY;
        return classes >= 2 && fits && means && !data.isReconstructing() ? Optional.empty()
                : Optional.of("the network does not predict classes");
    }

    /** Lets a network predict rows. */
    static Predictions of(Model model, Rows rows) {
        double threshold = model.outputs().get(0).meaning().isBeforeActivation() ? 0 : 0.5;
        int size = Math.toIntExact(rows.shape().size());
        float[] features = new float[size * rows.count()];
        for (int i = 0; i < rows.count(); i++) {
            rows.features(i, features, i * size);
        }
        float[] outputs = model.predict(features, rows.count());
        int width = outputs.length / rows.count();
        Predictions found = new Predictions(rows.classes(), rows.count());
        for (int i = 0; i < rows.count(); i++) {
            int best = width == 1 ? outputs[i] > threshold ? 1 : 0 : greatest(outputs, i * width, width);
            int label = rows.label(i);
            found.labelled[label]++;
            found.predicted[best]++;
            found.right[label] += best == label ? 1 : 0;
        }
        return found;
    }

    /** How many rows. */
    int rows() {
        return rows;
    }

    /** The share that is predicted rightly. */
    double accuracy() {
        int sum = 0;
        for (int each : right) {
            sum += each;
        }
        return (double) sum / rows;
    }

    /** The share that is predicted rightly, as the mean over the classes that have rows. */
    double balanced() {
        double sum = 0;
        int classes = 0;
        for (int i = 0; i < labelled.length; i++) {
            if (labelled[i] > 0) {
                sum += (double) right[i] / labelled[i];
                classes++;
            }
        }
        return sum / classes;
    }

    private static int greatest(float[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = values[from + i] > values[from + best] ? i : best;
        }
        return best;
    }
}

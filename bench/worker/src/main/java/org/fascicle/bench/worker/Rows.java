package org.fascicle.bench.worker;

import java.util.Arrays;
import java.util.Random;

/** Random rows to train on: features uniform with mean 0 and variance 1, labels uniform. Immutable. */
public final class Rows {
    /** Features of a row: 28 × 28. */
    public static final int FEATURES = 784;
    /** Labels are less. */
    public static final int CLASSES = 10;

    private final float[] features;
    private final int[] labels;

    /** So many, the same for the same number. */
    public static Rows random(int count) {
        Random random = new Random(1);
        float[] features = new float[count * FEATURES];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) ((random.nextFloat() - 0.5) * Math.sqrt(12));
        }
        return new Rows(features, random.ints(count, 0, CLASSES).toArray());
    }

    /** Given rows; the arrays are not copied. */
    public Rows(float[] features, int[] labels) {
        this.features = features;
        this.labels = labels;
    }

    /** How many. */
    public int count() {
        return labels.length;
    }

    /** All features, row after row; not to be changed. */
    public float[] features() {
        return features;
    }

    /** All labels; not to be changed. */
    public int[] labels() {
        return labels;
    }

    /** The features of batch {@code number} of those of the size {@code batch}. */
    public float[] features(int number, int batch) {
        return Arrays.copyOfRange(features, number * batch * FEATURES, (number + 1) * batch * FEATURES);
    }

    /** The labels of that batch. */
    public int[] labels(int number, int batch) {
        return Arrays.copyOfRange(labels, number * batch, (number + 1) * batch);
    }
}

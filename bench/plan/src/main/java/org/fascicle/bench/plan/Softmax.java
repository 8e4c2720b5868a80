package org.fascicle.bench.plan;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Softmax with cross-entropy, its loss and its gradient. */
final class Softmax {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int CLASSES = 10;
    private static final int LD = Product.padded(CLASSES);

    private Softmax() {}

    /**
     * From logits (without their bias) to the gradient of the mean loss, in place; the padding becomes 0.
     *
     * @param labels of the batch
     * @return the sum of the losses of the rows
     */
    static double gradient(float[] z, int from, int to, float[] bias, int bo, int[] labels, int batch) {
        double sum = 0;
        for (int row = from; row < to; row++) {
            int at = row * LD;
            float greatest = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < CLASSES; j++) {
                z[at + j] += bias[bo + j];
                greatest = Math.max(greatest, z[at + j]);
            }
            int label = labels[row];
            float own = z[at + label] - greatest;
            for (int j = 0; j < LD; j += S.length()) {
                Pointwise.expm1(FloatVector.fromArray(S, z, at + j).sub(greatest).min(0f)).add(1f).intoArray(z, at + j);
            }
            float total = 0;
            for (int j = 0; j < CLASSES; j++) {
                total += z[at + j];
            }
            sum += Math.log(total) - own;
            float scale = 1 / (total * batch);
            for (int j = 0; j < CLASSES; j++) {
                z[at + j] *= scale;
            }
            for (int j = CLASSES; j < LD; j++) {
                z[at + j] = 0;
            }
            z[at + label] -= 1f / batch;
        }
        return sum;
    }
}

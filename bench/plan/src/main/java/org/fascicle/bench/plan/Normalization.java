package org.fascicle.bench.plan;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.SQRT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Batch normalization, elu and dropout behind it. Each member of a crew computes statistics of its own rows; after a barrier each
 * combines them all for itself.
 */
final class Normalization {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final float EPSILON = 1e-3f;
    private static final float MOMENTUM = 0.99f;

    private final Parameters parameters;
    final int gamma;
    final int beta;
    final int columns;
    final int ld;
    private final int batch;
    private final float[] movingMean;
    private final float[] movingVariance;
    /** Of each member: of its rows. */
    private final float[][] partMean;
    private final float[][] partSquares;
    private final float[][] partBeta;
    private final float[][] partGamma;
    private final int[] partRows;
    /** Of each member: of all rows, as it has combined them. */
    private final float[][] mean;
    private final float[][] inverse;
    private final float[][] sumBeta;
    private final float[][] sumGamma;

    Normalization(Parameters parameters, String name, int columns, int batch, int members) {
        this.parameters = parameters;
        this.columns = columns;
        this.batch = batch;
        ld = Product.padded(columns);
        gamma = parameters.add(name + "/gamma", 1, columns);
        beta = parameters.add(name + "/beta", 1, columns);
        movingMean = new float[ld];
        movingVariance = new float[ld];
        partMean = new float[members][ld];
        partSquares = new float[members][ld];
        partBeta = new float[members][ld];
        partGamma = new float[members][ld];
        partRows = new int[members];
        mean = new float[members][ld];
        inverse = new float[members][ld];
        sumBeta = new float[members][ld];
        sumGamma = new float[members][ld];
    }

    /** Mean and squared deviations of the member's rows. */
    void part(int member, float[] z, int from, int to) {
        partRows[member] = to - from;
        for (int j = 0; j < ld; j += L) {
            FloatVector sum = FloatVector.zero(S);
            for (int row = from; row < to; row++) {
                sum = sum.add(FloatVector.fromArray(S, z, row * ld + j));
            }
            FloatVector centre = sum.mul(to == from ? 0 : 1f / (to - from));
            FloatVector squares = FloatVector.zero(S);
            for (int row = from; row < to; row++) {
                FloatVector off = FloatVector.fromArray(S, z, row * ld + j).sub(centre);
                squares = off.fma(off, squares);
            }
            centre.intoArray(partMean[member], j);
            squares.intoArray(partSquares[member], j);
        }
    }

    /** Combines all parts (Chan, Golub and LeVeque), and as the first member moves the averages. */
    void combine(int member) {
        for (int j = 0; j < ld; j += L) {
            FloatVector centre = FloatVector.fromArray(S, partMean[0], j);
            FloatVector squares = FloatVector.fromArray(S, partSquares[0], j);
            int rows = partRows[0];
            for (int i = 1; i < partRows.length; i++) {
                int more = partRows[i];
                FloatVector off = FloatVector.fromArray(S, partMean[i], j).sub(centre);
                float share = more / (float) (rows + more);
                centre = off.mul(share).add(centre);
                squares = squares.add(FloatVector.fromArray(S, partSquares[i], j)).add(off.mul(off).mul(rows * share));
                rows += more;
            }
            FloatVector variance = squares.mul(1f / rows);
            centre.intoArray(mean[member], j);
            FloatVector.broadcast(S, 1f).div(variance.add(EPSILON).lanewise(SQRT)).intoArray(inverse[member], j);
            if (member == 0) {
                move(movingMean, j, centre);
                move(movingVariance, j, variance);
            }
        }
    }

    private static void move(float[] average, int at, FloatVector latest) {
        FloatVector.fromArray(S, average, at).mul(MOMENTUM).add(latest.mul(1 - MOMENTUM)).intoArray(average, at);
    }

    /** y := elu(gamma (z − mean) / deviation + beta) · factor; the factors' rows are not padded. */
    void apply(int member, float[] z, float[] y, float[] factor, int from, int to) {
        float[] p = parameters.values;
        for (int j = 0; j < ld; j += L) {
            FloatVector slope = FloatVector.fromArray(S, p, gamma + j).mul(FloatVector.fromArray(S, inverse[member], j));
            FloatVector offset = FloatVector.fromArray(S, p, beta
                    + j).sub(FloatVector.fromArray(S, mean[member], j).mul(slope));
            for (int row = from; row < to; row++) {
                FloatVector a = FloatVector.fromArray(S, z, row * ld + j).fma(slope, offset);
                Pointwise.expm1(a.min(0f)).blend(a, a.compare(GT, 0f))
                        .mul(FloatVector.fromArray(S, factor, row * columns + j)).intoArray(y, row * ld + j);
            }
        }
    }

    /**
     * From the gradient of y to that of what elu got, in place, and the member's part of the gradients of beta and gamma.
     *
     * @param back what takes a kept element of y back to what elu gave: 1 − the rate of dropout
     */
    void gradientParts(int member, float[] d, float[] z, float[] y, float[] factor, float back, int from, int to) {
        for (int j = 0; j < ld; j += L) {
            FloatVector centre = FloatVector.fromArray(S, mean[member], j);
            FloatVector scale = FloatVector.fromArray(S, inverse[member], j);
            FloatVector ofBeta = FloatVector.zero(S);
            FloatVector ofGamma = FloatVector.zero(S);
            for (int row = from; row < to; row++) {
                int at = row * ld + j;
                FloatVector given = FloatVector.fromArray(S, d, at).mul(FloatVector.fromArray(S, factor, row * columns + j));
                FloatVector out = FloatVector.fromArray(S, y, at);
                given = given.mul(out.mul(back).add(1f)).blend(given, out.compare(GT, 0f));
                given.intoArray(d, at);
                ofBeta = ofBeta.add(given);
                ofGamma = FloatVector.fromArray(S, z, at).sub(centre).mul(scale).fma(given, ofGamma);
            }
            ofBeta.intoArray(partBeta[member], j);
            ofGamma.intoArray(partGamma[member], j);
        }
    }

    /** The gradient of z, in place, once all parts are there. */
    void gradient(int member, float[] d, float[] z, int from, int to) {
        float[] p = parameters.values;
        for (int j = 0; j < ld; j += L) {
            FloatVector ofBeta = sum(partBeta, j);
            FloatVector ofGamma = sum(partGamma, j);
            ofBeta.intoArray(sumBeta[member], j);
            ofGamma.intoArray(sumGamma[member], j);
            FloatVector scale = FloatVector.fromArray(S, inverse[member], j);
            FloatVector slope = FloatVector.fromArray(S, p, gamma + j).mul(scale);
            FloatVector tilt = ofGamma.mul(scale).mul(1f / batch);
            FloatVector level = ofBeta.mul(1f / batch);
            FloatVector centre = FloatVector.fromArray(S, mean[member], j);
            for (int row = from; row < to; row++) {
                int at = row * ld + j;
                FloatVector off = FloatVector.fromArray(S, z, at).sub(centre).mul(tilt);
                FloatVector.fromArray(S, d, at).sub(level).sub(off).mul(slope).intoArray(d, at);
            }
        }
    }

    private static FloatVector sum(float[][] parts, int j) {
        FloatVector sum = FloatVector.fromArray(S, parts[0], j);
        for (int i = 1; i < parts.length; i++) {
            sum = sum.add(FloatVector.fromArray(S, parts[i], j));
        }
        return sum;
    }

    /** Updates the member's columns of gamma and beta. */
    void update(int member, Optimizer optimizer, int from, int to, float rate, int step) {
        optimizer.update(parameters, gamma + from, gamma + to, sumGamma[member], from, rate, step);
        optimizer.update(parameters, beta + from, beta + to, sumBeta[member], from, rate, step);
    }
}

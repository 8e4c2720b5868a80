package org.fascicle.bench.plan;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The first convolution, which has one channel to read, and the pooling of <i>cnn</i>, an image at a time. */
final class Windows {
    static final int IMAGE = 28;
    /** Extents and filters of the first convolution's result. */
    static final int FIRST = 26;
    static final int FIRST_FILTERS = 32;
    /** Of the second one's. */
    static final int SECOND = 24;
    static final int SECOND_FILTERS = 64;
    static final int POOLED = SECOND / 2;
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private Windows() {}

    /** y := relu(x * kernel + bias), y [26, 26, 32] beginning at yo. */
    static void first(float[] x, int xo, float[] p, int kernel, int bias, float[] y, int yo) {
        for (int j = 0; j < FIRST_FILTERS; j += L) {
            FloatVector k0 = FloatVector.fromArray(S, p, kernel + j);
            FloatVector k1 = FloatVector.fromArray(S, p, kernel + FIRST_FILTERS + j);
            FloatVector k2 = FloatVector.fromArray(S, p, kernel + 2 * FIRST_FILTERS + j);
            FloatVector k3 = FloatVector.fromArray(S, p, kernel + 3 * FIRST_FILTERS + j);
            FloatVector k4 = FloatVector.fromArray(S, p, kernel + 4 * FIRST_FILTERS + j);
            FloatVector k5 = FloatVector.fromArray(S, p, kernel + 5 * FIRST_FILTERS + j);
            FloatVector k6 = FloatVector.fromArray(S, p, kernel + 6 * FIRST_FILTERS + j);
            FloatVector k7 = FloatVector.fromArray(S, p, kernel + 7 * FIRST_FILTERS + j);
            FloatVector k8 = FloatVector.fromArray(S, p, kernel + 8 * FIRST_FILTERS + j);
            FloatVector offset = FloatVector.fromArray(S, p, bias + j);
            for (int row = 0; row < FIRST; row++) {
                int a = xo + row * IMAGE;
                int b = a + IMAGE;
                int c = b + IMAGE;
                int at = yo + row * FIRST * FIRST_FILTERS + j;
                for (int i = 0; i < FIRST; i++, at += FIRST_FILTERS) {
                    FloatVector sum = k0.fma(FloatVector.broadcast(S, x[a + i]), offset);
                    sum = k1.fma(FloatVector.broadcast(S, x[a + i + 1]), sum);
                    sum = k2.fma(FloatVector.broadcast(S, x[a + i + 2]), sum);
                    sum = k3.fma(FloatVector.broadcast(S, x[b + i]), sum);
                    sum = k4.fma(FloatVector.broadcast(S, x[b + i + 1]), sum);
                    sum = k5.fma(FloatVector.broadcast(S, x[b + i + 2]), sum);
                    sum = k6.fma(FloatVector.broadcast(S, x[c + i]), sum);
                    sum = k7.fma(FloatVector.broadcast(S, x[c + i + 1]), sum);
                    sum = k8.fma(FloatVector.broadcast(S, x[c + i + 2]), sum);
                    sum.max(0f).intoArray(y, at);
                }
            }
        }
    }

    /** gradient += that of the first kernel [9, 32], and of its bias behind it, from that of y. */
    static void firstGradient(float[] x, int xo, float[] d, float[] gradient) {
        for (int j = 0; j < FIRST_FILTERS; j += L) {
            FloatVector g0 = FloatVector.zero(S);
            FloatVector g1 = g0;
            FloatVector g2 = g0;
            FloatVector g3 = g0;
            FloatVector g4 = g0;
            FloatVector g5 = g0;
            FloatVector g6 = g0;
            FloatVector g7 = g0;
            FloatVector g8 = g0;
            FloatVector sum = g0;
            for (int row = 0; row < FIRST; row++) {
                int a = xo + row * IMAGE;
                int b = a + IMAGE;
                int c = b + IMAGE;
                int at = row * FIRST * FIRST_FILTERS + j;
                for (int i = 0; i < FIRST; i++, at += FIRST_FILTERS) {
                    FloatVector given = FloatVector.fromArray(S, d, at);
                    sum = sum.add(given);
                    g0 = given.fma(FloatVector.broadcast(S, x[a + i]), g0);
                    g1 = given.fma(FloatVector.broadcast(S, x[a + i + 1]), g1);
                    g2 = given.fma(FloatVector.broadcast(S, x[a + i + 2]), g2);
                    g3 = given.fma(FloatVector.broadcast(S, x[b + i]), g3);
                    g4 = given.fma(FloatVector.broadcast(S, x[b + i + 1]), g4);
                    g5 = given.fma(FloatVector.broadcast(S, x[b + i + 2]), g5);
                    g6 = given.fma(FloatVector.broadcast(S, x[c + i]), g6);
                    g7 = given.fma(FloatVector.broadcast(S, x[c + i + 1]), g7);
                    g8 = given.fma(FloatVector.broadcast(S, x[c + i + 2]), g8);
                }
            }
            g0.add(FloatVector.fromArray(S, gradient, j)).intoArray(gradient, j);
            g1.add(FloatVector.fromArray(S, gradient, FIRST_FILTERS + j)).intoArray(gradient, FIRST_FILTERS + j);
            g2.add(FloatVector.fromArray(S, gradient, 2 * FIRST_FILTERS + j)).intoArray(gradient, 2 * FIRST_FILTERS + j);
            g3.add(FloatVector.fromArray(S, gradient, 3 * FIRST_FILTERS + j)).intoArray(gradient, 3 * FIRST_FILTERS + j);
            g4.add(FloatVector.fromArray(S, gradient, 4 * FIRST_FILTERS + j)).intoArray(gradient, 4 * FIRST_FILTERS + j);
            g5.add(FloatVector.fromArray(S, gradient, 5 * FIRST_FILTERS + j)).intoArray(gradient, 5 * FIRST_FILTERS + j);
            g6.add(FloatVector.fromArray(S, gradient, 6 * FIRST_FILTERS + j)).intoArray(gradient, 6 * FIRST_FILTERS + j);
            g7.add(FloatVector.fromArray(S, gradient, 7 * FIRST_FILTERS + j)).intoArray(gradient, 7 * FIRST_FILTERS + j);
            g8.add(FloatVector.fromArray(S, gradient, 8 * FIRST_FILTERS + j)).intoArray(gradient, 8 * FIRST_FILTERS + j);
            sum.add(FloatVector.fromArray(S, gradient, 9 * FIRST_FILTERS + j)).intoArray(gradient, 9 * FIRST_FILTERS + j);
        }
    }

    /**
     * From z [24, 24, 64] to y [12, 12, 64]: the greatest of four, plus bias, relu, times dropout's factor. A maximum and a
     * bias commute with relu.
     *
     * @param which receives the place of the greatest among the four, 0 to 3, or −1 where no gradient flows
     */
    static void pool(float[] z, float[] p, int bias, float[] factor, float[] y, int yo, float[] which) {
        int line = SECOND * SECOND_FILTERS;
        for (int i = 0; i < POOLED * POOLED; i++) {
            int from = i / POOLED * 2 * line + i % POOLED * 2 * SECOND_FILTERS;
            for (int j = 0; j < SECOND_FILTERS; j += L) {
                int at = i * SECOND_FILTERS + j;
                FloatVector a = FloatVector.fromArray(S, z, from + j);
                FloatVector b = FloatVector.fromArray(S, z, from + SECOND_FILTERS + j);
                FloatVector c = FloatVector.fromArray(S, z, from + line + j);
                FloatVector d = FloatVector.fromArray(S, z, from + line + SECOND_FILTERS + j);
                FloatVector upper = a.max(b);
                FloatVector lower = c.max(d);
                FloatVector place = FloatVector.broadcast(S, 3f).blend(2f, c.compare(GE, d));
                FloatVector above = FloatVector.broadcast(S, 1f).blend(0f, a.compare(GE, b));
                place = place.blend(above, upper.compare(GE, lower));
                FloatVector out = upper.max(lower).add(FloatVector.fromArray(S, p, bias + j)).max(0f)
                        .mul(FloatVector.fromArray(S, factor, at));
                VectorMask<Float> flows = out.compare(GT, 0f);
                out.intoArray(y, yo + at);
                FloatVector.broadcast(S, -1f).blend(place, flows).intoArray(which, yo + at);
            }
        }
    }

    /**
     * The way back: from the gradient of y to that of z, times {@code scale}, z's rows being {@link #FIRST} pixels
     * apart.
     */
    static void poolGradient(float[] d, float[] which, int at, float scale, float[] z, int zo) {
        int line = FIRST * SECOND_FILTERS;
        FloatVector zero = FloatVector.zero(S);
        for (int i = 0; i < POOLED * POOLED; i++) {
            int to = zo + i / POOLED * 2 * line + i % POOLED * 2 * SECOND_FILTERS;
            for (int j = 0; j < SECOND_FILTERS; j += L) {
                FloatVector given = FloatVector.fromArray(S, d, at + i * SECOND_FILTERS + j).mul(scale);
                FloatVector place = FloatVector.fromArray(S, which, at + i * SECOND_FILTERS + j);
                zero.blend(given, place.compare(EQ, 0f)).intoArray(z, to + j);
                zero.blend(given, place.compare(EQ, 1f)).intoArray(z, to + SECOND_FILTERS + j);
                zero.blend(given, place.compare(EQ, 2f)).intoArray(z, to + line + j);
                zero.blend(given, place.compare(EQ, 3f)).intoArray(z, to + line + SECOND_FILTERS + j);
            }
        }
    }
}

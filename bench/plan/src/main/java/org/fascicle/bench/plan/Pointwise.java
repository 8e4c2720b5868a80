package org.fascicle.bench.plan;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Elementwise loops over padded rows. */
final class Pointwise {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    /** 1.5 · 2²³: adding it rounds to a whole number, which then stands in the lowest bits. */
    private static final float ROUND = 12582912f;
    private static final float SELU_SCALE = 1.05070098735548f;
    private static final float SELU_ALPHA = 1.67326324235438f;

    private Pointwise() {}

    /** y := elu(y + bias), y being rows of length ld. */
    static void elu(float[] y, int from, int to, int ld, float[] bias, int bo) {
        scaled(y, from, to, ld, bias, bo, 1, 1);
    }

    /** y := selu(y + bias). */
    static void selu(float[] y, int from, int to, int ld, float[] bias, int bo) {
        scaled(y, from, to, ld, bias, bo, SELU_SCALE, SELU_ALPHA);
    }

    private static void scaled(float[] y, int from, int to, int ld, float[] bias, int bo, float scale, float alpha) {
        for (int row = from; row < to; row++) {
            int at = row * ld;
            for (int j = 0; j < ld; j += L) {
                FloatVector z = FloatVector.fromArray(S, y, at + j).add(FloatVector.fromArray(S, bias, bo + j));
                expm1(z.min(0f)).mul(alpha).blend(z, z.compare(GT, 0f)).mul(scale).intoArray(y, at + j);
            }
        }
    }

    /** d := d · elu'(z), where y = elu(z). */
    static void eluGradient(float[] d, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector out = FloatVector.fromArray(S, y, i);
            FloatVector given = FloatVector.fromArray(S, d, i);
            given.mul(out.add(1f)).blend(given, out.compare(GT, 0f)).intoArray(d, i);
        }
    }

    /** d := d · selu'(z), where y = selu(z). */
    static void seluGradient(float[] d, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector out = FloatVector.fromArray(S, y, i);
            FloatVector slope = out.add(SELU_SCALE * SELU_ALPHA).blend(SELU_SCALE, out.compare(GT, 0f));
            FloatVector.fromArray(S, d, i).mul(slope).intoArray(d, i);
        }
    }

    /** y := max(y + bias, 0). */
    static void relu(float[] y, int from, int to, int ld, float[] bias, int bo) {
        for (int row = from; row < to; row++) {
            int at = row * ld;
            for (int j = 0; j < ld; j += L) {
                FloatVector.fromArray(S, y, at + j).add(FloatVector.fromArray(S, bias, bo + j)).max(0f).intoArray(y, at + j);
            }
        }
    }

    /** d := d where y > 0, else 0, from their offsets on. */
    static void reluGradient(float[] d, int at, float[] y, int yo, int count) {
        FloatVector zero = FloatVector.zero(S);
        for (int i = 0; i < count; i += L) {
            FloatVector out = FloatVector.fromArray(S, y, yo + i);
            zero.blend(FloatVector.fromArray(S, d, at + i), out.compare(GT, 0f)).intoArray(d, at + i);
        }
    }

    /** into[j] += the sum of column j of rows of the length ld that begin at {@code from}. */
    static void addColumns(float[] d, int from, int rows, int ld, float[] into) {
        for (int j = 0; j < ld; j += L) {
            FloatVector sum = FloatVector.fromArray(S, into, j);
            for (int row = 0; row < rows; row++) {
                sum = sum.add(FloatVector.fromArray(S, d, from + row * ld + j));
            }
            sum.intoArray(into, j);
        }
    }

    /** into[j − from] := the sum of column j over rows, for whole vectors of columns. */
    static void columnSums(float[] d, int rows, int ld, int from, int to, float[] into) {
        for (int j = from; j < to; j += L) {
            FloatVector even = FloatVector.zero(S);
            FloatVector odd = even;
            int row = 0;
            for (; row + 1 < rows; row += 2) {
                even = even.add(FloatVector.fromArray(S, d, row * ld + j));
                odd = odd.add(FloatVector.fromArray(S, d, (row + 1) * ld + j));
            }
            if (row < rows) {
                even = even.add(FloatVector.fromArray(S, d, row * ld + j));
            }
            even.add(odd).intoArray(into, j - from);
        }
    }

    /** gradient[i] += scale · p[from + i]; gives the sum of the squares of these p. */
    static double decay(float[] p, int from, int count, float scale, float[] gradient) {
        FloatVector squares = FloatVector.zero(S);
        for (int i = 0; i < count; i += L) {
            FloatVector value = FloatVector.fromArray(S, p, from + i);
            squares = value.fma(value, squares);
            value.mul(scale).add(FloatVector.fromArray(S, gradient, i)).intoArray(gradient, i);
        }
        return squares.reduceLanes(ADD);
    }

    /** into[i] := the sum of part[from + i] over all parts. */
    static void sum(float[][] parts, int from, int count, float[] into) {
        System.arraycopy(parts[0], from, into, 0, count);
        for (int part = 1; part < parts.length; part++) {
            for (int i = 0; i < count; i += L) {
                FloatVector.fromArray(S, into, i).add(FloatVector.fromArray(S, parts[part], from + i)).intoArray(into, i);
            }
        }
    }

    /** exp(x) − 1 for x ≤ 0. */
    static FloatVector expm1(FloatVector x) {
        FloatVector c = x.max(-30f);
        FloatVector t = FloatVector.broadcast(S, 1.44269504f).fma(c, FloatVector.broadcast(S, ROUND));
        FloatVector n = t.sub(ROUND);
        FloatVector r = n.fma(FloatVector.broadcast(S, -0.693359375f), c);
        r = n.fma(FloatVector.broadcast(S, 2.12194440e-4f), r);
        FloatVector q = FloatVector.broadcast(S, 1.9875691500e-4f).fma(r, FloatVector.broadcast(S, 1.3981999507e-3f));
        q = q.fma(r, FloatVector.broadcast(S, 8.3334519073e-3f));
        q = q.fma(r, FloatVector.broadcast(S, 4.1665795894e-2f));
        q = q.fma(r, FloatVector.broadcast(S, 1.6666665459e-1f));
        q = q.fma(r, FloatVector.broadcast(S, 5.0000001201e-1f));
        q = r.mul(r).fma(q, r);
        FloatVector power = t.reinterpretAsInts().sub(0x4B400000).add(127).lanewise(LSHL, 23).reinterpretAsFloats();
        return power.fma(q, power.sub(1f));
    }
}

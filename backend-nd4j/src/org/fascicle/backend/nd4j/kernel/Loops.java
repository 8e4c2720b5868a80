package org.fascicle.backend.nd4j.kernel;

import java.util.Map;

/**
 * What libnd4j gets wrong or does slowly, as loops over short heap arrays, which the JIT compiler makes into vector code where it
 * can (it cannot on direct buffers): expm1 and log1p lose all digits near 0 there, tanh some; sign and max lose NaN.
 */
final class Loops {
    /** z = f(x). */
    interface One {
        void apply(float[] x, float[] z, int count);
    }

    /** z = f(x, y). */
    interface Two {
        void apply(float[] x, float[] y, float[] z, int count);
    }

    static final Map<String, One> ONE = Map.of(
            "sign", Loops::sign, "floor", Loops::floor, "sqrt", Loops::sqrt, "tanh", Loops::tanh,
            "expm1", Loops::expm1, "log1p", Loops::log1p, "erfinv", Loops::erfinv);

    static final Map<String, Two> TWO = Map.of("max", Loops::max, "min", Loops::min, "pow", Loops::pow);

    /** From here on the squarings of {@link #expm1} lose digits. */
    private static final float LARGE = 4;

    private Loops() {}

    private static void sign(float[] x, float[] z, int count) {
        for (int i = 0; i < count; i++) {
            z[i] = Math.signum(x[i]);
        }
    }

    private static void floor(float[] x, float[] z, int count) {
        for (int i = 0; i < count; i++) {
            z[i] = (float) Math.floor(x[i]);
        }
    }

    private static void sqrt(float[] x, float[] z, int count) {
        for (int i = 0; i < count; i++) {
            z[i] = (float) Math.sqrt(x[i]);
        }
    }

    // expm1(2v) = expm1(v) (expm1(v) + 2): a polynomial of x / 32, five times.
    private static void expm1(float[] x, float[] z, int count) {
        for (int i = 0; i < count; i++) {
            float v = Math.max(-18f, Math.min(x[i], LARGE)) * (1f / 32);
            float q = v + v * v * (0.5f + v * (1f / 6 + v * (1f / 24 + v * (1f / 120 + v * (1f / 720)))));
            q = q * q + (q + q);
            q = q * q + (q + q);
            q = q * q + (q + q);
            q = q * q + (q + q);
            z[i] = q * q + (q + q);
        }
        for (int i = 0; i < count; i++) {
            if (x[i] > LARGE) {
                z[i] = (float) Math.expm1(x[i]);
            }
        }
    }

    // tanh(v) = expm1(2v) / (expm1(2v) + 2).
    private static void tanh(float[] x, float[] z, int count) {
        for (int i = 0; i < count; i++) {
            float v = Math.max(-10f, Math.min(x[i], 10f)) * (1f / 16);
            float q = v + v * v * (0.5f + v * (1f / 6 + v * (1f / 24 + v * (1f / 120 + v * (1f / 720)))));
            q = q * q + (q + q);
            q = q * q + (q + q);
            q = q * q + (q + q);
            q = q * q + (q + q);
            q = q * q + (q + q);
            z[i] = q / (q + 2f);
        }
    }

    private static void log1p(float[] x, float[] z, int count) {
        for (int i = 0; i < count; i++) {
            float v = x[i];
            z[i] = Math.abs(v) < 1e-6f ? v - 0.5f * v * v : (float) Math.log(1.0 + v);
        }
    }

    private static void erfinv(float[] x, float[] z, int count) {
        for (int i = 0; i < count; i++) {
            z[i] = (float) ErfInv.of(x[i]);
        }
    }

    private static void max(float[] x, float[] y, float[] z, int count) {
        for (int i = 0; i < count; i++) {
            z[i] = Math.max(x[i], y[i]);
        }
    }

    private static void min(float[] x, float[] y, float[] z, int count) {
        for (int i = 0; i < count; i++) {
            z[i] = Math.min(x[i], y[i]);
        }
    }

    private static void pow(float[] x, float[] y, float[] z, int count) {
        for (int i = 0; i < count; i++) {
            z[i] = (float) Math.pow(x[i], y[i]);
        }
    }
}

package org.fascicle.backend.jit.kernel;

/** What generated code calls lane by lane: functions too rare or too intricate to be worth a formula. */
final class Functions {
    private Functions() {}

    static float pow(float a, float b) {
        return (float) StrictMath.pow(a, b);
    }

    static float sin(float x) {
        return (float) StrictMath.sin(x);
    }

    static float cos(float x) {
        return (float) StrictMath.cos(x);
    }

    /** Truncates; saturates; NaN gives 0. */
    static int truncated(float x) {
        return (int) x;
    }

    /** Truncates to 32 bits without sign; saturates; NaN gives 0. */
    static int unsigned(float x) {
        return x >= 0x1p32f ? -1 : x > 0 ? (int) (long) x : 0;
    }

    static int quotient(int a, int b) {
        return b == 0 ? 0 : a / b;
    }

    static void pow(Scratch s) {
        for (int i = 0; i < Scratch.LANES; i++) {
            s.result[i] = pow(s.left[i], s.right[i]);
        }
    }

    static void sin(Scratch s) {
        for (int i = 0; i < Scratch.LANES; i++) {
            s.result[i] = sin(s.left[i]);
        }
    }

    static void cos(Scratch s) {
        for (int i = 0; i < Scratch.LANES; i++) {
            s.result[i] = cos(s.left[i]);
        }
    }

    static void truncated(Scratch s) {
        for (int i = 0; i < Scratch.LANES; i++) {
            s.intResult[i] = truncated(s.left[i]);
        }
    }

    static void unsigned(Scratch s) {
        for (int i = 0; i < Scratch.LANES; i++) {
            s.intResult[i] = unsigned(s.left[i]);
        }
    }

    static void quotient(Scratch s) {
        for (int i = 0; i < Scratch.LANES; i++) {
            s.intResult[i] = quotient(s.intLeft[i], s.intRight[i]);
        }
    }
}

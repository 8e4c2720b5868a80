package org.fascicle.compiler.expression;

/** The error function and its inverse in float64, for constants and host scalars; relative error about 1e-15. */
public final class ErrorFunction {
    private static final double TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);
    private static final double TAIL = 2;

    private ErrorFunction() {}

    public static double erf(double x) {
        double size = Math.abs(x);
        return size < TAIL || Double.isNaN(x) ? series(x) : Math.signum(x) * (1 - fraction(size));
    }

    /** 1 − erf(x). */
    public static double erfc(double x) {
        return x < 0 ? 1 + erf(-x) : complement(x);
    }

    /** The x with erf(x) = y: ±∞ at ±1, NaN beyond. */
    public static double inverse(double y) {
        if (y == 0 || !(Math.abs(y) < 1)) {
            return y == 0 ? y : Math.abs(y) == 1 ? y * Double.POSITIVE_INFINITY : Double.NaN;
        }
        double size = Math.abs(y);
        double x = estimate(size);
        for (int i = 0; i < 4; i++) {
            // Halley's method; near 1 on the complement, where nothing cancels.
            double excess = size < 0.5 ? erf(x) - size : 1 - size - complement(x);
            double newton = excess / (TWO_BY_ROOT_PI * Math.exp(-x * x));
            x -= newton / (1 + x * newton);
        }
        return Math.copySign(x, y);
    }

    private static double complement(double x) {
        return x < TAIL ? 1 - series(x) : fraction(x);
    }

    // erf(x) = 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1)): no term is negative.
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 200 && Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TWO_BY_ROOT_PI * Math.exp(-x * x) * sum;
    }

    // erfc(x) = exp(−x²)/√π / (x + ½/(x + 1/(x + 3⁄2/(x + …)))), from the far end.
    private static double fraction(double x) {
        double tail = x;
        for (int n = 200; n >= 1; n--) {
            tail = x + n / 2.0 / tail;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / tail;
    }

    // S. Winitzki, "A handy approximation for the error function and its inverse", 2008.
    private static double estimate(double y) {
        double a = 0.147;
        double log = Math.log1p(-y * y);
        double half = 2 / (Math.PI * a) + log / 2;
        return Math.sqrt(Math.sqrt(half * half - log / a) - half);
    }
}

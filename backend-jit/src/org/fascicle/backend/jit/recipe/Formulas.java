package org.fascicle.backend.jit.recipe;

/**
 * The elementary functions, each defined once, in terms of a {@link Body}: polynomials, comparisons and operations on bits,
 * so that both forms of a kernel, all lane counts, interpreter and compilers give the same bits.
 *
 * <p>Largest errors over all binary32, in units in the last place of the correctly rounded result: exp 1, expm1 2, log 1,
 * log1p 2, tanh 3, erf 1, erfinv 4 (tested). Infinities, NaN, signed zeros and denormals are as {@link Math} has them.
 */
final class Formulas {
    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /** Added to a small float, it leaves the nearest integer in the lowest bits. */
    private static final float ROUNDER = 12582912f;
    private static final float TINY = 0x1p-26f;
    private static final int SIGN = 0x80000000;
    private static final int SQRT_HALF = 0x3f3504f3;
    private static final int MANTISSA = 23;
    private static final int BIAS = 127;
    /** With the bias of a power of two. */
    private static final float EXPM1_ROUNDER = ROUNDER + BIAS;
    /** With the biases of two. */
    private static final float EXP_ROUNDER = ROUNDER + 2 * BIAS;
    private static final int BFLOAT16_DROPS = 16;
    private static final int BFLOAT16_BELOW_HALF = 0x7fff;

    private final Body body;

    Formulas(Body body) {
        this.body = body;
    }

    /** e^x = 2^n · e^r, with |r| ≤ ln 2 / 2 but for the largest x. */
    Value exp(Value x) {
        Value shifted = shifted(x, EXP_ROUNDER, BIAS + 1);
        Value r = remainder(x, shifted, EXP_ROUNDER);
        Value one = body.literal(1f);
        Value p = body.fma(r, body.fma(r, tail(r), one), one);
        // In two factors, so that the largest and the denormal results come out.
        Value half = body.shift(Op.SHIFT_RIGHT_UNSIGNED, body.bits(shifted), 1);
        Value rest = body.integer(Op.INT_SUB, body.bits(shifted), half);
        Value result = body.mul(body.mul(p, power(half)), power(rest));
        return body.select(body.greater(body.literal(-104f), x), body.literal(0f), result);
    }

    /** 2^n · expm1(r) + (2^n − 1), with the sign of x, which zero and rounding may have lost. */
    Value expm1(Value x) {
        Value shifted = shifted(x, EXPM1_ROUNDER, BIAS);
        Value r = remainder(x, shifted, EXPM1_ROUNDER);
        Value p = body.fma(body.mul(r, r), tail(r), r);
        Value s = power(body.bits(shifted));
        Value result = body.fma(s, p, body.sub(s, body.literal(1f)));
        return withSign(body.select(body.greater(body.literal(-30f), x), body.literal(-1f), result), x);
    }

    /** Cephes' logf: x = m · 2^e with √½ ≤ m < √2. */
    Value log(Value x) {
        Value denormal = body.greater(body.literal(Float.MIN_NORMAL), x);
        Value y = body.select(denormal, body.mul(x, body.literal(0x1p23f)), x);
        Value bits = body.bits(y);
        Value e = body.shift(Op.SHIFT_RIGHT, body.integer(Op.INT_SUB, bits, body.literal(SQRT_HALF)), MANTISSA);
        Value f = body.sub(body.toFloat(body.integer(Op.INT_SUB, bits, body.shift(Op.SHIFT_LEFT, e, MANTISSA))),
                body.literal(1f));
        Value power = body.sub(body.small(e), body.select(denormal, body.literal(23f), body.literal(0f)));
        Value z = body.mul(f, f);
        Value p = body.mul(body.mul(body.polynomial(f, 7.0376836292e-2f, -1.1514610310e-1f, 1.1676998740e-1f,
                -1.2420140846e-1f,
                1.4249322787e-1f, -1.6668057665e-1f, 2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f), f), z);
        p = body.fma(power, body.literal(LN2_LOW), p);
        p = body.fma(z, body.literal(-0.5f), p);
        Value result = body.fma(power, body.literal(LN2_HIGH), body.add(f, p));
        Value outside = body.select(body.equal(x, body.literal(0f)), body.literal(Float.NEGATIVE_INFINITY),
                body.literal(Float.NaN));
        result = body.select(body.equal(x, body.literal(Float.POSITIVE_INFINITY)), x, result);
        return body.select(body.greater(x, body.literal(0f)), result, outside);
    }

    /** log(1 + x), and what was lost in rounding 1 + x. */
    Value log1p(Value x) {
        Value u = body.add(x, body.literal(1f));
        Value lost = body.div(body.sub(x, body.sub(u, body.literal(1f))), u);
        Value log = log(u);
        Value inside = body.truth(Op.AND, body.greater(u, body.literal(0f)),
                body.greater(body.literal(Float.POSITIVE_INFINITY), x));
        return unlessTiny(x, body.select(inside, body.add(log, lost), log));
    }

    /** −t / (t + 2) with t = expm1(−2|x|). */
    Value tanh(Value x) {
        Value t = expm1(body.mul(body.real(Op.ABS, x), body.literal(-2f)));
        Value positive = body.div(body.real(Op.NEG, t), body.add(t, body.literal(2f)));
        return withSign(positive, x);
    }

    /** Juffa's erff: x · p(x²) below 0.93, 1 − e^q(|x|) above. */
    Value erf(Value x) {
        Value s = body.mul(x, x);
        Value small = body.fma(body.polynomial(s, -5.96761703e-4f, 4.99119423e-3f, -2.67681349e-2f, 1.12819925e-1f,
                -3.76125336e-1f, 1.28379166e-1f), x, x);
        Value t = body.real(Op.MIN, body.real(Op.ABS, x), body.literal(10f));
        Value q = body.fma(body.fma(body.literal(-1.72853470e-5f), t, body.literal(3.83197126e-4f)), body.mul(t, t),
                body.fma(body.literal(-3.88396438e-3f), t, body.literal(2.42546219e-2f)));
        q = body.fma(q, t, body.literal(-1.06777877e-1f));
        q = body.fma(q, t, body.literal(-6.34846687e-1f));
        q = body.fma(q, t, body.literal(-1.28717512e-1f));
        q = body.fma(q, t, body.real(Op.NEG, t));
        Value large = withSign(body.sub(body.literal(1f), exp(q)), x);
        return body.select(body.greater(t, body.literal(0.927734375f)), large, small);
    }

    /** Giles, 2012, "Approximating the erfinv function". */
    Value erfinv(Value x) {
        Value one = body.literal(1f);
        Value w = body.real(Op.NEG, log(body.mul(body.sub(one, x), body.add(one, x))));
        Value middle = body.polynomial(body.sub(w, body.literal(2.5f)), 2.81022636e-08f, 3.43273939e-07f, -3.5233877e-06f,
                -4.39150654e-06f, 0.00021858087f, -0.00125372503f, -0.00417768164f, 0.246640727f, 1.50140941f);
        Value ends = body.polynomial(body.sub(body.real(Op.SQRT, w), body.literal(3f)), -0.000200214257f, 0.000100950558f,
                0.00134934322f, -0.00367342844f, 0.00573950773f, -0.0076224613f, 0.00943887047f, 1.00167406f, 2.83297682f);
        Value inside = body.mul(body.select(body.greater(body.literal(5f), w), middle, ends), x);
        Value atEnd = body.equal(body.real(Op.ABS, x), one);
        return body.select(atEnd, body.mul(x, body.literal(Float.POSITIVE_INFINITY)), inside);
    }

    Value floor(Value x) {
        Value big = withSign(body.literal(0x1p23f), x);
        Value rounded = body.sub(body.add(x, big), big);
        Value below = body.select(body.greater(rounded, x), body.sub(rounded, body.literal(1f)), rounded);
        Value fractional = body.greater(body.literal(0x1p23f), body.real(Op.ABS, x));
        return body.select(fractional, withSign(body.real(Op.ABS, below), x), x);
    }

    Value sign(Value x) {
        Value zero = body.literal(0f);
        return body.select(body.greater(x, zero), body.literal(1f),
                body.select(body.greater(zero, x), body.literal(-1f), x));
    }

    /** Rounded to 8 bits of significand, the even one of two. */
    Value bfloat16(Value x) {
        Value bits = body.bits(x);
        Value odd = body.integer(Op.INT_AND, body.shift(Op.SHIFT_RIGHT, bits, BFLOAT16_DROPS), body.literal(1));
        Value carried = body.integer(Op.INT_ADD, body.integer(Op.INT_ADD, bits, body.literal(BFLOAT16_BELOW_HALF)), odd);
        Value rounded = body.toFloat(body.integer(Op.INT_AND, carried, body.literal(-1 << BFLOAT16_DROPS)));
        return body.select(body.equal(x, x), rounded, x);
    }

    // In selects: minimum and maximum as Java means them take the compiler three times as many instructions.
    /**
     * x / ln 2, rounded, behind a rounder; at most so much, with which e^r is large enough for an infinite result. For a
     * small x it is whatever comes out: its result is a constant, chosen at the end, so that nothing waits for the choice.
     */
    private Value shifted(Value x, float rounder, int most) {
        Value bits = body.bits(body.fma(x, body.literal(LOG2_E), body.literal(rounder)));
        return body.toFloat(body.integer(Op.INT_MIN, bits, body.literal(Float.floatToRawIntBits(rounder) + most)));
    }

    private Value remainder(Value x, Value shifted, float rounder) {
        Value n = body.sub(shifted, body.literal(rounder));
        return body.fma(n, body.literal(-LN2_LOW), body.fma(n, body.literal(-LN2_HIGH), x));
    }

    /**
     * (e^r − 1 − r) / r² for −0.347 ≤ r ≤ 0.694, times r to an error of 5e-9: so far does r go where n is at its most. In
     * pairs, which do not wait for each other.
     */
    private Value tail(Value r) {
        Value square = body.mul(r, r);
        Value high = body.polynomial(r, 2.2578562e-4f, 1.3886088e-3f);
        Value middle = body.polynomial(r, 8.328429e-3f, 4.166696e-2f);
        Value low = body.polynomial(r, 0.16666687f, 0.5f);
        return body.fma(body.fma(high, square, middle), square, low);
    }

    /** 2^n, where n, plus its bias, stands in the lowest bits; what is above them is shifted out. */
    private Value power(Value biased) {
        return body.toFloat(body.shift(Op.SHIFT_LEFT, biased, MANTISSA));
    }

    private Value unlessTiny(Value x, Value otherwise) {
        return body.select(body.greater(body.real(Op.ABS, x), body.literal(TINY)), otherwise, x);
    }

    /** A magnitude with the sign of another value. */
    private Value withSign(Value magnitude, Value signed) {
        Value sign = body.integer(Op.INT_AND, body.bits(signed), body.literal(SIGN));
        return body.toFloat(body.integer(Op.INT_OR, body.bits(magnitude), sign));
    }
}

package org.fascicle.data.table;

/**
 * Decimal numbers, read strictly: an optional sign, digits with one decimal mark at most, an optional exponent. What Java's own
 * parser takes beside them ({@code 1d}, {@code 0x1p3}, {@code NaN}) is none.
 */
public final class Decimal {
    /** Powers of ten that are exact in 64 bits. */
    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    private static final int DIGITS = 18;
    private static final long EXACT = 1L << 53;
    private static final int GREATEST_EXPONENT = 100_000;

    private Decimal() {}

    /** The number that a text is; NaN if it is none, infinite if 64 bits have none that is so large. */
    public static double parse(String text, char mark) {
        return parse(text.toCharArray(), 0, text.length(), mark);
    }

    /**
     * The number that some characters are; NaN if they are none, infinite if 64 bits have none that is so large.
     *
     * @param from the first of them
     * @param to behind the last of them
     * @param mark stands before the fraction: {@code .} or {@code ,}
     */
    public static double parse(char[] text, int from, int to, char mark) {
        int at = from;
        boolean negative = false;
        if (at < to && (text[at] == '-' || text[at] == '+')) {
            negative = text[at] == '-';
            at++;
        }
        long mantissa = 0;
        int significant = 0;
        int digits = 0;
        int exponent = 0;
        boolean fraction = false;
        for (; at < to; at++) {
            char c = text[at];
            if (c >= '0' && c <= '9') {
                digits++;
                if (significant > 0 || c != '0') {
                    significant++;
                }
                if (significant <= DIGITS) {
                    mantissa = mantissa * 10 + (c - '0');
                }
                exponent -= fraction ? 1 : 0;
            } else if (c == mark && !fraction) {
                fraction = true;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return Double.NaN;
        }
        if (at < to) {
            int written = exponent(text, at, to);
            if (written == Integer.MIN_VALUE) {
                return Double.NaN;
            }
            exponent += written;
        }
        if (significant <= DIGITS && mantissa < EXACT && Math.abs(exponent) < POWERS.length) {
            // Both are exact, so one rounding is all.
            double size = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
            return negative ? -size : size;
        }
        String java = new String(text, from, to - from);
        return Double.parseDouble(mark == '.' ? java : java.replace(mark, '.'));
    }

    /** What stands behind an {@code e}; the smallest whole number if it is no exponent. */
    private static int exponent(char[] text, int from, int to) {
        int at = from + 1;
        if (text[from] != 'e' && text[from] != 'E' || at == to) {
            return Integer.MIN_VALUE;
        }
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
        }
        if (at == to) {
            return Integer.MIN_VALUE;
        }
        int exponent = 0;
        for (; at < to; at++) {
            if (text[at] < '0' || text[at] > '9') {
                return Integer.MIN_VALUE;
            }
            exponent = Math.min(GREATEST_EXPONENT, exponent * 10 + text[at] - '0');
        }
        return negative ? -exponent : exponent;
    }
}

package org.fascicle.app.console;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers as people read them, alike in every locale. */
public final class Numbers {
    private Numbers() {}

    /** A loss or metric: four decimals, or an exponent where those would hide it. */
    public static String metric(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size != 0 && size < 5e-4 || size >= 1e6 ? "%.3e" : "%.4f", value);
    }

    /** Losses and metrics by name: {@code loss 0.1234, score 0.9600}. */
    public static String metrics(Map<String, Double> values, String separator) {
        return values.entrySet().stream()
                .map(e -> e.getKey() + " " + metric(e.getValue()))
                .collect(Collectors.joining(separator));
    }

    /** A learning rate or a setting: up to four significant digits. */
    public static String setting(double value) {
        if (!Double.isFinite(value)) {
            return metric(value);
        }
        BigDecimal rounded = new BigDecimal(value, new MathContext(4)).stripTrailingZeros();
        double size = Math.abs(value);
        return size != 0 && (size < 1e-4 || size >= 1e6)
                ? String.format(Locale.ROOT, "%.3e", value)
                : rounded.toPlainString();
    }

    /** A whole number in groups of three digits. */
    public static String count(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,d", Math.round(value)) : metric(value);
    }

    /** Seconds with one decimal, or two below ten. */
    public static String seconds(double value) {
        return String.format(Locale.ROOT, value < 9.995 ? "%.2f" : "%.1f", value);
    }

    /** A span of time as a clock shows it: {@code 0:07}, {@code 1:02:03}. */
    public static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}

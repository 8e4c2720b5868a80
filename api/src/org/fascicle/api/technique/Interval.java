package org.fascicle.api.technique;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An interval of real numbers, as {@link Range} writes it. Immutable. */
public final class Interval {
    private static final Pattern SYNTAX = Pattern.compile("([\\[(])\\s*([^,\\s]+)\\s*,\\s*([^,\\s]+)\\s*([\\])])");

    private final String text;
    private final double low;
    private final double high;
    private final boolean lowIncluded;
    private final boolean highIncluded;

    private Interval(String text, Matcher parts) {
        this.text = text;
        this.lowIncluded = parts.group(1).equals("[");
        this.low = number(parts.group(2));
        this.high = number(parts.group(3));
        this.highIncluded = parts.group(4).equals("]");
    }

    /**
     * An interval.
     *
     * @param text as {@code [0,1)}; {@code inf} and {@code -inf} are known
     * @throws IllegalArgumentException if the text is no interval
     */
    public static Interval parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an interval such as [0,1): " + text);
        }
        return new Interval(text, parts);
    }

    /** Whether a number lies within; false for NaN. */
    public boolean contains(double number) {
        return (lowIncluded ? number >= low : number > low) && (highIncluded ? number <= high : number < high);
    }

    /** The lower bound, −∞ if there is none. */
    public double low() {
        return low;
    }

    /** The upper bound, ∞ if there is none. */
    public double high() {
        return high;
    }

    /** Whether the lower bound itself lies within. */
    public boolean includesLow() {
        return lowIncluded;
    }

    /** Whether the upper bound itself lies within. */
    public boolean includesHigh() {
        return highIncluded;
    }

    @Override
    public String toString() {
        return text;
    }

    private static double number(String text) {
        switch (text) {
            case "inf":
                return Double.POSITIVE_INFINITY;
            case "-inf":
                return Double.NEGATIVE_INFINITY;
            default:
                return Double.parseDouble(text);
        }
    }
}

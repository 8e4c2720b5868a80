package org.fascicle.api.curve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Lines over the same numbers; or why there are none. Immutable; holds nothing of the technique. */
public final class TechniqueCurve {
    /** The name of the line of values. */
    public static final String VALUE = "value";
    /** The name of the line of derivatives. */
    public static final String DERIVATIVE = "derivative";

    private final double[] at;
    private final Map<String, double[]> lines;
    private final List<String> missing;
    private final @Nullable String reason;

    private TechniqueCurve(double[] at, Map<String, double[]> lines, List<String> missing, @Nullable String reason) {
        this.at = at.clone();
        this.lines = new LinkedHashMap<>();
        lines.forEach((name, values) -> this.lines.put(name, values.clone()));
        this.missing = List.copyOf(missing);
        this.reason = reason;
    }

    /**
     * Lines.
     *
     * @param at the numbers, in ascending order
     * @param lines by name, each of as many values; NaN where there is none
     */
    public static TechniqueCurve of(double[] at, Map<String, double[]> lines) {
        return new TechniqueCurve(at, lines, List.of(), null);
    }

    /** No line, because options have no value that must be given. */
    public static TechniqueCurve missing(List<String> options) {
        return new TechniqueCurve(new double[0], Map.of(), options, "it is drawn when these options are given: "
                + String.join(", ", options));
    }

    /**
     * No line.
     *
     * @param reason why, as a sentence without a full stop
     */
    public static TechniqueCurve none(String reason) {
        return new TechniqueCurve(new double[0], Map.of(), List.of(), reason);
    }

    /** The numbers, in ascending order; a copy. */
    public double[] at() {
        return at.clone();
    }

    /** The lines by name, in the order in which they are drawn; copies. Empty if there is none. */
    public Map<String, double[]> lines() {
        Map<String, double[]> copy = new LinkedHashMap<>();
        lines.forEach((name, values) -> copy.put(name, values.clone()));
        return copy;
    }

    /** The options without which it is not drawn, and that have no value; empty if there is none. */
    public List<String> missing() {
        return missing;
    }

    /** Why there is no line, as a sentence without a full stop; empty if there is one. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}

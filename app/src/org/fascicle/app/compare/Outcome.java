package org.fascicle.app.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param metrics loss and metrics over the fold's rows; empty if it failed
 * @param failure why it failed; empty if it did not
 * @param epochs how many were trained
 * @param seconds from its beginning to its end, beside the other runs
 * @param processorSeconds of the threads of this run alone; NaN if not known
 * @param bytes that these threads took of the heap, those that they gave back included; NaN if not known
 */
public record Outcome(Map<String, Double> metrics, String failure, int epochs, double seconds, double processorSeconds,
        double bytes) {
    /** Whether it gave no result. */
    public boolean failed() {
        return !failure.isEmpty();
    }

    Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("metrics", metrics);
        values.put("failure", failure);
        values.put("epochs", epochs);
        values.put("seconds", seconds);
        values.put("processor_seconds", processorSeconds);
        values.put("bytes", bytes);
        return values;
    }

    /**
     * Reads what {@link #values} gave.
     *
     * @throws RuntimeException of any sort if it is nothing like that
     */
    static Outcome of(Map<?, ?> values) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        Map<?, ?> given = given(values, "metrics", Map.class);
        given.forEach((name, value) -> metrics.put((String) name, number(value)));
        return new Outcome(metrics, given(values, "failure", String.class), given(values, "epochs", Number.class).intValue(),
                number(values.get("seconds")), number(values.get("processor_seconds")), number(values.get("bytes")));
    }

    private static <T> T given(Map<?, ?> values, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(values.get(name), "there is no " + name));
    }

    private static double number(@Nullable Object value) {
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }
}

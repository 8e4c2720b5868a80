package org.fascicle.api.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loss and metrics after each whole epoch, by name. Immutable. */
public final class History {
    private final Map<String, List<Double>> values;

    private History(Map<String, List<Double>> values) {
        this.values = values;
    }

    /** A history; all lists are of one length. */
    public static History of(Map<String, List<Double>> values) {
        Map<String, List<Double>> copy = new LinkedHashMap<>();
        values.forEach((metric, list) -> copy.put(metric, List.copyOf(list)));
        return new History(Collections.unmodifiableMap(copy));
    }

    /** The values of all metrics, oldest first; {@code loss} comes first. */
    public Map<String, List<Double>> values() {
        return values;
    }

    /** The number of whole epochs. */
    public int epochs() {
        return values.isEmpty() ? 0 : values.values().iterator().next().size();
    }

    /** A metric's value after an epoch; NaN if there is none. */
    public double value(String metric, int epoch) {
        List<Double> list = values.getOrDefault(metric, List.of());
        return epoch >= 0 && epoch < list.size() ? list.get(epoch) : Double.NaN;
    }
}

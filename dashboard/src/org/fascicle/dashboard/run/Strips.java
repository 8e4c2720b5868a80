package org.fascicle.dashboard.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.fascicle.api.watch.Health;
import org.jspecify.annotations.Nullable;

/**
 * Vectors that watches have measured, by watch and name, then by layer or parameter. What a watch calls {@code least} and
 * {@code greatest} in the same place is where the bins of its vectors lie. Safe for any thread.
 */
public final class Strips {
    /** More numbers than this (8 MB) are not kept: a network of a thousand layers would fill the memory. */
    static final int MOST = 2_000_000;
    private static final String LEAST = "least";
    private static final String GREATEST = "greatest";

    private final Map<String, Map<String, @Nullable Strip>> strips = new TreeMap<>();
    private long room = MOST;
    private int omitted;

    /** Keeps all vectors of a measurement. */
    synchronized void add(Health measured) {
        Map<String, Double> numbers = new HashMap<>();
        for (Health.Measure measure : measured.measures()) {
            if (measure.shape().rank() == 0) {
                numbers.put(key(measure, measure.name()), measure.value(0));
            }
        }
        for (Health.Measure measure : measured.measures()) {
            if (measure.shape().rank() == 1) {
                Strip strip = strip(measure);
                if (strip != null) {
                    strip.add(measured.step(), numbers.getOrDefault(key(measure, LEAST), Double.NaN),
                            numbers.getOrDefault(key(measure, GREATEST), Double.NaN), measure::value,
                            (int) measure.shape().size());
                }
            }
        }
    }

    private static String key(Health.Measure measure, String name) {
        return measure.watch() + '\n' + measure.place() + '\n' + name;
    }

    private @Nullable Strip strip(Health.Measure measure) {
        Map<String, @Nullable Strip> places =
                strips.computeIfAbsent(measure.watch() + "/" + measure.name(), any -> new LinkedHashMap<>());
        Strip known = places.get(measure.place());
        if (known != null || places.containsKey(measure.place())) {
            return known;
        }
        Strip made = new Strip((int) measure.shape().size());
        long needed = (long) made.kept() * Strip.MOST;
        if (needed > room) {
            omitted++;
            places.put(measure.place(), null);
            return null;
        }
        room -= needed;
        places.put(measure.place(), made);
        return made;
    }

    /** What was measured: by watch and name, {@code weight_spread/histogram}. */
    public synchronized List<String> measures() {
        return List.copyOf(strips.keySet());
    }

    /** The layers or parameters of a measure, in order; those that are not kept are left out. */
    public synchronized Map<String, Strip> places(String measure) {
        Map<String, Strip> kept = new LinkedHashMap<>();
        strips.getOrDefault(measure, Map.of()).forEach((place, strip) -> {
            if (strip != null) {
                kept.put(place, strip);
            }
        });
        return kept;
    }

    /** How many vectors a measurement had that are not kept, because there are too many. */
    public synchronized int omitted() {
        return omitted;
    }
}

package org.fascicle.app.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.jspecify.annotations.Nullable;

/**
 * One place of a definition.
 *
 * @param steps lead there from the root: keys, and positions in lists
 * @param kind of the technique that stands there; null if none does
 * @param option whose value stands there; null if it is none's
 * @param layer which layer it is in, for messages; empty if in none
 * @param output whether that layer is an output of the network
 */
record Spot(List<Object> steps, @Nullable Kind kind, @Nullable Option option, String layer, boolean output) {
    /** Puts a value there. What was only named on the way becomes an object. */
    void set(Map<String, Object> root, @Nullable Object value) {
        Object at = root;
        for (int i = 0; i < steps.size() - 1; i++) {
            Object inner = get(at, steps.get(i));
            Object container = container(inner, steps.get(i + 1));
            if (container != inner) {
                put(at, steps.get(i), container);
            }
            at = container;
        }
        put(at, steps.get(steps.size() - 1), value);
    }

    private static Object container(@Nullable Object inner, Object next) {
        if (inner == null) {
            return new LinkedHashMap<String, Object>();
        } else if (inner instanceof String name && name.equals(next)) {
            return new LinkedHashMap<>(Map.of(name, new LinkedHashMap<String, Object>()));
        }
        return inner;
    }

    private static @Nullable Object get(Object at, Object step) {
        return at instanceof Map<?, ?> map ? map.get(step) : ((List<?>) at).get((Integer) step);
    }

    @SuppressWarnings("unchecked")
    private static void put(Object at, Object step, @Nullable Object value) {
        if (at instanceof Map<?, ?>) {
            ((Map<Object, @Nullable Object>) at).put(step, value);
        } else {
            ((List<@Nullable Object>) at).set((Integer) step, value);
        }
    }
}

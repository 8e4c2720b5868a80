package org.fascicle.format.keras;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The options of batch renormalization: Keras has its bounds in an object, and older versions of Keras have none of its options. So they
 * are written only where a layer renormalizes.
 */
final class Renormalization {
    /** The object with the bounds. */
    static final String CLIPPING = "renorm_clipping";
    /** Whether a layer renormalizes. */
    static final String USED = "renorm";
    private static final List<String> BOUNDS = List.of("rmin", "rmax", "dmax");

    private Renormalization() {}

    /** Changes options as we have them into Keras's. */
    static void write(ObjectNode config) {
        if (!config.has(USED)) {
            return;
        } else if (!config.path(USED).asBoolean()) {
            config.remove(List.of(USED, "renorm_momentum"));
            BOUNDS.forEach(bound -> config.remove(ours(bound)));
            return;
        }
        ObjectNode clipping = Config.object();
        for (String bound : BOUNDS) {
            JsonNode value = config.remove(ours(bound));
            if (value != null) {
                clipping.set(bound, value);
            }
        }
        if (!clipping.isEmpty()) {
            config.set(CLIPPING, clipping);
        }
    }

    /**
     * Takes Keras's bounds.
     *
     * @return whether all of them are known
     */
    static boolean read(JsonNode clipping, Map<String, Object> options) {
        for (Map.Entry<String, JsonNode> bound : clipping.properties()) {
            if (!BOUNDS.contains(bound.getKey())) {
                return false;
            } else if (!bound.getValue().isNull()) {
                options.put(ours(bound.getKey()), Config.value(bound.getValue()));
            }
        }
        return clipping.isObject();
    }

    private static String ours(String bound) {
        return USED + "_" + bound;
    }
}

package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

import com.fasterxml.jackson.databind.JsonNode;
import org.fascicle.format.keras.Graph.Layer;
import org.jspecify.annotations.Nullable;

/**
 * Masks that a functional model names. Keras makes them with operations that lie among its layers: {@code NotEqual} of what an embedding
 * reads, and {@code Any} of it of what {@code Masking} reads. Here these layers make them, and layers behind find them. So the operations are
 * no layers, and any other mask is refused.
 */
final class Masks {
    private static final String COMPARES = "NotEqual";
    private static final String JOINS = "Any";

    private final TechniqueReader techniques;
    private final Map<Source, Made> made = new HashMap<>();
    private final List<Use> uses = new ArrayList<>();

    Masks(TechniqueReader techniques) {
        this.techniques = techniques;
    }

    /**
     * What an operation gives.
     *
     * @param value that is compared with; null if nothing is
     */
    private record Made(Source of, @Nullable Double value) {}

    private record Use(Source mask, String where, String text) {}

    /** Whether a member of a model is an operation that makes masks. */
    static boolean isMade(JsonNode node, String type) {
        return Set.of(COMPARES, JOINS).contains(type) && node.path("module").asText("").contains(".ops");
    }

    /** Takes an operation. */
    void made(JsonNode node, String type, Source name, List<Source> sources, String where) {
        JsonNode value = node.path("inbound_nodes").path(0).path("args").path(1);
        boolean compares = type.equals(COMPARES);
        if (node.path("inbound_nodes").size() != 1 || sources.size() != 1 || compares != value.isNumber()) {
            throw techniques.problem(where,
                    "the operation " + type + " has an equal here only where it makes the mask of a layer",
                    null);
        }
        made.put(name, new Made(sources.get(0), compares ? value.doubleValue() : null));
    }

    /** Takes a mask that a layer is called with. */
    void used(Source mask, String where, String text) {
        uses.add(new Use(mask, where, text));
    }

    /**
     * Refuses masks that no layer here makes.
     *
     * @param resolved gives the name of what a source means, at a place
     */
    void check(List<Layer> layers, BiFunction<Source, String, String> resolved) {
        for (Use use : uses) {
            Made last = made.get(use.mask());
            boolean joined = last != null && last.value() == null;
            Made compared = last != null && joined ? made.get(last.of()) : last;
            if (compared == null || compared.value() == null) {
                throw refused(use);
            }
            double value = compared.value();
            String source = resolved.apply(compared.of(), use.where());
            if (layers.stream().noneMatch(layer -> makes(layer, joined, value)
                    && resolved.apply(layer.sources().get(0), layer.where()).equals(source))) {
                throw refused(use);
            }
        }
    }

    private static boolean makes(Layer layer, boolean joined, double value) {
        return joined ? layer.type().equals("Masking") && layer.config().path("mask_value").asDouble(0) == value
                : layer.type().equals("Embedding") && layer.config().path("mask_zero").asBoolean(false) && value == 0;
    }

    private RuntimeException refused(Use use) {
        return techniques.problem(use.where(), use.text() + " has no equal here: masks are those of embedding and masking", null);
    }
}

package org.fascicle.app.compare;

import java.util.List;
import java.util.Map;

import org.fascicle.api.model.Definition;

/**
 * One of the models that are compared. Immutable.
 *
 * @param settings what stands at each varied path, as it was written
 * @param tree the definition as values
 */
public record Variant(Map<String, String> settings, Map<String, Object> tree) {
    /** Its settings as one text. */
    String label() {
        return String.join(" ", settings.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList());
    }

    /** The cells of a table: what stands at each varied path. */
    public List<String> cells() {
        return List.copyOf(settings.values());
    }

    /** Its definition with another seed; other files are looked for where the model file lies. */
    public Definition definition(Definition origin, long seed) {
        Map<String, Object> seeded = JsonValues.copyOf(tree);
        new Spot(List.of("training", "seed"), null, null, "", false).set(seeded, seed);
        return in(origin, Definition.tree(seeded, origin.label() + (settings.isEmpty() ? "" : " with " + label())));
    }

    static Definition in(Definition origin, Definition made) {
        return origin.folder().map(made::in).orElse(made);
    }
}

package org.fascicle.api.readiness;

import java.util.List;
import java.util.Objects;

/** Whether all that a model needs is there, and if not, what is missing. Immutable. */
public final class ModelReadiness {
    private final String id;
    private final String model;
    private final List<TechniqueNeed> techniques;
    private final List<String> missing;

    private ModelReadiness(String id, String model, List<TechniqueNeed> techniques, List<String> missing) {
        this.id = Objects.requireNonNull(id, "id");
        this.model = Objects.requireNonNull(model, "model");
        this.techniques = List.copyOf(techniques);
        this.missing = List.copyOf(missing);
    }

    /**
     * A state.
     *
     * @param id of the condition
     * @param model what messages call the model
     * @param techniques that the model is known to need
     * @param missing a sentence or two for each thing that is missing; empty if nothing is
     */
    public static ModelReadiness of(String id, String model, List<TechniqueNeed> techniques, List<String> missing) {
        return new ModelReadiness(id, model, techniques, missing);
    }

    /** The id of the condition. */
    public String id() {
        return id;
    }

    /** What messages call the model: a file, an archive, a label. */
    public String model() {
        return model;
    }

    /** Whether all is there. */
    public boolean isReady() {
        return missing.isEmpty();
    }

    /**
     * The techniques that the model is known to need, there or not, with those that are the defaults of others. What a technique needs
     * itself is known only once it is installed.
     */
    public List<TechniqueNeed> techniques() {
        return techniques;
    }

    /**
     * What is missing, for people: where the model asks for it, the nearest name, the installed bundle that would provide it and
     * why it does not. What a technique needs itself is known only once it is installed.
     */
    public List<String> missing() {
        return missing;
    }

    /** For messages and logs. */
    @Override
    public String toString() {
        return isReady() ? id + ": all that " + model + " needs is there"
                : id + ": " + model + " cannot be used yet:\n  " + String.join("\n  ", missing);
    }
}

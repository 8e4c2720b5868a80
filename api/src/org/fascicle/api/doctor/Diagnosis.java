package org.fascicle.api.doctor;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.model.Definition;
import org.jspecify.annotations.Nullable;

/** One thing that is wrong: what was seen, and what would help. Immutable. */
public final class Diagnosis {
    private final String name;
    private final String evidence;
    private final String remedy;
    private final @Nullable Map<String, Object> changed;

    private Diagnosis(String name, String evidence, String remedy, @Nullable Map<String, Object> changed) {
        this.name = Objects.requireNonNull(name);
        this.evidence = Objects.requireNonNull(evidence);
        this.remedy = Objects.requireNonNull(remedy);
        this.changed = changed;
    }

    /**
     * A diagnosis.
     *
     * @param name in a few words: {@code dead units}
     * @param evidence what was measured, where
     * @param remedy what to change
     * @param changed the definition's tree with that change; null if no change of a definition helps
     */
    public static Diagnosis of(String name, String evidence, String remedy, @Nullable Map<String, Object> changed) {
        return new Diagnosis(name, evidence, remedy, changed);
    }

    /** What it is called: {@code dead units}. */
    public String name() {
        return name;
    }

    /** What was measured, and where; one or more sentences. */
    public String evidence() {
        return evidence;
    }

    /** What to change; a sentence. */
    public String remedy() {
        return remedy;
    }

    /** The definition with the change; empty where no change of a definition helps. */
    public Optional<Definition> changed() {
        return Optional.ofNullable(changed).map(tree -> Definition.tree(tree, "the changed model"));
    }

    /** For messages. */
    @Override
    public String toString() {
        return name + ": " + evidence + " " + remedy;
    }
}

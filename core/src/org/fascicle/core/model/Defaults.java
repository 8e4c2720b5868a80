package org.fascicle.core.model;

import java.util.Map;

import org.fascicle.api.technique.TechniqueType;

/** The values of options that a model file leaves out. */
@FunctionalInterface
public interface Defaults {
    /** Those that techniques declare. */
    Defaults DECLARED = type -> Map.of();

    /**
     * The values that stand for a technique's options, by name: numbers, truth values, texts (of techniques the names), lists, or
     * null where an option is absent. What is not among them is as the technique declares it.
     */
    Map<String, Object> of(TechniqueType type);
}

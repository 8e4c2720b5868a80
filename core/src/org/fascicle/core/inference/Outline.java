package org.fascicle.core.inference;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Summary;

/** What a network looks like from outside. Immutable. */
public final class Outline {
    private final Summary summary;
    private final Map<String, Shape> outputs;
    private final Map<String, Integer> indices;

    Outline(Summary summary, Map<String, Shape> outputs, Map<String, Integer> indices) {
        this.summary = summary;
        this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        this.indices = Map.copyOf(indices);
    }

    /** How many different things the numbers of an input stand for, by its name; none for inputs of any numbers. */
    public Map<String, Integer> indices() {
        return indices;
    }

    /** The layers. */
    public Summary summary() {
        return summary;
    }

    /** The shape of one row of each output, by name, in order. */
    public Map<String, Shape> outputs() {
        return outputs;
    }
}

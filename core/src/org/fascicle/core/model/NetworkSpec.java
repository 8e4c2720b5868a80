package org.fascicle.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Shape;

/** What a model file says of the network alone: all that prediction needs. Pure data. Immutable. */
public final class NetworkSpec {
    private final ModelText text;
    private final Map<String, Shape> inputs;
    private final List<LayerSpec> layers;
    private final List<String> outputs;

    NetworkSpec(ModelText text, Map<String, Shape> inputs, List<LayerSpec> layers, List<String> outputs) {
        this.text = text;
        this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        this.layers = List.copyOf(layers);
        this.outputs = List.copyOf(outputs);
    }

    /**
     * What messages call the file at a place.
     *
     * @param pointer a JSON pointer
     */
    public String source(String pointer) {
        return text.source(pointer);
    }

    /** The shapes of one row of each input, by name; empty if the file leaves them to the data. */
    public Map<String, Shape> inputs() {
        return inputs;
    }

    /** The layers, each after its inputs; at least one. */
    public List<LayerSpec> layers() {
        return layers;
    }

    /** The layers' techniques; not those within their options. */
    public List<TechniqueSpec> techniques() {
        return layers.stream().map(LayerSpec::technique).collect(Collectors.toUnmodifiableList());
    }

    /**
     * The layers, or further results of layers, whose outputs are the network's, by name; empty for the last layer alone, whose output has
     * no name of its own.
     */
    public List<String> outputs() {
        return outputs;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof NetworkSpec)) {
            return false;
        }
        NetworkSpec that = (NetworkSpec) other;
        return inputs.equals(that.inputs) && List.copyOf(inputs.keySet()).equals(List.copyOf(that.inputs.keySet()))
                && layers.equals(that.layers) && outputs.equals(that.outputs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(inputs, layers, outputs);
    }
}

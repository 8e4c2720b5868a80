package org.fascicle.core.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A layer of a model file: its technique, and the options that belong to every layer. Immutable. */
public final class LayerSpec {
    /** The name that stands for the network's input among {@link #inputs()}. */
    public static final String INPUT = "input";
    /** Folders in which the platform keeps tensors beside those of the layers. */
    public static final Set<String> RESERVED = Set.of("optimizer", "training", "evaluation", "loss", "best", "data", "packed");

    private final TechniqueSpec technique;
    private final String name;
    private final boolean trainable;
    private final List<String> inputs;

    /**
     * A layer.
     *
     * @param technique of kind layer
     * @param name unique within the network, without a slash
     * @param trainable whether training changes its parameters
     * @param inputs names of earlier layers, or {@link #INPUT}; at least one
     */
    public LayerSpec(TechniqueSpec technique, String name, boolean trainable, List<String> inputs) {
        this.technique = Objects.requireNonNull(technique);
        this.name = Objects.requireNonNull(name);
        this.trainable = trainable;
        this.inputs = List.copyOf(inputs);
    }

    /** Its technique, without the options {@code name}, {@code trainable} and {@code inputs}. */
    public TechniqueSpec technique() {
        return technique;
    }

    /** Its name: the one that the file gives, or as Keras numbers them: {@code dense}, {@code dense_1}, {@code dense_2}. */
    public String name() {
        return name;
    }

    /** Whether training changes its parameters. */
    public boolean trainable() {
        return trainable;
    }

    /** What it is applied to: names of earlier layers or {@link #INPUT}; the previous layer unless the file says else. */
    public List<String> inputs() {
        return inputs;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof LayerSpec)) {
            return false;
        }
        LayerSpec that = (LayerSpec) other;
        return technique.equals(that.technique) && name.equals(that.name) && trainable == that.trainable
                && inputs.equals(that.inputs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(technique, name, trainable, inputs);
    }

    @Override
    public String toString() {
        return name + inputs + ": " + technique;
    }
}

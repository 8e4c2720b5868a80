package org.fascicle.core.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

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
    private final @Nullable String from;

    /**
     * A layer.
     *
     * @param technique of kind layer
     * @param name unique within the network, without a slash
     * @param trainable whether training changes its parameters
     * @param inputs names of earlier layers, or {@link #INPUT}; at least one
     * @param from the archive that its tensors come from, with {@code #layer} behind it if that layer has another name there; or null
     */
    public LayerSpec(TechniqueSpec technique, String name, boolean trainable, List<String> inputs, @Nullable String from) {
        this.technique = Objects.requireNonNull(technique);
        this.name = Objects.requireNonNull(name);
        this.trainable = trainable;
        this.inputs = List.copyOf(inputs);
        this.from = from;
    }

    /** Its technique, without the options {@code name}, {@code trainable}, {@code inputs} and {@code from}. */
    public TechniqueSpec technique() {
        return technique;
    }

    /** Its name: the one that the file gives, or as Keras numbers them: {@code name}, {@code name_1}, {@code name_2}. */
    public String name() {
        return name;
    }

    /** Whether training changes its parameters. */
    public boolean trainable() {
        return trainable;
    }

    /**
     * What it is applied to: names of earlier layers, of their further results ({@code lstm_1/state_h}), or {@link #INPUT}; the previous
     * layer unless the file says else.
     */
    public List<String> inputs() {
        return inputs;
    }

    /** The archive (and behind {@code #} the layer in it) that its first tensors come from; null for its initializers. */
    public @Nullable String from() {
        return from;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof LayerSpec)) {
            return false;
        }
        LayerSpec that = (LayerSpec) other;
        return technique.equals(that.technique) && name.equals(that.name) && trainable == that.trainable
                && inputs.equals(that.inputs) && Objects.equals(from, that.from);
    }

    @Override
    public int hashCode() {
        return Objects.hash(technique, name, trainable, inputs, from);
    }

    @Override
    public String toString() {
        return name + inputs + ": " + technique;
    }
}

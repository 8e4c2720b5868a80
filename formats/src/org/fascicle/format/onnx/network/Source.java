package org.fascicle.format.onnx.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** An input or a layer of the network that is being made. Used by one thread. */
final class Source {
    private final @Nullable String technique;
    private final List<Source> inputs;
    private final int[] shape;
    private final Map<String, Object> options = new LinkedHashMap<>();
    private final Map<String, Constant> tensors = new LinkedHashMap<>();
    private @Nullable String name;
    private List<String> classes = List.of();
    private @Nullable Slots slots;
    private boolean takesActivation;
    private boolean nonNegative;

    /**
     * Where numbers that multiply and are added can become tensors of the layer.
     *
     * @param axes of the row's shape, along which the tensors lie
     * @param factor the tensor that multiplies the result, or the kernel if these axes are its last ones; null for none
     * @param shift the tensor that is added to the result
     */
    record Slots(int[] axes, @Nullable String factor, String shift) {
        /** The option that a tensor of these goes with. */
        static String option(String tensor) {
            return tensor.equals("gamma") ? "scale" : tensor.equals("beta") ? "center" : "use_bias";
        }
    }

    Source(@Nullable String technique, List<Source> inputs, int[] shape) {
        this.technique = technique;
        this.inputs = List.copyOf(inputs);
        this.shape = shape.clone();
    }

    /** The names of the classes that its numbers are about; none if they are not known. */
    List<String> classes() {
        return classes;
    }

    Source classes(List<String> names) {
        classes = List.copyOf(names);
        return this;
    }

    boolean isInput() {
        return technique == null;
    }

    @Nullable
    String technique() {
        return technique;
    }

    List<Source> inputs() {
        return inputs;
    }

    /** The shape of a row. */
    int[] shape() {
        return shape.clone();
    }

    int rank() {
        return shape.length;
    }

    Map<String, Object> options() {
        return options;
    }

    Source option(String key, Object value) {
        options.put(key, value);
        return this;
    }

    /** An option, unless it is what it is anyway. */
    Source option(String key, Object value, Object usual) {
        return value.equals(usual) ? this : option(key, value);
    }

    Map<String, Constant> tensors() {
        return tensors;
    }

    Source tensor(String key, Constant value) {
        tensors.put(key, value);
        return this;
    }

    /** Its name, if it has one already. */
    @Nullable
    String name() {
        return name;
    }

    Source named(@Nullable String wanted) {
        name = wanted;
        return this;
    }

    @Nullable
    Slots slots() {
        return slots;
    }

    Source slots(Slots where) {
        slots = where;
        return this;
    }

    /** Whether its option {@code activation} is free. */
    boolean takesActivation() {
        return takesActivation && !options.containsKey("activation");
    }

    Source takingActivation() {
        takesActivation = true;
        return this;
    }

    /** Whether no number that comes out is below 0. */
    boolean nonNegative() {
        return nonNegative;
    }

    Source nonNegative(boolean known) {
        nonNegative = known;
        return this;
    }
}

package org.fascicle.core.model;

import java.util.List;
import java.util.Objects;

import org.fascicle.api.data.Scale;
import org.jspecify.annotations.Nullable;

/** The data of a model file: their source, and the options that belong to every source. Immutable. */
public final class DataSpec {
    /** The only value of the option {@code target}: a row's own (scaled) features are its target, as in an autoencoder. */
    public static final String FEATURES = "features";

    private final TechniqueSpec source;
    private final Validation validation;
    private final Scale scale;
    private final @Nullable String target;
    private final List<Integer> classes;
    private final @Nullable Boolean stratified;
    private final boolean shuffled;

    private DataSpec(TechniqueSpec source, Validation validation, Scale scale, @Nullable String target, List<Integer> classes,
            @Nullable Boolean stratified, boolean shuffled) {
        this.source = Objects.requireNonNull(source);
        this.validation = Objects.requireNonNull(validation);
        this.scale = Objects.requireNonNull(scale);
        this.target = target;
        this.classes = List.copyOf(classes);
        this.stratified = stratified;
        this.shuffled = shuffled;
    }

    /** All rows of a source, as they are, to train on. */
    static DataSpec of(TechniqueSpec source) {
        return new DataSpec(source, Validation.NONE, Scale.NONE, null, List.of(), null, false);
    }

    /** The same data, with rows to validate with. */
    DataSpec validated(Validation with) {
        return new DataSpec(source, with, scale, target, classes, stratified, shuffled);
    }

    /** The same data, with scaled features. */
    DataSpec scaled(Scale as) {
        return new DataSpec(source, validation, as, target, classes, stratified, shuffled);
    }

    /** The same data with another target. */
    DataSpec aiming(String at) {
        return new DataSpec(source, validation, scale, at, classes, stratified, shuffled);
    }

    /** The rows of some classes alone. */
    DataSpec restricted(List<Integer> to) {
        return new DataSpec(source, validation, scale, target, to, stratified, shuffled);
    }

    /** The same data, of which each class is held back in its share, or not. */
    DataSpec stratified(boolean whether) {
        return new DataSpec(source, validation, scale, target, classes, whether, shuffled);
    }

    /** The same data, of which chance holds rows back, or not. */
    DataSpec shuffled(boolean whether) {
        return new DataSpec(source, validation, scale, target, classes, stratified, whether);
    }

    /** Whether each class is held back in its share; null if the file does not say it. */
    public @Nullable Boolean stratified() {
        return stratified;
    }

    /** Whether chance says which rows are held back; else they are the last. */
    public boolean isShuffled() {
        return shuffled;
    }

    /** The data source, without the options that belong to every source. */
    public TechniqueSpec source() {
        return source;
    }

    /** The rows to validate with. */
    public Validation validation() {
        return validation;
    }

    /** How features are scaled; {@code none} unless the file says otherwise. */
    public Scale scale() {
        return scale;
    }

    /** What the target is: null for what the source says, or {@link #FEATURES}. */
    public @Nullable String target() {
        return target;
    }

    /**
     * The classes whose rows are used, in the order in which they are numbered from 0 for the network; empty for all of them
     * under their own numbers.
     */
    public List<Integer> classes() {
        return classes;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof DataSpec)) {
            return false;
        }
        DataSpec that = (DataSpec) other;
        return source.equals(that.source) && validation.equals(that.validation) && scale == that.scale
                && Objects.equals(target, that.target) && classes.equals(that.classes)
                && Objects.equals(stratified, that.stratified) && shuffled == that.shuffled;
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, validation, scale, target, classes, stratified, shuffled);
    }

    @Override
    public String toString() {
        return source + ", validation " + validation + ", scale " + scale + (target == null ? "" : ", target " + target)
                + (classes.isEmpty() ? "" : ", classes " + classes);
    }
}

package org.fascicle.core.model;

import java.util.List;
import java.util.Objects;

import org.fascicle.api.data.Scale;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** The data of a model file: their source, and the options that belong to every source. Immutable. */
public final class DataSpec {
    /** The only value of the option {@code target}: a row's own (scaled) features are its target, as in an autoencoder. */
    public static final String FEATURES = "features";

    // A fraction of 0.3 of 10 rows is 3.0000000000000004 rows, and 3 are meant, not 4.
    private static final double ROUNDING = 1e-9;

    private final TechniqueSpec source;
    private final double validation;
    private final boolean fraction;
    private final Scale scale;
    private final @Nullable String target;
    private final List<Integer> classes;
    private final @Nullable Boolean stratified;
    private final boolean shuffled;

    private DataSpec(TechniqueSpec source, double validation, boolean fraction, Scale scale, @Nullable String target,
            List<Integer> classes, @Nullable Boolean stratified, boolean shuffled) {
        this.source = Objects.requireNonNull(source);
        this.validation = validation;
        this.fraction = fraction;
        this.scale = Objects.requireNonNull(scale);
        this.target = target;
        this.classes = List.copyOf(classes);
        this.stratified = stratified;
        this.shuffled = shuffled;
    }

    /** All rows of a source, as they are, to train on. */
    static DataSpec of(TechniqueSpec source) {
        return new DataSpec(source, 0, false, Scale.NONE, null, List.of(), null, false);
    }

    /** The same data, of which a number of rows is held back for validation. */
    DataSpec holdingBackRows(int rows) {
        return new DataSpec(source, rows, false, scale, target, classes, stratified, shuffled);
    }

    /** The same data, of which a fraction of the rows, in [0, 1), is held back for validation. */
    DataSpec holdingBackFraction(double share) {
        return new DataSpec(source, share, true, scale, target, classes, stratified, shuffled);
    }

    /** The same data, with scaled features. */
    DataSpec scaled(Scale as) {
        return new DataSpec(source, validation, fraction, as, target, classes, stratified, shuffled);
    }

    /** The same data with another target. */
    DataSpec aiming(String at) {
        return new DataSpec(source, validation, fraction, scale, at, classes, stratified, shuffled);
    }

    /** The rows of some classes alone. */
    DataSpec restricted(List<Integer> to) {
        return new DataSpec(source, validation, fraction, scale, target, to, stratified, shuffled);
    }

    /** The same data, of which each class is held back in its share, or not. */
    DataSpec stratified(boolean whether) {
        return new DataSpec(source, validation, fraction, scale, target, classes, whether, shuffled);
    }

    /** The same data, of which chance holds rows back, or not. */
    DataSpec shuffled(boolean whether) {
        return new DataSpec(source, validation, fraction, scale, target, classes, stratified, whether);
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

    /** Whether rows are held back from training to validate with. */
    public boolean hasValidation() {
        return validation > 0;
    }

    /**
     * How many rows are held back from training to validate with.
     *
     * @param rows how many there are
     * @return from 0 to {@code rows − 1}; a fraction that is not 0 gives at least 1
     * @throws InputException if no row would be left to train on
     */
    public int validationRows(int rows) {
        long held = fraction ? (long) Math.ceil(rows * validation - ROUNDING) : (long) validation;
        long kept = validation > 0 ? Math.max(1, held) : 0;
        if (kept >= rows && kept > 0) {
            throw new InputException(source.source(), source.pointer("validation"), "it would hold back " + kept
                    + " rows for validation, but there are only " + rows, "Hold back fewer: some must be left to train on");
        }
        return (int) kept;
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
        return source.equals(that.source) && validation == that.validation && fraction == that.fraction
                && scale == that.scale && Objects.equals(target, that.target) && classes.equals(that.classes)
                && Objects.equals(stratified, that.stratified) && shuffled == that.shuffled;
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, validation, fraction, scale, target, classes, stratified, shuffled);
    }

    @Override
    public String toString() {
        return source + ", validation " + validation + ", scale " + scale + (target == null ? "" : ", target " + target)
                + (classes.isEmpty() ? "" : ", classes " + classes);
    }
}

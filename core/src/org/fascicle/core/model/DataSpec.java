package org.fascicle.core.model;

import java.util.Locale;
import java.util.Objects;

import org.fascicle.api.problem.InputException;

/** The data of a model file: their source, and the options that belong to every source. Immutable. */
public final class DataSpec {
    /** How features are scaled before the network sees them. */
    public enum Scale {
        /** Not at all. */
        NONE,
        /** To [0, 1]: divided by the largest raw value that the source can have. */
        UNIT,
        /** To mean 0 and standard deviation 1 of each feature over the training rows. */
        STANDARD;

        /** The name as model files write it: {@code standard}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The only value of the option {@code target}: a row's own (scaled) features are its target, as in an autoencoder. */
    public static final String FEATURES = "features";

    // 10 rows times 0.3 are 3.0000000000000004 of 10 rows; nobody means 4.
    private static final double ROUNDING = 1e-9;

    private final TechniqueSpec source;
    private final double validation;
    private final boolean fraction;
    private final Scale scale;
    private final String target;

    private DataSpec(TechniqueSpec source, double validation, boolean fraction, Scale scale, String target) {
        this.source = Objects.requireNonNull(source);
        this.validation = validation;
        this.fraction = fraction;
        this.scale = Objects.requireNonNull(scale);
        this.target = target;
    }

    /** Data that hold back a number of rows for validation. */
    static DataSpec holdingBackRows(TechniqueSpec source, int rows, Scale scale, String target) {
        return new DataSpec(source, rows, false, scale, target);
    }

    /** Data that hold back a fraction of the rows for validation, in [0, 1). */
    static DataSpec holdingBackFraction(TechniqueSpec source, double fraction, Scale scale, String target) {
        return new DataSpec(source, fraction, true, scale, target);
    }

    /** The data source, without the options {@code validation}, {@code scale} and {@code target}. */
    public TechniqueSpec source() {
        return source;
    }

    /** Whether rows are held back from training to watch it. */
    public boolean hasValidation() {
        return validation > 0;
    }

    /**
     * How many rows are held back from training to watch it.
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
    public String target() {
        return target;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof DataSpec)) {
            return false;
        }
        DataSpec that = (DataSpec) other;
        return source.equals(that.source) && validation == that.validation && fraction == that.fraction
                && scale == that.scale && Objects.equals(target, that.target);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, validation, fraction, scale, target);
    }

    @Override
    public String toString() {
        return source + ", validation " + validation + ", scale " + scale + (target == null ? "" : ", target " + target);
    }
}

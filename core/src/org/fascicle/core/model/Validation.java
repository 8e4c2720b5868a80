package org.fascicle.core.model;

import java.util.Objects;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** Which rows a model file sets apart to validate with: some of the training rows, or those of another source. Immutable. */
public final class Validation {
    /** None. */
    static final Validation NONE = new Validation(0, false, null, null);

    // A fraction of 0.3 of 10 rows is 3.0000000000000004 rows, and 3 are meant, not 4.
    private static final double ROUNDING = 1e-9;

    private final double part;
    private final boolean fraction;
    private final @Nullable String column;
    private final @Nullable TechniqueSpec source;

    private Validation(double part, boolean fraction, @Nullable String column, @Nullable TechniqueSpec source) {
        this.part = part;
        this.fraction = fraction;
        this.column = column;
        this.source = source;
    }

    /** A number of the training rows. */
    static Validation rows(int rows) {
        return new Validation(rows, false, null, null);
    }

    /** A fraction of the training rows, in [0, 1). */
    static Validation fraction(double share) {
        return new Validation(share, true, null, null);
    }

    /** The rows that a column says. */
    static Validation column(String name) {
        return new Validation(0, false, Objects.requireNonNull(name), null);
    }

    /** The training rows of another source. */
    static Validation of(TechniqueSpec source) {
        return new Validation(0, false, null, Objects.requireNonNull(source));
    }

    /** Whether there are any. */
    public boolean isAny() {
        return isCut() || column != null || source != null;
    }

    /** Whether they are cut off from the training rows. */
    public boolean isCut() {
        return part > 0;
    }

    /** The column that says which rows they are; null if none does. */
    public @Nullable String column() {
        return column;
    }

    /** The source whose training rows they are; null if they are some of those that are trained on. */
    public @Nullable TechniqueSpec source() {
        return source;
    }

    /**
     * How many are cut off.
     *
     * @param data the source of the rows, for messages
     * @param rows how many there are
     * @return from 0 to {@code rows − 1}; a fraction that is not 0 gives at least 1
     * @throws InputException if no row would be left to train on
     */
    public int count(TechniqueSpec data, int rows) {
        long held = fraction ? (long) Math.ceil(rows * part - ROUNDING) : (long) part;
        long kept = part > 0 ? Math.max(1, held) : 0;
        if (kept >= rows && kept > 0) {
            throw new InputException(data.source(), data.pointer("validation"), "it would hold back " + kept
                    + " rows for validation, but there are only " + rows, "Hold back fewer: some must be left to train on");
        }
        return (int) kept;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Validation)) {
            return false;
        }
        Validation that = (Validation) other;
        return part == that.part && fraction == that.fraction && Objects.equals(column, that.column)
                && Objects.equals(source, that.source);
    }

    @Override
    public int hashCode() {
        return Objects.hash(part, fraction, column, source);
    }

    @Override
    public String toString() {
        return source != null ? source.toString() : column != null ? "column " + column : String.valueOf(part);
    }
}

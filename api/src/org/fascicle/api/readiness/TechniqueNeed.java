package org.fascicle.api.readiness;

import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A technique that a model needs, in a range of versions. Immutable. */
public final class TechniqueNeed {
    private final Kind kind;
    private final String name;
    private final @Nullable String range;
    private final boolean option;

    private TechniqueNeed(Kind kind, String name, @Nullable String range, boolean option) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.name = Objects.requireNonNull(name, "name");
        this.range = range;
        this.option = option;
    }

    /**
     * A need.
     *
     * @param name as a model file writes it, with a prefix or without
     * @param range of versions, as OSGi writes it; null for any
     */
    public static TechniqueNeed of(Kind kind, String name, @Nullable String range) {
        return new TechniqueNeed(kind, name, range, false);
    }

    /**
     * A need of whatever technique provides an option of optimizers.
     *
     * @param option such as {@code clipnorm}
     */
    public static TechniqueNeed ofOption(String option) {
        return new TechniqueNeed(Kind.TRANSFORM, option, null, true);
    }

    /** Whether the name is that of an option, and the technique's own name is not known. */
    public boolean isOption() {
        return option;
    }

    /** The kind. */
    public Kind kind() {
        return kind;
    }

    /** The name, as a model file writes it; that of an option for {@link #ofOption}. */
    public String name() {
        return name;
    }

    /** The range of versions. */
    public Optional<String> range() {
        return Optional.ofNullable(range);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TechniqueNeed && kind == ((TechniqueNeed) other).kind && name.equals(((TechniqueNeed) other).name)
                && Objects.equals(range, ((TechniqueNeed) other).range) && option == ((TechniqueNeed) other).option;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, range, option);
    }

    /** For messages: {@code activation com.example:softsign [1.0,2)}, or {@code option clipnorm of optimizers}. */
    @Override
    public String toString() {
        return option ? "option " + name + " of optimizers" : kind + " " + name + (range == null ? "" : " " + range);
    }
}

package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** A technique that stands around the optimizer, and the parameters that it is for. Immutable. */
public final class TransformSpec {
    private final TechniqueSpec technique;
    private final List<PathPattern> match;
    private final List<PathPattern> exclude;
    private final boolean general;
    private final @Nullable String option;
    private final @Nullable String ownOption;

    private TransformSpec(TechniqueSpec technique, List<PathPattern> match, List<PathPattern> exclude, boolean general,
            @Nullable String option, @Nullable String ownOption) {
        this.technique = Objects.requireNonNull(technique);
        this.match = List.copyOf(match);
        this.exclude = List.copyOf(exclude);
        this.general = general;
        this.option = option;
        this.ownOption = ownOption;
    }

    /**
     * A technique that is the same for all of its parameters.
     *
     * @param match patterns of its parameters; empty for all
     * @param exclude patterns of those of them that are left out
     */
    static TransformSpec of(TechniqueSpec technique, List<PathPattern> match, List<PathPattern> exclude) {
        return new TransformSpec(technique, match, exclude, true, null, null);
    }

    /**
     * This as a technique of which groups of parameters may have their own.
     *
     * @param asked whether it stands around all parameters, and not around those of some groups only
     * @param name the option of an optimizer, and of a group, that gives it a value
     * @param own the technique's own name of that option
     */
    TransformSpec perParameter(boolean asked, String name, String own) {
        return new TransformSpec(technique, match, exclude, asked, name, own);
    }

    /** The technique, with the options that hold for all parameters. */
    public TechniqueSpec technique() {
        return technique;
    }

    /** The technique with a value of its option that is not the same for all parameters. */
    public TechniqueSpec technique(Object value) {
        return technique.with(Objects.requireNonNull(ownOption, "no option of its own"), value);
    }

    /** Whether it is for a parameter by its patterns. */
    public boolean matches(String path) {
        return (match.isEmpty() || match.stream().anyMatch(pattern -> pattern.matches(path)))
                && exclude.stream().noneMatch(pattern -> pattern.matches(path));
    }

    /** All its patterns. */
    public List<PathPattern> patterns() {
        List<PathPattern> patterns = new ArrayList<>(match);
        patterns.addAll(exclude);
        return patterns;
    }

    /** Whether it stands around all parameters that it matches, and not around those of some groups only. */
    public boolean isGeneral() {
        return general;
    }

    /** The option that groups may give, and that an optimizer may have itself; null for none. */
    public @Nullable String option() {
        return option;
    }

    /** What that option is for parameters of no group; null if it is not given. */
    public @Nullable Object value() {
        return ownOption == null ? null : technique.options().get(ownOption);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof TransformSpec)) {
            return false;
        }
        TransformSpec that = (TransformSpec) other;
        return technique.equals(that.technique) && match.equals(that.match) && exclude.equals(that.exclude)
                && general == that.general && Objects.equals(option, that.option);
    }

    @Override
    public int hashCode() {
        return Objects.hash(technique, match, exclude, general, option);
    }

    /** The technique's name, for messages. */
    @Override
    public String toString() {
        return technique.name();
    }
}

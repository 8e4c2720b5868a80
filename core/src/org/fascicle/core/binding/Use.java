package org.fascicle.core.binding;

import java.util.Objects;

import org.fascicle.api.technique.Kind;
import org.fascicle.core.registry.KindNames;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** What a model or a training asks for: a technique, in any version or in one of a range. Immutable. */
public final class Use {
    private final Kind kind;
    private final String name;
    private final @Nullable String range;

    /**
     * A use.
     *
     * @param name as model files write it
     * @param range an OSGi version range; null for any version
     */
    public Use(Kind kind, String name, @Nullable String range) {
        this.kind = Objects.requireNonNull(kind);
        this.name = Objects.requireNonNull(name);
        this.range = range;
    }

    /** The kind. */
    public Kind kind() {
        return kind;
    }

    /** The name as model files write it. */
    public String name() {
        return name;
    }

    /** The version range; null for any version. */
    public @Nullable String range() {
        return range;
    }

    /** Whether a version is in the range; of a range that is none, no version is. */
    public boolean permits(String version) {
        try {
            return range == null || VersionRange.valueOf(range).includes(Version.parseVersion(version));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Use && kind == ((Use) other).kind && name.equals(((Use) other).name)
                && Objects.equals(range, ((Use) other).range);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, range);
    }

    /** For messages: {@code the activation 'com.example:name' in [1.0,2)}. */
    @Override
    public String toString() {
        return "the " + KindNames.noun(kind) + " '" + name + "'" + (range == null ? "" : " in " + range);
    }
}

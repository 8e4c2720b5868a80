package org.fascicle.core.readiness;

import java.util.Objects;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A technique that a model needs, in a range of versions. Immutable. */
final class Want {
    private final Kind kind;
    private final String name;
    private final @Nullable String range;

    Want(Kind kind, String name, @Nullable String range) {
        this.kind = kind;
        this.name = name;
        this.range = range;
    }

    Kind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    @Nullable
    String range() {
        return range;
    }

    /** Whether it speaks of a technique, of whatever version. */
    boolean concerns(Kind ofKind, String called) {
        return kind == ofKind && name.equals(called);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Want && kind == ((Want) other).kind && name.equals(((Want) other).name)
                && Objects.equals(range, ((Want) other).range);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, range);
    }
}

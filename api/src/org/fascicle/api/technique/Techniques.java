package org.fascicle.api.technique;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The techniques that are installed at this moment; an OSGi service. Safe for any thread. */
@ProviderType
public interface Techniques {
    /** All of them, by kind, name and version (highest first). A snapshot: use it and do not keep it. */
    Collection<TechniqueType> all();

    /**
     * The highest version of a technique.
     *
     * @param kind the kind
     * @param name the name, with its namespace and a colon unless that is Fascicle's own
     * @param range an OSGi version range such as {@code [1.0,2)}; null for any
     * @throws org.fascicle.api.problem.InputException if there is none, if the range is no range, or if two bundles provide the
     *     same version; the message names the nearest name, the versions that there are, or both bundles
     */
    TechniqueType find(Kind kind, String name, @Nullable String range);

    /**
     * What a model file may say of each technique of a kind, among its options: what {@link Kind#commonOptions} names, and of
     * optimizers the options by which installed update transforms are asked for. A technique that declares an option of the same
     * name does it itself.
     */
    default List<String> commonOptions(Kind kind) {
        if (kind != Kind.OPTIMIZER) {
            return kind.commonOptions();
        }
        return all().stream().flatMap(type -> type.shorthand().stream())
                .sorted(Comparator.comparingInt(ShorthandOptions::place)).flatMap(shorthand -> shorthand.names().stream())
                .distinct().collect(Collectors.toUnmodifiableList());
    }
}

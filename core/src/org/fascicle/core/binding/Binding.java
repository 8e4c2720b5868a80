package org.fascicle.core.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.core.archive.TechniqueRecord;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/** The versions of techniques that a model or a training uses, and the values of the options that it leaves out. Immutable. */
public final class Binding {
    /** To nothing: each technique is looked up in its highest version. */
    public static final Binding NONE = new Binding(List.of(), Set.of());

    private final List<TechniqueRecord> records;
    private final Set<Use> uses;

    private Binding(Collection<TechniqueRecord> records, Collection<Use> uses) {
        this.records = List.copyOf(records);
        this.uses = new LinkedHashSet<>(uses);
    }

    /**
     * A binding.
     *
     * @param records the versions
     * @param uses what asks for them; none if that is not known
     */
    public static Binding of(Collection<TechniqueRecord> records, Collection<Use> uses) {
        return new Binding(records, uses);
    }

    /** The versions, in the order in which they were found. */
    public List<TechniqueRecord> records() {
        return records;
    }

    /** What asks for them. */
    public Set<Use> uses() {
        return Collections.unmodifiableSet(uses);
    }

    /** The version that serves a use, the highest of those recorded that it permits; empty if it is not bound. */
    public Optional<TechniqueRecord> of(Use use) {
        return records.stream().filter(record -> is(record, use.kind(), use.name()) && use.permits(record.version()))
                .max(Comparator.comparing(record -> Version.parseVersion(record.version())));
    }

    /** The versions that serve a use, as a range: the recorded one alone, or where none is, what the use itself permits. */
    public @Nullable String range(Use use) {
        return of(use).map(Binding::exactly).orElse(use.range());
    }

    /** The range that has a recorded version alone. */
    static String exactly(TechniqueRecord record) {
        return "[" + record.version() + "," + record.version() + "]";
    }

    /** All recorded versions of a technique. */
    List<TechniqueRecord> of(Kind kind, String name) {
        return records.stream().filter(record -> is(record, kind, name)).collect(Collectors.toList());
    }

    /** The recorded values of a technique's options; none if that version is not recorded, or without values. */
    Map<String, Object> defaults(TechniqueType type) {
        for (TechniqueRecord record : of(type.kind(), type.qualifiedName())) {
            Map<String, Object> defaults = record.defaults();
            if (defaults != null && same(record.version(), type.version())) {
                return defaults;
            }
        }
        return Map.of();
    }

    /** This, but for the techniques of another one as that has them. */
    public Binding with(Binding other) {
        Map<String, TechniqueRecord> all = new LinkedHashMap<>();
        for (TechniqueRecord record : records) {
            if (other.of(record.kind(), record.name()).isEmpty()) {
                all.put(record.toString(), record);
            }
        }
        other.records.forEach(record -> all.put(record.toString(), record));
        List<Use> both = new ArrayList<>(uses);
        both.addAll(other.uses);
        return new Binding(all.values(), both);
    }

    /** This without some versions. */
    public Binding without(Collection<TechniqueRecord> some) {
        return new Binding(records.stream().filter(record -> !some.contains(record)).collect(Collectors.toList()), uses);
    }

    /** Whether two texts are one version. */
    static boolean same(String version, String other) {
        return Version.parseVersion(version).equals(Version.parseVersion(other));
    }

    private static boolean is(TechniqueRecord record, Kind kind, String name) {
        return record.kind() == kind && record.name().equals(name);
    }
}

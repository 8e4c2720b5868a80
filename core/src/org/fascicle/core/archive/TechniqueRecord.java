package org.fascicle.core.archive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.jspecify.annotations.Nullable;

/**
 * A technique that a network was trained with, the bundle that it came from, and the values that its options have where the model
 * file leaves them out. Equal if technique and bundle are. Immutable.
 */
public final class TechniqueRecord {
    private final Kind kind;
    private final String name;
    private final String version;
    private final String bundle;
    private final String sha256;
    private final String bundleVersion;
    private final @Nullable Map<String, Object> defaults;

    /**
     * A record without the version of the bundle and without the values of options, as archives of before have them.
     *
     * @param kind the technique's kind
     * @param name its name as model files write it
     * @param version its version
     * @param bundle the symbolic name of its bundle; empty if an application registered it
     * @param sha256 the SHA-256 of the bundle's file, in lower-case hexadecimal; empty if unknown
     */
    public TechniqueRecord(Kind kind, String name, String version, String bundle, String sha256) {
        this(kind, name, version, bundle, sha256, "", null);
    }

    private TechniqueRecord(Kind kind, String name, String version, String bundle, String sha256, String bundleVersion,
            @Nullable Map<String, Object> defaults) {
        this.kind = Objects.requireNonNull(kind);
        this.name = Objects.requireNonNull(name);
        this.version = Objects.requireNonNull(version);
        this.bundle = Objects.requireNonNull(bundle);
        this.sha256 = Objects.requireNonNull(sha256);
        this.bundleVersion = Objects.requireNonNull(bundleVersion);
        this.defaults = defaults;
    }

    /**
     * This with the version of the bundle and the values of options.
     *
     * @param newVersion of the bundle; empty if there is none
     * @param values of the options that may be left out, by name, as {@link Archive#extra()} has values; of techniques the names
     */
    public TechniqueRecord with(String newVersion, Map<String, Object> values) {
        return new TechniqueRecord(kind, name, version, bundle, sha256, newVersion,
                Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /** The technique's kind. */
    public Kind kind() {
        return kind;
    }

    /** Its name as model files write it. */
    public String name() {
        return name;
    }

    /** The namespace of its name. */
    public String namespace() {
        int colon = name.indexOf(':');
        return colon < 0 ? TechniqueType.FASCICLE : name.substring(0, colon);
    }

    /** Its version. */
    public String version() {
        return version;
    }

    /** The symbolic name of its bundle; empty if an application registered it. */
    public String bundle() {
        return bundle;
    }

    /** The SHA-256 of the bundle's file, in lower-case hexadecimal; empty if unknown. */
    public String sha256() {
        return sha256;
    }

    /** The version of the bundle; empty if unknown. */
    public String bundleVersion() {
        return bundleVersion;
    }

    /** The values of the options that may be left out, as {@link #with} has them; null if unknown. */
    public @Nullable Map<String, Object> defaults() {
        return defaults;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof TechniqueRecord)) {
            return false;
        }
        TechniqueRecord that = (TechniqueRecord) other;
        return kind == that.kind && name.equals(that.name) && version.equals(that.version) && bundle.equals(that.bundle)
                && sha256.equals(that.sha256);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, version, bundle, sha256);
    }

    /** For messages: {@code activation name 1.0.0}. */
    @Override
    public String toString() {
        return kind + " " + name + " " + version;
    }
}

package org.fascicle.core.archive;

import java.util.Objects;

import org.fascicle.api.technique.Kind;

/** A technique that a network was trained with, and the bundle that it came from. Immutable. */
public final class TechniqueRecord {
    private final Kind kind;
    private final String name;
    private final String version;
    private final String bundle;
    private final String sha256;

    /**
     * A record.
     *
     * @param kind the technique's kind
     * @param name its name as model files write it
     * @param version its version
     * @param bundle the symbolic name of its bundle; empty if an application registered it
     * @param sha256 the SHA-256 of the bundle's file, in lower-case hexadecimal; empty if unknown
     */
    public TechniqueRecord(Kind kind, String name, String version, String bundle, String sha256) {
        this.kind = Objects.requireNonNull(kind);
        this.name = Objects.requireNonNull(name);
        this.version = Objects.requireNonNull(version);
        this.bundle = Objects.requireNonNull(bundle);
        this.sha256 = Objects.requireNonNull(sha256);
    }

    /** The technique's kind. */
    public Kind kind() {
        return kind;
    }

    /** Its name as model files write it. */
    public String name() {
        return name;
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

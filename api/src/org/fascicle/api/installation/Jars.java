package org.fascicle.api.installation;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** Files of bundles that are to be installed, and how. Immutable. */
public final class Jars {
    private final List<Path> files;
    private final boolean ours;
    private final @Nullable String replaced;

    private Jars(List<Path> files, boolean ours, @Nullable String replaced) {
        this.files = files;
        this.ours = ours;
        this.replaced = replaced;
    }

    /** Some files; they are copied. */
    public static Jars of(Path... files) {
        return of(List.of(requireGiven(files, "files")));
    }

    /** Some files; they are copied. */
    public static Jars of(Collection<Path> files) {
        return new Jars(List.copyOf(requireGiven(files, "files")), false, null);
    }

    /**
     * The same, from the makers of Fascicle: whoever says so vouches for it. Only such bundles may offer techniques by names without a
     * prefix.
     */
    public Jars ours() {
        return new Jars(files, true, replaced);
    }

    /**
     * The same, to replace a certain version.
     *
     * @param version of the installed bundle
     */
    public Jars replacing(String version) {
        if (files.size() != 1) {
            throw new InputException("a version to replace can be named for one jar, not for " + files.size());
        }
        return new Jars(files, ours, requireGiven(version, "version"));
    }

    /** The files. */
    public List<Path> files() {
        return files;
    }

    /** Whether they come from the makers of Fascicle. */
    public boolean isOurs() {
        return ours;
    }

    /** The version that is to be replaced. */
    public Optional<String> replaced() {
        return Optional.ofNullable(replaced);
    }

    /** For messages. */
    @Override
    public String toString() {
        return files + (ours ? " of Fascicle's makers" : "") + (replaced == null ? "" : " for " + replaced);
    }
}

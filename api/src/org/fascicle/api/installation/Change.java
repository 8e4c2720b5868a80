package org.fascicle.api.installation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** What was done with a bundle. Immutable. */
public final class Change {
    /** What can be done with one. */
    public enum Action {
        /** It is there now. */
        INSTALLED("installed"),
        /** It is there in place of another. */
        UPDATED("updated"),
        /** It is there no more. */
        UNINSTALLED("uninstalled"),
        /** It was there already, byte for byte. */
        KEPT("kept");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        /** The word for it. */
        @Override
        public String toString() {
            return word;
        }
    }

    private final Action action;
    private final String bundle;
    private final String version;
    private final @Nullable String before;
    private final List<String> techniques;
    private final List<String> differences;
    private final List<String> elsewhere;

    private Change(Action action, String bundle, String version, @Nullable String before, List<String> techniques,
            List<String> differences, List<String> elsewhere) {
        this.action = action;
        this.bundle = Objects.requireNonNull(bundle, "bundle");
        this.version = Objects.requireNonNull(version, "version");
        this.before = before;
        this.techniques = List.copyOf(techniques);
        this.differences = List.copyOf(differences);
        this.elsewhere = List.copyOf(elsewhere);
    }

    /**
     * Something that was done.
     *
     * @param bundle the symbolic name
     * @param version of the bundle
     * @param techniques its techniques, as they are listed
     */
    public static Change of(Action action, String bundle, String version, List<String> techniques) {
        return new Change(action, bundle, version, null, techniques, List.of(), List.of());
    }

    /**
     * An update.
     *
     * @param bundle the symbolic name
     * @param before the version that was replaced
     * @param version the version that is there now
     * @param techniques its techniques, as they are listed
     * @param differences what is not as before, a line each
     */
    public static Change update(String bundle, String before, String version, List<String> techniques, List<String> differences) {
        return new Change(Action.UPDATED, bundle, version, Objects.requireNonNull(before, "before"), techniques, differences,
                List.of());
    }

    /**
     * The same, and what other processes made of it.
     *
     * @param lines what the other running processes of the installation say, a line each
     */
    public Change elsewhere(List<String> lines) {
        return new Change(action, bundle, version, before, techniques, differences, lines);
    }

    /** What was done. */
    public Action action() {
        return action;
    }

    /** The bundle's symbolic name. */
    public String bundle() {
        return bundle;
    }

    /** Its version; if it is there no more, the version that it had. */
    public String version() {
        return version;
    }

    /** The version that was replaced. */
    public Optional<String> before() {
        return Optional.ofNullable(before);
    }

    /** The techniques of the bundle, as they are listed. */
    public List<String> techniques() {
        return techniques;
    }

    /** What an update changed, by the contracts of the two bundles: versions, options, defaults, ranges, values; a line each. */
    public List<String> differences() {
        return differences;
    }

    /** What the other running processes of the same installation made of it, a line each; empty where none runs. */
    public List<String> elsewhere() {
        return elsewhere;
    }

    /** For messages: {@code updated com.example.lookahead 1.0.0 to 1.1.0}. */
    @Override
    public String toString() {
        return action + " " + bundle + " " + (before == null ? version : before + " to " + version);
    }
}

package org.fascicle.api.installation;

import java.nio.file.Path;
import java.util.List;

/** Which bundles techniques take, and where those are that have to be installed. Immutable. */
public final class Plan {
    private final List<String> present;
    private final List<Path> files;
    private final List<String> bundles;
    private final List<String> missing;

    private Plan(List<String> present, List<Path> files, List<String> bundles, List<String> missing) {
        this.present = List.copyOf(present);
        this.files = List.copyOf(files);
        this.bundles = List.copyOf(bundles);
        this.missing = List.copyOf(missing);
    }

    /**
     * A plan.
     *
     * @param present installed bundles that provide some of the techniques, by name and version
     * @param files of the bundles that have to be installed
     * @param bundles the same, by name and version
     * @param missing a sentence for each thing that nothing provides
     */
    public static Plan of(List<String> present, List<Path> files, List<String> bundles, List<String> missing) {
        return new Plan(present, files, bundles, missing);
    }

    /** The installed bundles that provide some of the techniques, by name and version. */
    public List<String> present() {
        return present;
    }

    /** The bundles that have to be installed, by name and version; as many as {@link #files}. */
    public List<String> bundles() {
        return bundles;
    }

    /** The files of the bundles that have to be installed, for {@link Installer#install}. */
    public List<Path> files() {
        return files;
    }

    /** What neither an installed bundle nor a repository provides, a sentence each; empty if the plan is complete. */
    public List<String> missing() {
        return missing;
    }

    /** For messages. */
    @Override
    public String toString() {
        return "to install: " + bundles + (missing.isEmpty() ? "" : "; missing: " + missing);
    }
}

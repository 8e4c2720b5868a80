package org.fascicle.api.conformance;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.fascicle.api.problem.InputException;

/** What a conformance kit is to check, and within which bounds. Immutable. */
public final class Examination {
    /** How long a check may take, in seconds, where nothing else is said: long enough for large techniques on slow machines. */
    public static final double SECONDS = 120;

    private final List<Path> bundles;
    private final List<Path> released;
    private final Map<String, String> samples;
    private final double seconds;
    private final List<Finding> made;

    private Examination(List<Path> bundles, List<Path> released, Map<String, String> samples, double seconds,
            List<Finding> made) {
        this.bundles = bundles;
        this.released = released;
        this.samples = samples;
        this.seconds = seconds;
        this.made = made;
    }

    /** Of all techniques that bundles announce, together, since they may need each other; by their jar files. */
    public static Examination of(Collection<Path> bundles) {
        return new Examination(List.copyOf(requireGiven(bundles, "bundles")), List.of(), Map.of(), SECONDS, List.of());
    }

    /**
     * The same, and of whether each bundle's version is high enough for its changes since an earlier release.
     *
     * @param earlier jars of some of the bundles, or their contracts as {@link Conformance#contract} gave them
     */
    public Examination against(Collection<Path> earlier) {
        return new Examination(bundles, List.copyOf(requireGiven(earlier, "earlier")), samples, seconds, made);
    }

    /**
     * The same, with values for options that must be given. They go before those that the techniques themselves name.
     *
     * @param values texts as a default is written, by the option's name, {@code alpha}, or with that of its technique before it,
     *     {@code com.example:isru.alpha}
     */
    public Examination samples(Map<String, String> values) {
        return new Examination(bundles, released, Map.copyOf(requireGiven(values, "values")), seconds, made);
    }

    /**
     * The same, with another limit for each check. One that takes longer has failed.
     *
     * @param limit in seconds, more than 0
     */
    public Examination seconds(double limit) {
        if (!(limit > 0)) {
            throw new InputException("the time that a check may take must be more than 0 seconds, not " + limit);
        }
        return new Examination(bundles, released, samples, limit, made);
    }

    /**
     * The rest of an examination that was cut short: without the checks that were made. Of what a finding is {@linkplain Finding#isFatal
     * fatal} for, nothing more is checked.
     *
     * @param findings of the examination so far
     */
    public Examination after(Collection<Finding> findings) {
        return new Examination(bundles, released, samples, seconds, List.copyOf(requireGiven(findings, "findings")));
    }

    /** The bundles' jar files. */
    public List<Path> bundles() {
        return bundles;
    }

    /** Earlier jars of some of the bundles, or their contracts. */
    public List<Path> released() {
        return released;
    }

    /** Values of options, as texts, by the option's name or that of technique and option. */
    public Map<String, String> samples() {
        return samples;
    }

    /** How long a check may take, in seconds. */
    public double seconds() {
        return seconds;
    }

    /** What was found before. */
    public List<Finding> made() {
        return made;
    }
}

package org.fascicle.core.binding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.core.archive.TechniqueRecord;
import org.osgi.framework.Version;

/** How things stand for a training that has begun: which of its versions it must or may replace, and what is missing. Immutable. */
public final class Outlook {
    /** What only a beginning needs: rows are open then, and parameters have their first values. */
    private static final Set<Kind> OVER = EnumSet.of(Kind.DATA, Kind.INITIALIZER);

    private final Set<TechniqueRecord> gone = new LinkedHashSet<>();
    private final Set<TechniqueRecord> replaced = new LinkedHashSet<>();
    private final List<Use> missing = new ArrayList<>();
    private boolean lower;

    /**
     * How things stand at this moment.
     *
     * @param binding what the training is bound to
     * @param follow whether it takes higher versions, too, while its own are there
     */
    public Outlook(Techniques installed, Binding binding, boolean follow) {
        this(installed, binding, follow, kind -> !OVER.contains(kind));
    }

    private Outlook(Techniques installed, Binding binding, boolean follow, Predicate<Kind> needed) {
        for (Use use : binding.uses()) {
            Optional<TechniqueRecord> bound = needed.test(use.kind()) ? binding.of(use) : Optional.empty();
            bound.ifPresent(record -> look(installed, use, record, follow));
        }
    }

    /** How things stand for the rows of a training alone. */
    public static Outlook ofData(Techniques installed, Binding binding) {
        return new Outlook(installed, binding, false, Kind.DATA::equals);
    }

    private void look(Techniques installed, Use use, TechniqueRecord record, boolean follow) {
        boolean there = Presence.has(installed, record);
        Optional<Version> best = installed.all().stream()
                .filter(type -> type.kind() == use.kind() && type.qualifiedName().equals(use.name())
                        && use.permits(type.version()))
                .map(TechniqueType::version).map(Version::parseVersion).max(Comparator.naturalOrder());
        int order = best.map(version -> version.compareTo(Version.parseVersion(record.version()))).orElse(0);
        if (!there) {
            gone.add(record);
        }
        if (!there && best.isEmpty()) {
            missing.add(use);
        } else if (!there || follow && order > 0) {
            replaced.add(record);
            lower |= order < 0;
        }
    }

    /** Whether the training can go on as it is. */
    public boolean isSettled() {
        return replaced.isEmpty() && missing.isEmpty();
    }

    /** Whether a version that it uses has left. */
    public boolean isGone() {
        return !gone.isEmpty();
    }

    /** Whether one of them could be replaced by a lower version alone: a higher one may be on its way. */
    public boolean isLower() {
        return lower;
    }

    /** The versions in place of which others are to be taken. */
    public List<TechniqueRecord> replaced() {
        return List.copyOf(replaced);
    }

    /** Whether nothing that is installed serves some use. */
    public boolean isMissing() {
        return !missing.isEmpty();
    }

    /** What is missing or has left, what would provide it, and where it came from, as sentences. */
    public String words(Techniques installed) {
        String lacking = missing.stream().map(use -> words(use, installed)).collect(Collectors.joining(" "));
        String left = gone.stream().map(record -> record + (record.bundle().isEmpty() ? ""
                : " of the bundle " + (record.bundle() + " " + record.bundleVersion()).strip()))
                .collect(Collectors.joining(", "));
        return "It used " + left + ", which has left." + (lacking.isEmpty() ? "" : " " + lacking);
    }

    private static String words(Use use, Techniques installed) {
        String needed = "It needs " + use + (use.range() == null ? " in any version" : "");
        try {
            installed.find(use.kind(), use.name(), use.range());
            return needed + ".";
        } catch (InputException e) {
            return needed + ": " + e.problem()
                    + (e.remedy() == null ? "." : ". " + e.remedy() + (e.remedy().endsWith("?") ? "" : "."));
        }
    }
}

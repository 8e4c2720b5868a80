package org.fascicle.core.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.model.Defaults;
import org.fascicle.core.model.GoneException;
import org.fascicle.core.registry.InstalledTechniques;
import org.fascicle.core.registry.KindNames;
import org.jspecify.annotations.Nullable;

/**
 * The installed techniques as a model or a training sees them: those that it is bound to in the recorded version and with the recorded
 * values, all others as they are. Holds none of them. Safe for any thread.
 */
public final class BoundTechniques implements Techniques, Defaults {
    private static final Logger LOG = Logger.getLogger(BoundTechniques.class.getName());
    private static final String PREFIX = TechniqueType.FASCICLE + ":";

    /** What happens if a recorded version is not installed. */
    private enum Lack {
        /** It is refused if it was never there, as that of an archive; one that has left makes room for the next. */
        REFUSED,
        /** Another one is taken. */
        UPGRADED,
        /** It is gone, and whoever trains decides. */
        GONE
    }

    private final InstalledTechniques installed;
    private final Binding binding;
    /** What an archive recorded at first. */
    private final List<TechniqueRecord> archived;
    private final Lack lack;
    /** The recorded versions that were there once. */
    private final Set<TechniqueRecord> met = ConcurrentHashMap.newKeySet();
    private final Set<TechniqueRecord> announced = ConcurrentHashMap.newKeySet();

    private BoundTechniques(InstalledTechniques installed, Binding binding, Collection<TechniqueRecord> archived, Lack lack,
            Collection<TechniqueRecord> met) {
        this.installed = installed;
        this.binding = binding;
        this.archived = List.copyOf(archived);
        this.lack = lack;
        this.met.addAll(met);
    }

    /**
     * The techniques of a model that is made or opened.
     *
     * @param archived the versions that its archive records; none for a new model
     * @param upgrade whether another version may be taken where the recorded one is not installed
     */
    public static BoundTechniques of(InstalledTechniques installed, Collection<TechniqueRecord> archived, boolean upgrade) {
        return new BoundTechniques(installed, Binding.of(archived, List.of()), archived, upgrade ? Lack.UPGRADED : Lack.REFUSED,
                List.of());
    }

    /** These, bound to what was found to be used as well. */
    public BoundTechniques bound(Binding used) {
        List<TechniqueRecord> there = new ArrayList<>(met);
        there.addAll(used.records());
        return new BoundTechniques(installed, binding.with(used), archived, lack, there);
    }

    /** For a training: bound to what it uses, and a version that has left is a {@link GoneException}. */
    public BoundTechniques training(Binding used) {
        return new BoundTechniques(installed, binding.with(used), archived, Lack.GONE, List.of());
    }

    /** These, but no more bound to some versions. */
    public BoundTechniques without(Collection<TechniqueRecord> some) {
        return new BoundTechniques(installed, binding.without(some), archived, lack, met);
    }

    /** All that are installed. */
    public InstalledTechniques installed() {
        return installed;
    }

    /** What it is bound to. */
    public Binding binding() {
        return binding;
    }

    /** What the archive recorded; nothing for a model that comes from none. */
    List<TechniqueRecord> archived() {
        return archived;
    }

    @Override
    public Map<String, Object> of(TechniqueType type) {
        return binding.defaults(type);
    }

    /** The installed ones; of those that it is bound to, the recorded versions alone where one of them is there. */
    @Override
    public Collection<TechniqueType> all() {
        Collection<TechniqueType> all = installed.all();
        return all.stream().filter(type -> {
            List<TechniqueRecord> bound = binding.of(type.kind(), type.qualifiedName());
            return bound.isEmpty() || isOf(bound, type)
                    || all.stream().noneMatch(other -> other.kind() == type.kind()
                            && other.qualifiedName().equals(type.qualifiedName()) && isOf(bound, other));
        }).collect(Collectors.toUnmodifiableList());
    }

    private static boolean isOf(List<TechniqueRecord> bound, TechniqueType type) {
        return bound.stream().anyMatch(record -> Binding.same(record.version(), type.version()));
    }

    @Override
    public TechniqueType find(Kind kind, String name, @Nullable String range) {
        Use use = new Use(kind, name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name, range);
        Optional<TechniqueRecord> recorded = binding.of(use);
        if (recorded.isEmpty()) {
            return installed.find(kind, name, range);
        }
        TechniqueRecord record = recorded.get();
        try {
            TechniqueType found = installed.find(kind, name, Binding.exactly(record));
            met.add(record);
            return found;
        } catch (InputException e) {
            if (Presence.has(installed, record)) {
                throw e; // twice
            }
            return other(use, record, e);
        }
    }

    private TechniqueType other(Use use, TechniqueRecord record, InputException lacking) {
        String noun = "the " + KindNames.noun(use.kind()) + " '" + use.name() + "'";
        if (lack == Lack.GONE) {
            throw new GoneException(null, null, noun + " " + record.version() + ", which the training uses, has left",
                    lacking.remedy());
        }
        TechniqueType other = installed.find(use.kind(), use.name(), use.range());
        boolean left = met.contains(record);
        String differences = differences(record, other);
        if (left || lack == Lack.UPGRADED) {
            if (announced.add(record)) {
                LOG.warning(noun + " is used in version " + other.version() + ", in place of " + record.version()
                        + (left ? ", which has left" : ", which the archive records") + differences);
            }
            return other;
        }
        throw new InputException(null, null, "the archive was written with version " + record.version() + " of " + noun
                + ", and only others are installed" + differences,
                Objects.requireNonNullElse(lacking.remedy(), "Installed: " + other.version()) + ". Install "
                        + record.version() + ", or go on with " + other.version()
                        + " by --upgrade (in Java: Settings.upgrade(true))");
    }

    private static String differences(TechniqueRecord record, TechniqueType other) {
        Map<String, Object> then = record.defaults();
        if (then == null) {
            return "; the archive is of a time before defaults were recorded";
        }
        try {
            List<String> differences = OptionValues.differences(then, OptionValues.of(other));
            return differences.isEmpty() ? "; the defaults are the same"
                    : "; defaults that differ: " + String.join("; ", differences);
        } catch (RuntimeException | LinkageError e) {
            return "; the defaults of " + other.version() + " cannot be read: " + e.getMessage();
        }
    }
}

package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.jspecify.annotations.Nullable;

/**
 * Makes techniques of specifications. Holds none of them, and callers must not keep them beyond the trace. What a
 * technique throws while it is made goes on as an {@link InputException} that holds its text alone. Safe for any thread.
 */
public final class TechniqueFactory {
    private final Techniques techniques;
    private final Defaults defaults;
    private final Set<Kind> dispensable;

    /**
     * A factory.
     *
     * @param techniques those that are installed
     */
    public TechniqueFactory(Techniques techniques) {
        this(techniques, Defaults.DECLARED);
    }

    /**
     * A factory.
     *
     * @param techniques those that are installed
     * @param defaults the values of options that are left out
     */
    public TechniqueFactory(Techniques techniques, Defaults defaults) {
        this(techniques, defaults, Set.of());
    }

    private TechniqueFactory(Techniques techniques, Defaults defaults, Set<Kind> dispensable) {
        this.techniques = techniques;
        this.defaults = defaults;
        this.dispensable = dispensable;
    }

    /** The same for prediction, which does without some of the techniques that layers hold. */
    public TechniqueFactory predicting() {
        return new TechniqueFactory(techniques, defaults, StandIns.PREDICTION);
    }

    /** The same for evaluations, which do without some of the techniques that layers hold. */
    public TechniqueFactory evaluating() {
        return new TechniqueFactory(techniques, defaults, StandIns.EVALUATION);
    }

    /** The same for a training that has begun, which does without what only its beginning needed. */
    public TechniqueFactory continuing() {
        return new TechniqueFactory(techniques, defaults, StandIns.CONTINUATION);
    }

    /** Whether techniques of a kind may be missing. */
    public boolean doesWithout(Kind kind) {
        return dispensable.contains(kind);
    }

    /** Whether a technique is missing that may be: something stands in for it. */
    public boolean isStoodIn(TechniqueSpec spec) {
        if (!doesWithout(spec.kind())) {
            return false;
        }
        try {
            techniques.find(spec.kind(), spec.name(), spec.range());
            return false;
        } catch (InputException e) {
            return true;
        }
    }

    /**
     * The type that a specification means at this moment.
     *
     * @throws InputException if it is not installed
     */
    public TechniqueType resolve(TechniqueSpec spec) {
        try {
            return techniques.find(spec.kind(), spec.name(), spec.range());
        } catch (InputException e) {
            throw GoneException.like(e, spec.source(), spec.pointer());
        }
    }

    /**
     * A technique with all that it is made of: techniques among its options, and those that are defaults.
     *
     * <p>An option that may be scheduled becomes {@link Scheduled#of} its number, or {@link Scheduled#by} the schedule's
     * pointer.
     *
     * @return an immutable record of the kind's interface
     * @throws InputException at the option's place, if the technique is not installed, refuses its options, or fails
     */
    public Object create(TechniqueSpec spec) {
        return create(spec, (inner, technique) -> technique);
    }

    /**
     * As {@link #create(TechniqueSpec)}, with something around each technique within.
     *
     * @param around gets the specification of a technique that another one holds, and the technique, and gives what the
     *     other one is to hold: of the same kind
     */
    public Object create(TechniqueSpec spec, BiFunction<TechniqueSpec, Object, Object> around) {
        if (isStoodIn(spec)) {
            return StandIns.of(spec);
        }
        TechniqueType type = resolve(spec);
        Map<String, Object> values = new LinkedHashMap<>();
        filled(spec, type)
                .forEach((name, value) -> values.put(name, value(value, guarded(spec, type, () -> type.option(name)), around)));
        return guarded(spec, type, () -> type.create(values));
    }

    /** The options that a technique has, given or not. */
    public List<Option> options(TechniqueSpec spec) {
        TechniqueType type = resolve(spec);
        return guarded(spec, type, type::options);
    }

    /** The names of the installed techniques of a kind that need no options, and that something holds for. */
    public List<String> names(Kind kind, Predicate<Object> condition) {
        return new Installed(techniques).names(kind, condition);
    }

    /** A schedule, for one evaluation. */
    public Schedule createSchedule(TechniqueSpec spec) {
        return (Schedule) create(spec);
    }

    /**
     * The specifications of all techniques that {@link #create} makes for one: itself, those among its options and those
     * that are defaults, and the schedules that it refers to.
     */
    public List<TechniqueSpec> parts(TechniqueSpec spec) {
        List<TechniqueSpec> parts = new ArrayList<>(List.of(spec));
        held(spec).forEach(inner -> parts.addAll(parts(inner)));
        return parts;
    }

    /** The specifications of the techniques among a technique's own options, given or by default; not those within them. */
    public List<TechniqueSpec> held(TechniqueSpec spec) {
        if (isStoodIn(spec)) {
            return List.of();
        }
        return among(filled(spec, resolve(spec))).collect(Collectors.toList());
    }

    /** The techniques among the values of options, in lists as well. */
    private static Stream<TechniqueSpec> among(Map<String, Object> options) {
        return options.values().stream().flatMap(value -> value instanceof List ? ((List<?>) value).stream() : Stream.of(value))
                .filter(TechniqueSpec.class::isInstance).map(TechniqueSpec.class::cast);
    }

    /** The numbers that each schedule of a specification may yield, by its key; no entry where any may be. */
    public Map<String, Interval> scheduleRanges(TechniqueSpec spec) {
        Map<String, Interval> ranges = new LinkedHashMap<>();
        for (TechniqueSpec part : parts(spec)) {
            if (isStoodIn(part)) {
                continue;
            }
            for (Option option : options(part)) {
                Object value = part.options().get(option.name());
                if (option.type() == Option.Type.SCHEDULED && value instanceof TechniqueSpec) {
                    option.range().ifPresent(range -> ranges.put(((TechniqueSpec) value).pointer(), range));
                }
            }
        }
        return ranges;
    }

    /** All schedules of a model, by their keys, the JSON pointers; schedules within schedules as well. */
    public static Map<String, TechniqueSpec> schedules(ModelSpec model) {
        return schedules(model.techniques().toArray(new TechniqueSpec[0]));
    }

    /** All schedules among and within specifications, by their keys. */
    public static Map<String, TechniqueSpec> schedules(TechniqueSpec... specs) {
        Map<String, TechniqueSpec> found = new LinkedHashMap<>();
        for (TechniqueSpec spec : specs) {
            if (spec.kind() == Kind.SCHEDULE) {
                found.put(spec.pointer(), spec);
            }
            found.putAll(schedules(among(spec.options()).toArray(TechniqueSpec[]::new)));
        }
        return found;
    }

    private @Nullable Object value(@Nullable Object value, Optional<Option> option,
            BiFunction<TechniqueSpec, Object, Object> around) {
        boolean scheduled = option.isPresent() && option.get().type() == Option.Type.SCHEDULED;
        if (value instanceof TechniqueSpec) {
            TechniqueSpec inner = (TechniqueSpec) value;
            return scheduled ? Scheduled.by(inner.pointer()) : around.apply(inner, create(inner, around));
        } else if (value instanceof String && option.isPresent() && option.get().type() == Option.Type.TEXTS) {
            // An archive may have been written when the option was a single text.
            return List.of(value);
        } else if (value instanceof List) {
            return ((List<?>) value).stream().map(
                    element -> element instanceof TechniqueSpec ? value(element, option, around) : number(element, option))
                    .collect(Collectors.toUnmodifiableList());
        }
        return number(value, option);
    }

    // A whole number may stand for a real one, and an archive has whole numbers of one width alone.
    private static @Nullable Object number(@Nullable Object value, Optional<Option> option) {
        if (!(value instanceof Number) || option.isEmpty()) {
            return value;
        }
        Number number = (Number) value;
        switch (option.get().type()) {
            case SCHEDULED:
                return Scheduled.of(number.doubleValue());
            case NUMBER:
            case NUMBERS:
                return number.doubleValue();
            default:
                return value instanceof Long && number.longValue() == number.intValue() ? (Object) number.intValue() : value;
        }
    }

    /** The options that are given, and those that are left out as far as they are recorded or techniques. */
    private Map<String, Object> filled(TechniqueSpec spec, TechniqueType type) {
        Map<String, Object> filled = new LinkedHashMap<>(spec.options());
        Map<String, Object> recorded = defaults.of(type);
        for (Option option : guarded(spec, type, type::options)) {
            if (filled.containsKey(option.name())) {
                continue;
            }
            Optional<String> declared = option.isOptional() ? Optional.empty() : option.defaultText();
            Object value = recorded.containsKey(option.name()) ? recorded.get(option.name()) : declared.orElse(null);
            if (option.type() == Option.Type.TECHNIQUE && value instanceof String) {
                filled.put(option.name(), named(spec, option, (String) value, spec.pointer(option.name())));
            } else if (option.type() == Option.Type.TECHNIQUES && (value instanceof String || value instanceof List)) {
                filled.put(option.name(), listed(spec, option, value));
            } else if (recorded.containsKey(option.name())) {
                filled.put(option.name(), value);
            }
        }
        return filled;
    }

    private static TechniqueSpec named(TechniqueSpec holder, Option option, String name, String pointer) {
        return new TechniqueSpec(option.kind().orElseThrow(), name, null, Map.of(), pointer, holder.source());
    }

    /** The list of techniques that an option is by default: declared as one name or none, recorded as a list of names. */
    private static List<TechniqueSpec> listed(TechniqueSpec holder, Option option, Object names) {
        List<?> all = names instanceof List ? (List<?>) names : names.equals("") ? List.of() : List.of(names);
        List<TechniqueSpec> specs = new ArrayList<>();
        for (Object name : all) {
            specs.add(named(holder, option, String.valueOf(name), holder.pointer(option.name()) + "/" + specs.size()));
        }
        return List.copyOf(specs);
    }

    private static <T> T guarded(TechniqueSpec spec, TechniqueType type, Supplier<T> action) {
        try {
            return action.get();
        } catch (OptionException e) {
            String pointer = e.option() == null ? spec.pointer() : spec.pointer(e.option());
            throw new InputException(spec.source(), pointer, String.valueOf(e.getMessage()), null);
        } catch (RuntimeException | LinkageError e) {
            throw GoneException.of(e, spec.source(), spec.pointer(), type + " cannot be used: " + e.getMessage());
        }
    }
}

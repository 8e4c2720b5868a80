package org.fascicle.tck.subject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.jspecify.annotations.Nullable;

/**
 * The technique that is checked. Options are given as a model file gives them: numbers, texts, lists, and techniques by
 * their names. Holds the technique's type from its first use on, so it must be dropped before the bundle is uninstalled. Used by
 * one thread.
 */
public final class Target {
    private static final String UNITS = "units";
    private static final int SAMPLE_UNITS = 3;

    private final Techniques techniques;
    private final Kind kind;
    private final String name;
    private final String version;
    private @Nullable TechniqueType type;

    /**
     * A technique.
     *
     * @param techniques those that are installed
     * @param kind its kind
     * @param name its name as model files write it
     * @param version its exact version
     */
    public Target(Techniques techniques, Kind kind, String name, String version) {
        this.techniques = Objects.requireNonNull(techniques);
        this.kind = Objects.requireNonNull(kind);
        this.name = Objects.requireNonNull(name);
        this.version = Objects.requireNonNull(version);
    }

    /** Its kind. */
    public Kind kind() {
        return kind;
    }

    /** Its name as model files write it. */
    public String name() {
        return name;
    }

    /** The range that holds its version alone. */
    public String range() {
        return "[" + version + "," + version + "]";
    }

    /**
     * Its type.
     *
     * @throws InputException if it is not there
     */
    public TechniqueType type() {
        if (type == null) {
            type = techniques.find(kind, name, range());
        }
        return type;
    }

    /** Makes one; not to be kept. */
    public Object create(Map<String, ?> options) {
        return create(type(), options);
    }

    /** The first technique of a kind, by name, that needs no option; not this one, if there is another; null if there is none. */
    public @Nullable String simplest(Kind wanted) {
        List<String> names = techniques.all().stream()
                .filter(each -> each.kind() == wanted && each.options().stream().noneMatch(Option::isRequired))
                .map(TechniqueType::qualifiedName).distinct().sorted().collect(Collectors.toList());
        return names.stream().filter(each -> wanted != kind || !each.equals(name)).findFirst()
                .orElse(names.isEmpty() ? null : names.get(0));
    }

    /**
     * A technique of a kind for an option that takes one, as a model file gives it: a layer of so many units, which keeps the other
     * axes, where there is one, or else the {@link #simplest}; null if there is none.
     */
    public @Nullable Object sample(Kind wanted) {
        return techniques.all().stream().filter(each -> each.kind() == Kind.LAYER && wanted == Kind.LAYER && isOfUnits(each))
                .map(each -> each.qualifiedName()).sorted().findFirst()
                .<Object>map(each -> Map.of(each, Map.of(UNITS, SAMPLE_UNITS))).orElseGet(() -> simplest(wanted));
    }

    private static boolean isOfUnits(TechniqueType type) {
        List<Option> required = type.options().stream().filter(Option::isRequired).collect(Collectors.toList());
        return required.size() == 1 && required.get(0).name().equals(UNITS) && required.get(0).type() == Option.Type.INTEGER;
    }

    private Object create(TechniqueType made, Map<String, ?> options) {
        Map<String, Object> values = new LinkedHashMap<>(options);
        for (Option option : made.options()) {
            boolean given = options.containsKey(option.name());
            if (option.type().isOfTechniques()) {
                Object inner = given ? options.get(option.name()) : option.isOptional() ? null : option.defaultText()
                        .filter(name -> !name.isEmpty()).orElse(null);
                boolean listed = option.type() == Option.Type.TECHNIQUES && !(inner instanceof List);
                if (inner != null) {
                    values.put(option.name(), held(listed ? List.of(inner) : inner, option));
                }
            } else if (given && option.type() == Option.Type.SCHEDULED && options.get(option.name()) instanceof Double) {
                values.put(option.name(), Scheduled.of((Double) options.get(option.name())));
            }
        }
        return made.create(values);
    }

    /** What an option holds that is given as model files write it; anything else stays as it is. */
    private Object held(Object written, Option option) {
        if (written instanceof List) {
            return ((List<?>) written).stream().map(each -> held(each, option)).collect(Collectors.toList());
        } else if (written instanceof String) {
            return create(techniques.find(option.kind().orElseThrow(), (String) written, null), Map.of());
        } else if (written instanceof Map && ((Map<?, ?>) written).size() == 1) {
            Map.Entry<?, ?> only = ((Map<?, ?>) written).entrySet().iterator().next();
            Map<String, Object> inner = new LinkedHashMap<>();
            ((Map<?, ?>) only.getValue()).forEach((name, value) -> inner.put(String.valueOf(name), value));
            return create(techniques.find(option.kind().orElseThrow(), String.valueOf(only.getKey()), null), inner);
        }
        return written;
    }

    /** Kind and name. */
    @Override
    public String toString() {
        return kind + " " + name;
    }
}

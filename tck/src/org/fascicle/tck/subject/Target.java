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

    private Object create(TechniqueType made, Map<String, ?> options) {
        Map<String, Object> values = new LinkedHashMap<>(options);
        for (Option option : made.options()) {
            boolean given = options.containsKey(option.name());
            if (option.type() == Option.Type.TECHNIQUE) {
                Object inner = given ? options.get(option.name()) : option.isOptional() ? null : option.defaultText()
                        .orElse(null);
                if (inner instanceof String) {
                    values.put(option.name(),
                            create(techniques.find(option.kind().orElseThrow(), (String) inner, null), Map.of()));
                }
            } else if (given && option.type() == Option.Type.SCHEDULED && options.get(option.name()) instanceof Double) {
                values.put(option.name(), Scheduled.of((Double) options.get(option.name())));
            }
        }
        return made.create(values);
    }

    /** Kind and name. */
    @Override
    public String toString() {
        return kind + " " + name;
    }
}

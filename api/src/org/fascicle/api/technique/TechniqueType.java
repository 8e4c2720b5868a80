package org.fascicle.api.technique;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.fascicle.api.problem.Nearest;
import org.fascicle.api.scope.Scheduled;
import org.jspecify.annotations.Nullable;

/**
 * What the platform knows of an installed technique: its name, where it comes from, its options, and how to make one. It is
 * registered as an OSGi service, by the extender for each capability {@code fascicle.technique}, or by an application itself
 * with {@code TechniqueType.of(MyRecord.class)}. The technique's class is loaded when it is first needed. Safe for any thread.
 *
 * <p>A holder of a type holds the class loader of the technique's bundle: keep the service, not the object.
 */
public final class TechniqueType {
    /** The namespace of names without prefix. */
    public static final String FASCICLE = "fascicle";

    private final Kind kind;
    private final String namespace;
    private final String name;
    private final String version;
    private final String provider;
    private final Map<String, String> texts;
    private final List<String> aliases;
    private final @Nullable ShorthandOptions shorthand;
    private final Supplier<Class<?>> loader;
    private volatile @Nullable Anatomy anatomy;

    private TechniqueType(Builder builder) {
        this.kind = Objects.requireNonNull(builder.kind, "kind");
        this.name = Objects.requireNonNull(builder.name, "name");
        this.namespace = builder.namespace;
        this.version = builder.version;
        this.provider = builder.provider;
        this.texts = Map.copyOf(builder.texts);
        this.aliases = builder.aliases.stream().map(alias -> namespace.equals(FASCICLE) ? alias : namespace + ":" + alias)
                .collect(Collectors.toUnmodifiableList());
        this.shorthand = builder.shorthand == null || namespace.equals(FASCICLE)
                ? builder.shorthand : builder.shorthand.prefixed(namespace + ":");
        this.loader = Objects.requireNonNull(builder.loader, "loader");
    }

    /**
     * The type of an annotated record, for applications that register one themselves. Its version is 0.0.0 unless the record's
     * package has an implementation version.
     *
     * @throws IllegalArgumentException if the class is no record, not annotated, or of no kind
     */
    public static TechniqueType of(Class<?> technique) {
        Technique annotation = technique.getAnnotation(Technique.class);
        if (annotation == null) {
            throw new IllegalArgumentException(technique.getName() + " is not annotated with @Technique");
        }
        if (!technique.isRecord()) {
            throw new IllegalArgumentException(technique.getName() + " is no record");
        }
        String[] parts = annotation.value().split(":", 2);
        Kind kind = Kind.of(technique).orElseThrow(
                () -> new IllegalArgumentException(technique.getName() + " implements no kind of technique"));
        String version = technique.getPackage().getImplementationVersion();
        TechniqueType type = new Builder(kind, parts[parts.length - 1], () -> technique)
                .namespace(parts.length > 1 ? parts[0] : FASCICLE)
                .version(version == null ? "0.0.0" : version)
                .description(annotation.description()).formula(annotation.formula()).source(annotation.source())
                .aliases(List.of(annotation.aliases())).number(annotation.number())
                .shorthand(ShorthandOptions.of(technique).orElse(null))
                .build();
        type.options();
        return type;
    }

    /** The kind. */
    public Kind kind() {
        return kind;
    }

    /** The namespace; {@link #FASCICLE} for names without prefix. */
    public String namespace() {
        return namespace;
    }

    /** The name without prefix. */
    public String name() {
        return name;
    }

    /** The name as model files write it: with its namespace, unless that is Fascicle's own. */
    public String qualifiedName() {
        return namespace.equals(FASCICLE) ? name : namespace + ":" + name;
    }

    /** Other names that model files may use, written as {@link #qualifiedName} is. */
    public List<String> aliases() {
        return aliases;
    }

    /** Whether it is meant by a name in a model file: its own, or an alias. */
    public boolean isCalled(String written) {
        return qualifiedName().equals(written) || aliases.contains(written);
    }

    /** The version, in OSGi's syntax. */
    public String version() {
        return version;
    }

    /** The symbolic name of the bundle that provides it; empty if an application registered it without saying. */
    public String provider() {
        return provider;
    }

    /** What it is, in one sentence; may be empty. */
    public String description() {
        return texts.getOrDefault("description", "");
    }

    /** Its formula; may be empty. */
    public String formula() {
        return texts.getOrDefault("formula", "");
    }

    /** Where it comes from; may be empty. */
    public String source() {
        return texts.getOrDefault("source", "");
    }

    /** The option that a number in place of a technique of the kind stands for; empty if a number does not mean this one. */
    public Optional<String> number() {
        return Optional.ofNullable(texts.get("number")).filter(option -> !option.isEmpty());
    }

    /** By which options of an optimizer a model file can ask for it, if it is an update transform that says so. */
    public Optional<ShorthandOptions> shorthand() {
        return Optional.ofNullable(shorthand);
    }

    /**
     * Its options, in the order of the record's components.
     *
     * @throws IllegalStateException if the class cannot be loaded or is no technique of this kind; the message says why
     */
    public List<Option> options() {
        return anatomy().options;
    }

    /** The option of a name. */
    public Optional<Option> option(String option) {
        return options().stream().filter(o -> o.name().equals(option)).findFirst();
    }

    /**
     * Makes one.
     *
     * @param values by option; {@code Double}, {@code Integer}, {@code Boolean}, {@code String}, {@link Scheduled}, lists, or
     *     instances of techniques, as {@link Option#type()} says; an option that is missing takes its default
     * @return an immutable record that implements {@link Kind#contract()}; hold it no longer than one trace
     * @throws OptionException if a value is missing, unknown, of the wrong type or out of range, or if the record refuses them
     * @throws IllegalStateException if the class cannot be loaded or fails
     */
    public Object create(Map<String, ?> values) {
        Anatomy made = anatomy();
        for (String given : values.keySet()) {
            if (made.options.stream().noneMatch(o -> o.name().equals(given))) {
                List<String> names = new ArrayList<>();
                made.options.forEach(o -> names.add(o.name()));
                String hint = Nearest.hint(given, names);
                throw new OptionException(given, "unknown option of " + qualifiedName()
                        + (hint != null ? ". " + hint : names.isEmpty() ? "; it has none"
                                : "; it has " + String.join(", ", names)));
            }
        }
        @Nullable
        Object[] arguments = new @Nullable Object[made.options.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(made.options.get(i), made.types[i], values);
        }
        try {
            return made.constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException) {
                throw new OptionException(null, e.getCause().getMessage());
            }
            throw new IllegalStateException(qualifiedName() + " failed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(qualifiedName() + " cannot be made: " + e, e);
        }
    }

    /** For messages: {@code activation elu 1.0.0}. */
    @Override
    public String toString() {
        return kind + " " + qualifiedName() + " " + version;
    }

    private static @Nullable Object argument(Option option, Class<?> type, Map<String, ?> values) {
        Object value = values.containsKey(option.name()) ? values.get(option.name()) : absent(option);
        if (value == null) {
            if (!option.isOptional()) {
                throw new OptionException(option.name(), "must be " + option.expectation() + ", not null");
            }
            return null;
        }
        boolean fits;
        switch (option.type()) {
            case NUMBER:
                fits = value instanceof Double && permitted(option, value);
                break;
            case INTEGER:
                fits = value instanceof Integer && permitted(option, value);
                break;
            case FLAG:
                fits = value instanceof Boolean;
                break;
            case SCHEDULED:
                fits = value instanceof Scheduled
                        && (((Scheduled) value).isScheduled() || permitted(option, ((Scheduled) value).number()));
                break;
            case NUMBERS:
                fits = value instanceof List && ((List<?>) value).stream()
                        .allMatch(e -> e instanceof Double && permitted(option, e));
                break;
            case INTEGERS:
                fits = value instanceof List && ((List<?>) value).stream()
                        .allMatch(e -> e instanceof Integer && permitted(option, e));
                break;
            case TEXTS:
                fits = value instanceof List && ((List<?>) value).stream().allMatch(String.class::isInstance);
                break;
            case TECHNIQUE:
                fits = type.isInstance(value);
                break;
            case TECHNIQUES:
                Class<?> contract = option.kind().orElseThrow().contract();
                fits = value instanceof List && ((List<?>) value).stream().allMatch(contract::isInstance);
                break;
            default:
                fits = value instanceof String && (option.choices().isEmpty() || option.choices().contains(value));
                break;
        }
        if (!fits) {
            throw new OptionException(option.name(), "must be " + option.expectation()
                    + (option.type().isOfTechniques() ? "" : ", not " + value));
        }
        return type.isEnum() ? constant(type, (String) value) : value;
    }

    private static @Nullable Object absent(Option option) {
        boolean made = option.type().isOfTechniques() && !option.isOptional() && !option.defaultText().orElse(" ").isEmpty();
        if (option.isRequired() || made) {
            throw new OptionException(option.name(), "must be given: " + option.expectation());
        }
        return option.defaultValue();
    }

    private static boolean permitted(Option option, Object number) {
        double value = ((Number) number).doubleValue();
        return option.range().map(range -> range.contains(value)).orElse(!Double.isNaN(value));
    }

    private static Object constant(Class<?> type, String spelling) {
        return Arrays.stream(type.getEnumConstants()).filter(each -> Option.spelling(each).equals(spelling)).findFirst()
                .orElseThrow();
    }

    private Anatomy anatomy() {
        Anatomy known = anatomy;
        if (known == null) {
            known = new Anatomy(loader.get(), kind);
            anatomy = known;
        }
        return known;
    }

    /** What reflection finds in the record. */
    private static final class Anatomy {
        final List<Option> options;
        final Class<?>[] types;
        final Constructor<?> constructor;

        Anatomy(Class<?> technique, Kind kind) {
            if (!technique.isRecord() || !kind.contract().isAssignableFrom(technique)) {
                throw new IllegalStateException(
                        technique.getName() + " is no record that implements " + kind.contract().getName());
            }
            RecordComponent[] components = technique.getRecordComponents();
            Map<String, Option> byName = new LinkedHashMap<>();
            types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                Option option = new Option(components[i]);
                byName.put(option.name(), option);
                types[i] = components[i].getType();
            }
            options = List.copyOf(byName.values());
            try {
                constructor = technique.getDeclaredConstructor(types);
                constructor.setAccessible(true);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(technique.getName() + ": " + e, e);
            }
        }
    }

    /** Describes a technique whose class is not loaded yet. For the extender. */
    public static final class Builder {
        private final Kind kind;
        private final String name;
        private final Supplier<Class<?>> loader;
        private final Map<String, String> texts = new LinkedHashMap<>();
        private String namespace = FASCICLE;
        private String version = "0.0.0";
        private String provider = "";
        private List<String> aliases = List.of();
        private @Nullable ShorthandOptions shorthand;

        /**
         * A technique of a kind.
         *
         * @param kind the kind
         * @param name the name without prefix
         * @param loader loads the record's class; may throw {@code IllegalStateException}
         */
        public Builder(Kind kind, String name, Supplier<Class<?>> loader) {
            this.kind = kind;
            this.name = name;
            this.loader = loader;
        }

        /** The namespace, if it is not Fascicle's own. */
        public Builder namespace(String value) {
            namespace = Objects.requireNonNull(value);
            return this;
        }

        /** The version, in OSGi's syntax. */
        public Builder version(String value) {
            version = Objects.requireNonNull(value);
            return this;
        }

        /** The symbolic name of the bundle. */
        public Builder provider(String value) {
            provider = Objects.requireNonNull(value);
            return this;
        }

        /** What it is; null for nothing. */
        public Builder description(@Nullable String value) {
            return text("description", value);
        }

        /** Its formula; null for none. */
        public Builder formula(@Nullable String value) {
            return text("formula", value);
        }

        /** Where it comes from; null for nothing. */
        public Builder source(@Nullable String value) {
            return text("source", value);
        }

        /** The option that a number in its place stands for; null for none. */
        public Builder number(@Nullable String option) {
            return text("number", option);
        }

        /** Other names that model files may use, without the namespace's prefix. */
        public Builder aliases(List<String> value) {
            aliases = List.copyOf(value);
            return this;
        }

        /** By which options of an optimizer a model file can ask for it; null for none. The namespace becomes their prefix. */
        public Builder shorthand(@Nullable ShorthandOptions value) {
            shorthand = value;
            return this;
        }

        /** The type. */
        public TechniqueType build() {
            return new TechniqueType(this);
        }

        private Builder text(String key, @Nullable String value) {
            if (value != null) {
                texts.put(key, value);
            }
            return this;
        }
    }
}

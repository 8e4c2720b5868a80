package org.fascicle.api.technique;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fascicle.api.scope.Scheduled;
import org.jspecify.annotations.Nullable;

/** An option (hyperparameter) of a technique: one component of its record. Holds no class of the technique. Immutable. */
public final class Option {
    /** What an option's value is. */
    public enum Type {
        /** A real number; a {@code Double}. */
        NUMBER,
        /** A whole number; an {@code Integer}. */
        INTEGER,
        /** A {@code Boolean}. */
        FLAG,
        /** A {@code String}, perhaps one of {@link Option#choices()}. */
        TEXT,
        /** A real number or a schedule; a {@link Scheduled}. */
        SCHEDULED,
        /** A list of real numbers. */
        NUMBERS,
        /** A list of whole numbers. */
        INTEGERS,
        /** A list of texts; whole numbers among them are taken as texts. */
        TEXTS,
        /** A technique of {@link Option#kind()}. */
        TECHNIQUE,
        /** A list of techniques of {@link Option#kind()}; a single one stands for a list of it. */
        TECHNIQUES;

        /** Whether a value is a technique, or several. */
        public boolean isOfTechniques() {
            return this == TECHNIQUE || this == TECHNIQUES;
        }
    }

    private final String name;
    private final Type type;
    private final @Nullable Kind kind;
    private final List<String> choices;
    private final @Nullable String defaultText;
    private final @Nullable Interval range;
    private final List<String> aliases;
    private final Map<String, String> defaultsUnder;
    private final boolean inPairs;
    private final @Nullable String sample;

    Option(RecordComponent component) {
        this.name = nameOf(component.getName());
        Class<?> java = component.getType();
        Class<?> technique = java == List.class ? element(component) : java;
        this.kind = Kind.of(technique).filter(k -> k.contract() == technique).orElse(null);
        this.type = typeOf(component, kind);
        this.choices = java.isEnum()
                ? Arrays.stream(java.getEnumConstants()).map(Option::spelling).collect(Collectors.toUnmodifiableList())
                : List.of();
        Default plain = annotation(component, Default.class);
        DefaultTechnique usual = annotation(component, DefaultTechnique.class);
        this.defaultText = usual != null ? usual.value() : plain != null ? plain.value() : null;
        Range permitted = annotation(component, Range.class);
        this.range = permitted == null ? null : Interval.parse(permitted.value());
        Alias alias = annotation(component, Alias.class);
        this.aliases = alias == null ? List.of() : List.of(alias.value());
        DefaultUnder under = annotation(component, DefaultUnder.class);
        this.defaultsUnder = under == null ? Map.of()
                : Arrays.stream(under.names()).collect(Collectors.toUnmodifiableMap(each -> each, each -> under.value()));
        this.inPairs = annotation(component, Pairs.class) != null;
        Sample tried = annotation(component, Sample.class);
        this.sample = tried == null ? null : tried.value();
    }

    /** The name in model files, snake case: {@code negative_slope}. */
    public String name() {
        return name;
    }

    /** Other names that model files may use. */
    public List<String> aliases() {
        return aliases;
    }

    /** Whether it is meant by a name in a model file: its own, or an alias. */
    public boolean isCalled(String written) {
        return name.equals(written) || aliases.contains(written);
    }

    /**
     * The default where a model file uses a certain name, as {@link DefaultUnder} says.
     *
     * @param written an alias of the technique or of another option
     * @return the value; empty if the name changes nothing here
     */
    public Optional<Object> defaultUnder(String written) {
        return Optional.ofNullable(defaultsUnder.get(written))
                .map(text -> type == Type.SCHEDULED ? (Object) Double.valueOf(text) : parse(text));
    }

    /** The defaults where a model file uses certain names, as texts by name. */
    public Map<String, String> defaultsUnder() {
        return defaultsUnder;
    }

    /** Whether a model file may write its list in pairs. */
    public boolean isInPairs() {
        return inPairs;
    }

    /** A value to try it with, as text, as {@link Sample} says. */
    public Optional<String> sample() {
        return Optional.ofNullable(sample);
    }

    /** What its value is. */
    public Type type() {
        return type;
    }

    /** The kind of technique, if its value is one, or a list of them. */
    public Optional<Kind> kind() {
        return Optional.ofNullable(kind);
    }

    /** The texts that are permitted; empty if any is. */
    public List<String> choices() {
        return choices;
    }

    /** Whether it must be given. */
    public boolean isRequired() {
        return defaultText == null;
    }

    /** Whether it may be null (absent). */
    public boolean isOptional() {
        return "null".equals(defaultText);
    }

    /** The default as text, a technique's name for a technique, {@code null} for an absent value; empty if it must be given. */
    public Optional<String> defaultText() {
        return Optional.ofNullable(defaultText);
    }

    /** The numbers that are permitted, if there is a bound. */
    public Optional<Interval> range() {
        return Optional.ofNullable(range);
    }

    /**
     * The default as a value; techniques have none here, because the platform makes them. No techniques are an empty list.
     *
     * @return null if the default is absent
     * @throws IllegalStateException if it must be given, or is a technique
     */
    public @Nullable Object defaultValue() {
        if (defaultText == null || kind != null && !isOptional() && !isEmptyList()) {
            throw new IllegalStateException("option '" + name + "' has no default value of its own");
        }
        return isOptional() ? null : isEmptyList() ? List.of() : parse(defaultText);
    }

    private boolean isEmptyList() {
        return type == Type.TECHNIQUES && defaultText != null && defaultText.isBlank();
    }

    /**
     * The value that a text stands for, as a default or a command line writes it: lists are separated by commas.
     *
     * @throws OptionException if the text is no such value
     */
    public Object parse(String text) {
        try {
            switch (type) {
                case NUMBER:
                    return Double.valueOf(text);
                case INTEGER:
                    return Integer.valueOf(text);
                case FLAG:
                    return flag(text);
                case SCHEDULED:
                    return Scheduled.of(Double.parseDouble(text));
                case NUMBERS:
                    return items(text).stream().map(Double::valueOf).collect(Collectors.toUnmodifiableList());
                case INTEGERS:
                    return items(text).stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableList());
                case TEXTS:
                    return List.copyOf(items(text));
                case TEXT:
                    return choice(text);
                default:
                    return text;
            }
        } catch (NumberFormatException e) {
            throw refusal(text);
        }
    }

    private Boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw refusal(text);
        }
        return Boolean.valueOf(text);
    }

    private String choice(String text) {
        if (!choices.isEmpty() && !choices.contains(text)) {
            throw refusal(text);
        }
        return text;
    }

    private OptionException refusal(String text) {
        return new OptionException(name, "must be " + expectation() + ", not '" + text + "'");
    }

    /** What a value must be, for messages: {@code a number in (0,inf)}. */
    public String expectation() {
        String within = range == null ? "" : " in " + range;
        switch (type) {
            case NUMBER:
                return "a number" + within;
            case INTEGER:
                return "a whole number" + within;
            case FLAG:
                return "true or false";
            case SCHEDULED:
                return "a number" + within + " or a schedule";
            case NUMBERS:
                return "a list of numbers" + within;
            case INTEGERS:
                return "a list of whole numbers" + within;
            case TEXTS:
                return "a list of texts";
            case TECHNIQUE:
                String noun = String.valueOf(kind);
                return (noun.matches("[aeiou].*") ? "an " : "a ") + noun;
            case TECHNIQUES:
                return "a list of techniques of the kind " + kind;
            default:
                return choices.isEmpty() ? "a text" : "one of " + String.join(", ", choices);
        }
    }

    static String spelling(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static List<String> items(String text) {
        return text.isBlank() ? new ArrayList<>() : Arrays.asList(text.trim().split("\\s*,\\s*"));
    }

    private static Type typeOf(RecordComponent component, @Nullable Kind kind) {
        Class<?> java = component.getType();
        if (kind != null) {
            return java == List.class ? Type.TECHNIQUES : Type.TECHNIQUE;
        } else if (java == double.class || java == Double.class) {
            return Type.NUMBER;
        } else if (java == int.class || java == Integer.class) {
            return Type.INTEGER;
        } else if (java == boolean.class || java == Boolean.class) {
            return Type.FLAG;
        } else if (java == String.class || java.isEnum()) {
            return Type.TEXT;
        } else if (java == Scheduled.class) {
            return Type.SCHEDULED;
        } else if (java == List.class) {
            Class<?> element = element(component);
            if (element == Double.class || element == Integer.class) {
                return element == Double.class ? Type.NUMBERS : Type.INTEGERS;
            } else if (element == String.class) {
                return Type.TEXTS;
            }
        }
        throw new IllegalArgumentException("the component '" + component.getName() + "' of "
                + component.getDeclaringRecord().getName() + " is of a type that no option can have: "
                + component.getGenericType());
    }

    /** What a list holds; an object of any class where that cannot be known. */
    private static Class<?> element(RecordComponent component) {
        Object element = component.getGenericType() instanceof ParameterizedType
                ? ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0] : null;
        return element instanceof Class ? (Class<?>) element : Object.class;
    }

    // Annotations land on the field as well; reading them there works whatever the compiler kept on the component.
    private static <A extends Annotation> @Nullable A annotation(RecordComponent component, Class<A> type) {
        try {
            Field field = component.getDeclaringRecord().getDeclaredField(component.getName());
            return field.getAnnotation(type);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The name in model files of the component of a record: {@code negative_slope} of {@code negativeSlope}. */
    public static String nameOf(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}

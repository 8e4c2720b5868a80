package org.fascicle.core.binding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.jspecify.annotations.Nullable;

/** The values of options that may be left out, as pure data, and how those of two versions differ. */
public final class OptionValues {
    private OptionValues() {}

    /**
     * The default of each option that has one, by name; of a technique its name.
     *
     * @throws IllegalStateException if the technique's class cannot be loaded
     */
    public static Map<String, Object> of(TechniqueType type) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option option : type.options()) {
            if (!option.isRequired()) {
                values.put(option.name(), value(option));
            }
        }
        return values;
    }

    private static @Nullable Object value(Option option) {
        if (option.isOptional()) {
            return null;
        } else if (option.type() == Option.Type.TECHNIQUE) {
            return option.defaultText().orElseThrow();
        } else if (option.type() == Option.Type.TECHNIQUES) {
            String name = option.defaultText().orElseThrow();
            return name.isEmpty() ? List.of() : List.of(name);
        }
        Object value = option.defaultValue();
        return value instanceof Scheduled ? (Object) ((Scheduled) value).number() : value;
    }

    /** How values differ, one text for each option: {@code alpha 1.0 then, 0.5 now}. */
    public static List<String> differences(Map<String, Object> then, Map<String, Object> now) {
        List<String> differences = new ArrayList<>();
        then.forEach((name, value) -> {
            if (!now.containsKey(name)) {
                differences.add(name + " " + value + " then, none now");
            } else if (!text(value).equals(text(now.get(name)))) {
                differences.add(name + " " + value + " then, " + now.get(name) + " now");
            }
        });
        now.forEach((name, value) -> {
            if (!then.containsKey(name)) {
                differences.add(name + " none then, " + value + " now");
            }
        });
        return differences;
    }

    // An archive has whole numbers of one width alone, and 1 for what is 1.0.
    private static String text(@Nullable Object value) {
        if (value instanceof List) {
            List<String> texts = new ArrayList<>();
            ((List<?>) value).forEach(element -> texts.add(text(element)));
            return texts.toString();
        }
        return value instanceof Number ? Double.toString(((Number) value).doubleValue()) : String.valueOf(value);
    }
}

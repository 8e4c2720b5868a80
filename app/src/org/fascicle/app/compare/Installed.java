package org.fascicle.app.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;

/** The techniques that are installed when a comparison begins. */
final class Installed {
    private final Techniques techniques;
    private final Collection<TechniqueType> all;

    Installed(Techniques techniques) {
        this.techniques = techniques;
        this.all = techniques.all();
    }

    /** The highest version of what a model file calls so. */
    Optional<TechniqueType> named(Kind kind, String written) {
        return all.stream().filter(type -> type.kind() == kind && type.isCalled(written)).findFirst();
    }

    /** What a model file may say of each technique of a kind. */
    List<String> commonOptions(Kind kind) {
        return techniques.commonOptions(kind);
    }

    /** The names of a kind, and why one cannot be had without options; empty for those that can. */
    Map<String, String> ofKind(Kind kind) {
        Map<String, String> found = new LinkedHashMap<>();
        for (TechniqueType type : all) {
            if (type.kind() == kind && !found.containsKey(type.qualifiedName())) {
                found.put(type.qualifiedName(), refusal(type));
            }
        }
        return found;
    }

    private static String refusal(TechniqueType type) {
        try {
            List<String> needed =
                    type.options().stream().filter(Option::isRequired).map(Option::name).collect(Collectors.toList());
            return needed.isEmpty() ? "" : "it needs " + String.join(", ", needed);
        } catch (IllegalStateException | LinkageError e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** All techniques whose names stand somewhere in a definition, with their versions: other versions are other numbers. */
    List<String> namedIn(Collection<?> definitions) {
        Set<String> texts = new LinkedHashSet<>();
        definitions.forEach(definition -> collect(definition, texts));
        List<String> found = new ArrayList<>();
        for (TechniqueType type : all) {
            if (texts.contains(type.qualifiedName()) || type.aliases().stream().anyMatch(texts::contains)) {
                found.add(type.toString());
            }
        }
        return found;
    }

    private static void collect(Object value, Set<String> texts) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                texts.add(String.valueOf(key));
                collect(inner, texts);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(inner -> collect(inner, texts));
        } else if (value instanceof String text) {
            texts.add(text);
        }
    }
}

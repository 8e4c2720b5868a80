package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;

/** The techniques that are installed at this moment, to be proposed in messages. */
final class Installed {
    private final Techniques techniques;

    Installed(Techniques techniques) {
        this.techniques = techniques;
    }

    /** The names of a kind, for the end of a message. */
    String names(Kind kind) {
        List<String> names = techniques.all().stream().filter(type -> type.kind() == kind).map(TechniqueType::qualifiedName)
                .distinct().collect(Collectors.toList());
        return names.isEmpty() ? "None is installed" : "Installed: " + String.join(", ", names);
    }

    /** The names of those of a kind that need no options and that something holds for. */
    List<String> names(Kind kind, Predicate<Object> condition) {
        List<String> names = new ArrayList<>();
        for (TechniqueType type : techniques.all()) {
            if (type.kind() == kind && !names.contains(type.qualifiedName()) && holds(type, condition)) {
                names.add(type.qualifiedName());
            }
        }
        return names;
    }

    /** How a technique is written as the only option of a layer, if there is such a layer. */
    Optional<String> asLayer(Kind kind, String name) {
        for (TechniqueType type : techniques.all()) {
            List<Option> required = type.kind() == Kind.LAYER ? required(type) : List.of();
            if (required.size() == 1 && required.get(0).kind().filter(kind::equals).isPresent()) {
                return Optional
                        .of("{ \"" + type.qualifiedName() + "\": { \"" + required.get(0).name() + "\": \"" + name + "\" } }");
            }
        }
        return Optional.empty();
    }

    private static List<Option> required(TechniqueType type) {
        try {
            return type.options().stream().filter(Option::isRequired).collect(Collectors.toList());
        } catch (RuntimeException | LinkageError e) {
            // A proposal is not worth another message.
            return List.of();
        }
    }

    private static boolean holds(TechniqueType type, Predicate<Object> condition) {
        try {
            return condition.test(type.create(Map.of()));
        } catch (RuntimeException | LinkageError e) {
            // A proposal is not worth another message.
            return false;
        }
    }
}

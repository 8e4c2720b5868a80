package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.ShorthandOptions;
import org.fascicle.api.technique.TechniqueType;
import org.jspecify.annotations.Nullable;

/**
 * The options of an optimizer that stand for techniques around it, as the installed techniques declare them, and what they say
 * in a model file.
 */
final class Shorthands {
    private static final String MATCH = "match";
    private static final String EXCLUDE = "exclude";

    private final TechniqueReader techniques;
    private final List<TechniqueType> types;

    /**
     * The options at this moment.
     *
     * @param installed all techniques, of each the highest version first
     */
    Shorthands(TechniqueReader techniques, Collection<TechniqueType> installed) {
        this.techniques = techniques;
        Map<String, TechniqueType> highest = new LinkedHashMap<>();
        installed.stream().filter(type -> type.kind() == Kind.TRANSFORM && type.shorthand().isPresent())
                .forEach(type -> highest.putIfAbsent(type.qualifiedName(), type));
        this.types = highest.values().stream()
                .sorted(Comparator.comparingInt(type -> declared(type).place())).collect(Collectors.toList());
    }

    /** All the options, as {@link org.fascicle.api.technique.Techniques#commonOptions} has them. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        types.forEach(type -> names.addAll(declared(type).names()));
        return names;
    }

    /** Those that a group of parameters may have for itself, each with the name of its technique. */
    Map<String, String> perParameter() {
        Map<String, String> names = new LinkedHashMap<>();
        types.forEach(type -> declared(type).perParameter().ifPresent(name -> names.putIfAbsent(name, type.qualifiedName())));
        return names;
    }

    /**
     * The techniques that an optimizer's options ask for, in the order in which they stand around it.
     *
     * @param optimizer with its options
     * @param inGroups the options that groups of parameters have for themselves
     */
    List<TransformSpec> read(TechniqueReader.Read optimizer, Set<String> inGroups) {
        refuseAmbiguous(optimizer);
        List<TransformSpec> specs = new ArrayList<>();
        Map<Integer, TechniqueType> places = new HashMap<>();
        for (TechniqueType type : types) {
            boolean asked = isAsked(type, optimizer);
            TechniqueType other = asked ? places.putIfAbsent(declared(type).place(), type) : null;
            if (other != null) {
                throw onlyOne(optimizer, other, type);
            }
            String option = declared(type).perParameter().orElse(null);
            boolean patterned = declared(type).options().keySet().stream().anyMatch(optimizer::gives);
            if (asked || option != null && (patterned || inGroups.contains(option))) {
                specs.add(read(type, optimizer, asked, option));
            }
        }
        return specs;
    }

    /** The value that a group of parameters has for itself of one of {@link #perParameter}. */
    NumberSpec number(Place place, String option) {
        TechniqueType type = types.stream().filter(each -> declared(each).perParameter().filter(option::equals).isPresent())
                .findFirst().orElseThrow();
        Option own = techniques.option(place, type, own(type, option));
        Object value = techniques.value(place, own);
        if (!(value instanceof Double) && !(value instanceof TechniqueSpec)) {
            throw place.problem("'" + option + "' is no number, so that a group cannot have it for itself",
                    "Write it among the options of the model's optimizer");
        }
        return new NumberSpec(value, own.range().orElse(null));
    }

    private TransformSpec read(TechniqueType type, TechniqueReader.Read optimizer, boolean asked, @Nullable String option) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> keys = new HashMap<>();
        List<PathPattern> match = List.of();
        List<PathPattern> exclude = List.of();
        for (Map.Entry<String, String> entry : declared(type).options().entrySet()) {
            String own = entry.getValue();
            keys.put(own, entry.getKey());
            if (!optimizer.gives(entry.getKey())) {
                continue;
            }
            Place place = optimizer.at(entry.getKey());
            if (own.equals(MATCH)) {
                match = PathPattern.list(place);
            } else if (own.equals(EXCLUDE)) {
                exclude = PathPattern.list(place);
            } else {
                values.put(own, techniques.value(place, techniques.option(place, type, own)));
            }
        }
        if (asked) {
            requireAll(type, optimizer, values, keys);
        }
        TechniqueSpec spec = new TechniqueSpec(Kind.TRANSFORM, type.qualifiedName(), null, values,
                optimizer.spec.pointer(), optimizer.spec.source()).written(keys);
        TransformSpec transform = TransformSpec.of(spec, match, exclude);
        return option == null ? transform : transform.perParameter(asked, option, own(type, option));
    }

    /** The technique's own name of an option that it adds to optimizers. */
    private static String own(TechniqueType type, String option) {
        return Objects.requireNonNull(declared(type).options().get(option), option);
    }

    private void requireAll(TechniqueType type, TechniqueReader.Read optimizer, Map<String, Object> values,
            Map<String, String> keys) {
        String given = declared(type).names().stream().filter(optimizer::gives).findFirst().orElseThrow();
        for (Option option : techniques.options(optimizer.at(given), type)) {
            if (option.isRequired() && !values.containsKey(option.name())) {
                String key = keys.get(option.name());
                throw optimizer.at(given).problem("'" + given + "' stands for the technique '" + type.qualifiedName()
                        + "', which needs " + (key == null ? "the option '" + option.name() + "'" : "'" + key + "' as well"),
                        key == null ? "List the technique under \"" + UpdateReader.UPDATES + "\""
                                : "It is " + option.expectation());
            }
        }
    }

    private static boolean isAsked(TechniqueType type, TechniqueReader.Read optimizer) {
        ShorthandOptions shorthand = declared(type);
        Optional<String> flag = shorthand.flag();
        List<String> given = shorthand.options().entrySet().stream().filter(entry -> optimizer.gives(entry.getKey())
                && !entry.getValue().equals(MATCH) && !entry.getValue().equals(EXCLUDE))
                .map(Map.Entry::getKey).collect(Collectors.toList());
        if (flag.isEmpty()) {
            return !given.isEmpty();
        } else if (!optimizer.gives(flag.get()) && !given.isEmpty()) {
            throw optimizer.at(given.get(0)).problem("'" + given.get(0) + "' is of no use without '" + flag.get() + "'",
                    "Add \"" + flag.get() + "\": true");
        }
        return optimizer.gives(flag.get()) && optimizer.at(flag.get()).flag();
    }

    private void refuseAmbiguous(TechniqueReader.Read optimizer) {
        Map<String, TechniqueType> owners = new HashMap<>();
        for (TechniqueType type : types) {
            for (String name : declared(type).names()) {
                TechniqueType other = owners.putIfAbsent(name, type);
                if (other != null && optimizer.gives(name)) {
                    throw optimizer.at(name)
                            .problem("'" + name + "' stands for " + other + " of " + other.provider() + " and for "
                                    + type + " of " + type.provider(),
                                    "List the one that is meant under \"" + UpdateReader.UPDATES + "\", or uninstall the other");
                }
            }
        }
    }

    private RuntimeException onlyOne(TechniqueReader.Read optimizer, TechniqueType first, TechniqueType second) {
        List<String> names = types.stream().filter(type -> declared(type).place() == declared(first).place())
                .map(type -> declared(type).names().get(0)).sorted().collect(Collectors.toList());
        List<String> given = List.of(first, second).stream()
                .map(type -> declared(type).names().stream().filter(optimizer::gives).findFirst().orElseThrow())
                .sorted().collect(Collectors.toList());
        return optimizer.at(given.get(1)).problem("only one of " + String.join(", ", names.subList(0, names.size() - 1)) + " and "
                + names.get(names.size() - 1) + " can be given, but '" + given.get(0) + "' is there, too",
                "List the others under \"" + UpdateReader.UPDATES + "\"");
    }

    private static ShorthandOptions declared(TechniqueType type) {
        return type.shorthand().orElseThrow();
    }
}

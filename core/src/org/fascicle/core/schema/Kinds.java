package org.fascicle.core.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;

/**
 * The techniques of each kind, as definitions: a kind is a name, or an object of one name, with its options; each technique's
 * options are a definition of their own.
 */
final class Kinds {
    private static final String VERSION = "version";

    private final Collection<TechniqueType> installed;
    private final CommonOptions common;
    private final ObjectNode definitions;

    /**
     * The kinds.
     *
     * @param installed all techniques, of each the highest version first
     * @param common what every technique of a kind may be given
     * @param definitions where they go
     */
    Kinds(Collection<TechniqueType> installed, CommonOptions common, ObjectNode definitions) {
        this.installed = installed;
        this.common = common;
        this.definitions = definitions;
    }

    void define(Kind kind) {
        Map<String, List<TechniqueType>> byName = new LinkedHashMap<>();
        installed.stream().filter(type -> type.kind() == kind)
                .forEach(type -> byName.computeIfAbsent(type.qualifiedName(), name -> new ArrayList<>()).add(type));
        Set<String> named = new LinkedHashSet<>();
        Set<String> aliases = new LinkedHashSet<>();
        boolean isNumber = false;
        ObjectNode object = Forms.closed();
        for (Map.Entry<String, List<TechniqueType>> entry : byName.entrySet()) {
            List<TechniqueType> versions = entry.getValue();
            Set<String> others = versions.stream().flatMap(type -> type.aliases().stream()).collect(Collectors.toSet());
            if (versions.stream().anyMatch(type -> optionsOf(type).stream().noneMatch(Kinds::mustBeGiven))) {
                named.add(entry.getKey());
                aliases.addAll(others);
            }
            isNumber |= versions.stream().anyMatch(type -> type.number().isPresent());
            Forms.put(object, entry.getKey(), options(kind, entry.getKey(), versions));
            Forms.alias(object, others.stream().sorted().collect(Collectors.toList()), options(kind, entry.getKey(), versions));
        }
        Forms.put(object, VERSION, Forms.described(Forms.type("string"), "A range of versions, such as [1.0,2)."));
        onlyOne(object);
        definitions.set(kind.toString(), written(named, aliases, isNumber, object));
    }

    /** One technique, and perhaps its version. */
    private static void onlyOne(ObjectNode object) {
        object.put("minProperties", 1).put("maxProperties", 2);
        Forms.require(object.putObject("if"), VERSION);
        object.putObject("then").put("minProperties", 2);
        object.putObject("else").put("maxProperties", 1);
    }

    private static ObjectNode written(Set<String> named, Set<String> aliases, boolean isNumber, ObjectNode object) {
        List<ObjectNode> names = new ArrayList<>();
        if (!named.isEmpty()) {
            names.add(Forms.words(named));
        }
        if (!aliases.isEmpty()) {
            names.add(Forms.type("string").put("pattern", Forms.pattern(aliases.stream().sorted().collect(Collectors.toList()))));
        }
        if (isNumber) {
            names.add(Forms.type("number"));
        }
        // An editor that knows which of the two is written says what is wrong in it.
        ObjectNode form = Forms.any();
        form.set("if", Forms.type("object"));
        form.set("then", object);
        form.set("else", names.isEmpty() ? Forms.type("object") : Forms.anyOf(names.toArray(ObjectNode[]::new)));
        return form;
    }

    /** A reference to the options of a technique, in each version that is installed. */
    private ObjectNode options(Kind kind, String name, List<TechniqueType> versions) {
        List<ObjectNode> forms = new ArrayList<>();
        for (TechniqueType type : versions) {
            String key = kind + "." + name + (forms.isEmpty() ? "" : "-" + type.version());
            if (!definitions.has(key)) {
                definitions.set(key, options(type));
            }
            forms.add(Forms.ref(key));
        }
        return forms.size() == 1 ? forms.get(0) : Forms.anyOf(forms.toArray(ObjectNode[]::new));
    }

    private ObjectNode options(TechniqueType type) {
        ObjectNode form = Forms.closed();
        List<String> own = new ArrayList<>();
        for (Option option : optionsOf(type)) {
            own.add(option.name());
            Forms.put(form, option.name(), OptionForm.of(option));
            Forms.alias(form, option.aliases(), OptionForm.of(option));
            if (mustBeGiven(option)) {
                require(form, option);
            }
        }
        common.of(type.kind()).forEach((name, value) -> {
            if (!own.contains(name)) {
                Forms.put(form, name, value);
            }
        });
        return Forms.described(form, description(type));
    }

    private static void require(ObjectNode form, Option option) {
        if (option.aliases().isEmpty()) {
            Forms.require(form, option.name());
            return;
        }
        ArrayNode ways = form.withArrayProperty("allOf").addObject().putArray("anyOf");
        Forms.require(ways.addObject(), option.name());
        option.aliases().forEach(alias -> Forms.require(ways.addObject(), alias));
    }

    /** Whether a file must give it, whatever other names it uses. */
    private static boolean mustBeGiven(Option option) {
        return option.isRequired() && option.defaultsUnder().isEmpty();
    }

    /** Its options; none of one whose class cannot be loaded, which is no reason to have no schema of the others. */
    private static List<Option> optionsOf(TechniqueType type) {
        try {
            return type.options();
        } catch (RuntimeException | LinkageError e) {
            return List.of();
        }
    }

    private static String description(TechniqueType type) {
        List<String> lines = new ArrayList<>(List.of(type.description()));
        lines.add(type.formula().isEmpty() ? "" : "Formula: " + type.formula());
        lines.add(type.source().isEmpty() ? "" : "Source: " + type.source());
        lines.removeIf(String::isEmpty);
        return String.join("\n", lines);
    }
}

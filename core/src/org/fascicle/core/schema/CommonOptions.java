package org.fascicle.core.schema;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.fascicle.api.data.Scale;
import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.ShorthandOptions;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.core.model.DataSpec;
import org.fascicle.core.model.Reduction;

/** What every technique of a kind may be given beside its own options: what the platform does, and what stands around optimizers. */
final class CommonOptions {
    private static final String MATCH = "match";
    private static final String EXCLUDE = "exclude";

    private final List<TechniqueType> transforms;

    /**
     * The common options.
     *
     * @param installed all techniques, of each the highest version first
     */
    CommonOptions(Collection<TechniqueType> installed) {
        Map<String, TechniqueType> highest = new LinkedHashMap<>();
        installed.stream().filter(type -> type.kind() == Kind.TRANSFORM && type.shorthand().isPresent())
                .forEach(type -> highest.putIfAbsent(type.qualifiedName(), type));
        this.transforms = List.copyOf(highest.values());
    }

    Map<String, ObjectNode> of(Kind kind) {
        Map<String, ObjectNode> forms = new LinkedHashMap<>();
        switch (kind) {
            case LAYER:
                forms.put("name", Forms.described(Forms.orNull(Forms.type("string").put("minLength", 1)),
                        "The layer's name in the network, in paths of its tensors, and in the archive."));
                forms.put("inputs", Forms.described(Forms.orNull(names()),
                        "The layers that it is applied to; the one before it by default."));
                forms.put("trainable",
                        Forms.described(Forms.orNull(Forms.type("boolean")), "Whether training changes its parameters."));
                forms.put("from", Forms.described(Forms.orNull(Forms.type("string")),
                        "An archive or a file of weights that its first tensors come from: base.fasc or base.fasc#dense_1."));
                break;
            case LOSS:
                forms.put("reduction", Forms.described(Forms.orNull(Forms.words(
                        Arrays.stream(Reduction.values()).map(Object::toString).collect(Collectors.toList()))),
                        "What becomes of the losses of the rows."));
                break;
            case TRANSFORM:
                forms.put(MATCH, Forms.described(Forms.orNull(patterns()), "The parameters that it is for, by layers or paths."));
                forms.put(EXCLUDE, Forms.described(Forms.orNull(patterns()), "The parameters that it is not for."));
                break;
            case OPTIMIZER:
                transforms.forEach(type -> shorthand(type, forms));
                break;
            case DATA:
                data(forms);
                break;
            default:
                break;
        }
        return forms;
    }

    /** Patterns of parameters' paths. */
    static ObjectNode patterns() {
        return names();
    }

    private static ObjectNode names() {
        return Forms.anyOf(Forms.type("string"), Forms.list(Forms.type("string")).put("minItems", 1));
    }

    /** What a group of parameters may have for itself. */
    Map<String, ObjectNode> perParameter() {
        Map<String, ObjectNode> forms = new LinkedHashMap<>();
        for (TechniqueType type : transforms) {
            type.shorthand().flatMap(ShorthandOptions::perParameter)
                    .ifPresent(name -> forms.putIfAbsent(name, Forms.orNull(option(type, name))));
        }
        return forms;
    }

    private static void shorthand(TechniqueType type, Map<String, ObjectNode> forms) {
        ShorthandOptions shorthand = type.shorthand().orElseThrow();
        shorthand.flag().ifPresent(flag -> forms.put(flag,
                Forms.described(Forms.orNull(Forms.type("boolean")), type.description())));
        for (String name : shorthand.options().keySet()) {
            forms.put(name, Forms.described(Forms.orNull(option(type, name)),
                    "Stands for " + type.qualifiedName() + ". " + type.description()));
        }
    }

    private static ObjectNode option(TechniqueType type, String name) {
        String own = type.shorthand().orElseThrow().options().get(name);
        if (MATCH.equals(own) || EXCLUDE.equals(own)) {
            return patterns();
        }
        try {
            return type.option(String.valueOf(own)).map(OptionForm::of).orElseGet(Forms::any);
        } catch (IllegalStateException e) {
            // Its class cannot be loaded.
            return Forms.any();
        }
    }

    private static void data(Map<String, ObjectNode> forms) {
        forms.put("validation", Forms.described(Forms.orNull(Forms.anyOf(
                Forms.atLeast("integer", 0), Forms.number(Optional.of(Interval.parse("[0,1)"))), Forms.type("string"),
                Forms.type("object"))),
                "The rows to validate with: a number of training rows, a fraction of them, a file, { \"column\": … }, or the options of"
                        + " the source that are others for these rows."));
        forms.put("stratify", Forms.described(Forms.orNull(Forms.type("boolean")),
                "Whether the rows that are held back have the classes of all, in proportion."));
        forms.put("shuffle", Forms.described(Forms.orNull(Forms.type("boolean")),
                "Whether the rows that are held back are drawn, and not the last ones."));
        forms.put("scale", Forms.described(Forms.orNull(Forms.words(
                Arrays.stream(Scale.values()).map(Object::toString).collect(Collectors.toList()))), "How features are scaled."));
        forms.put("target", Forms.described(Forms.orNull(Forms.words(List.of(DataSpec.FEATURES))),
                "The rows themselves as the target, for an autoencoder."));
        forms.put("only_classes", Forms.described(Forms.orNull(Forms.distinct(Forms.atLeast("integer", 0))),
                "The rows of these classes alone, numbered anew."));
    }
}

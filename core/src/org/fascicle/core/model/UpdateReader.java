package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Kind;

/** Reads how parameters are updated: {@code optimizer}, {@code updates} and {@code parameter_groups}. */
final class UpdateReader {
    static final String OPTIMIZER = "optimizer";
    /** The techniques around the optimizer. */
    static final String UPDATES = "updates";
    /** The former name of {@link #UPDATES}. */
    static final String TRANSFORMS = "gradient_transforms";
    static final String GROUPS = "parameter_groups";

    private static final String MATCH = "match";
    private static final String EXCLUDE = "exclude";
    private static final String MULTIPLIER = "learning_rate_multiplier";
    private static final Interval MULTIPLIERS = Interval.parse("[0,inf)");

    private final TechniqueReader techniques;
    private final Shorthands shorthands;

    UpdateReader(TechniqueReader techniques, Shorthands shorthands) {
        this.techniques = techniques;
        this.shorthands = shorthands;
    }

    /**
     * The updates of a model.
     *
     * @param root has the optimizer
     */
    UpdateSpec read(Place root) {
        TechniqueReader.Read optimizer = techniques.read(root.at(OPTIMIZER), Kind.OPTIMIZER, shorthands.names());
        List<TransformSpec> listed = root.gives(listKey(root)) ? listed(root.at(listKey(root))) : List.of();
        List<ParameterGroup> groups = root.gives(GROUPS) ? groups(root.at(GROUPS), listed) : List.of();
        Set<String> inGroups = new LinkedHashSet<>();
        groups.forEach(group -> inGroups.addAll(group.options().keySet()));
        List<TransformSpec> transforms = new ArrayList<>(shorthands.read(optimizer, inGroups));
        transforms.addAll(listed);
        return new UpdateSpec(optimizer.spec, transforms, groups);
    }

    private static String listKey(Place root) {
        if (root.gives(UPDATES) && root.gives(TRANSFORMS)) {
            throw root.at(TRANSFORMS).problem("'" + TRANSFORMS + "' is the former name of '" + UPDATES + "', which is there, too",
                    "Write one list, \"" + UPDATES + "\"");
        }
        return root.gives(TRANSFORMS) ? TRANSFORMS : UPDATES;
    }

    private List<TransformSpec> listed(Place list) {
        if (!list.node().isArray()) {
            throw list.mismatch("a list");
        }
        return list.items().stream().map(this::transform).collect(Collectors.toList());
    }

    private TransformSpec transform(Place place) {
        TechniqueReader.Read read = techniques.read(place, Kind.TRANSFORM, Set.copyOf(Kind.TRANSFORM.commonOptions()));
        return TransformSpec.of(read.spec, read.gives(MATCH) ? PathPattern.list(read.at(MATCH)) : List.of(),
                read.gives(EXCLUDE) ? PathPattern.list(read.at(EXCLUDE)) : List.of());
    }

    private List<ParameterGroup> groups(Place place, List<TransformSpec> listed) {
        if (!place.node().isArray()) {
            throw place.mismatch("a list of groups such as { \"match\": \"head_1\", \"" + MULTIPLIER + "\": 0.1 }");
        }
        return place.items().stream().map(item -> group(item, listed)).collect(Collectors.toList());
    }

    private ParameterGroup group(Place place, List<TransformSpec> listed) {
        if (!place.node().isObject()) {
            throw place.mismatch("a group such as { \"match\": \"head_1\", \"" + MULTIPLIER + "\": 0.1 }");
        }
        Map<String, String> perParameter = shorthands.perParameter();
        List<String> keys = new ArrayList<>(List.of(MATCH, MULTIPLIER));
        keys.addAll(perParameter.keySet());
        keys.add(OPTIMIZER);
        place.permitOnly(keys, "key");
        if (!place.gives(MATCH)) {
            throw place.problem("the group does not say which parameters it is for",
                    "Add \"match\": [ \"head_1\", \"*/bias\" ], names of layers or of parameters");
        }
        Map<String, NumberSpec> options = new LinkedHashMap<>();
        perParameter.forEach((option, technique) -> {
            if (place.gives(option)) {
                refuseListed(place.at(option), option, technique, listed);
                options.put(option, shorthands.number(place.at(option), option));
            }
        });
        ParameterGroup group = new ParameterGroup(PathPattern.list(place.at(MATCH)),
                place.gives(OPTIMIZER) ? optimizer(place.at(OPTIMIZER), perParameter.keySet()) : null,
                place.gives(MULTIPLIER) ? multiplier(place.at(MULTIPLIER)) : null, options);
        if (group.changesNothing()) {
            keys.remove(MATCH);
            throw place.problem("the group changes nothing", "Give it one or more of " + String.join(", ", keys));
        }
        return group;
    }

    // The group's value would stand beside the one of the list, and both would act.
    private static void refuseListed(Place place, String option, String technique, List<TransformSpec> listed) {
        if (listed.stream().anyMatch(transform -> transform.technique().name().equals(technique))) {
            throw place.problem("a group's '" + option + "' is instead of the optimizer's, but '" + technique
                    + "' stands in the list \"" + UPDATES + "\"",
                    "Give \"" + option + "\" to the optimizer, and not to the list; or"
                            + " list '" + technique + "' once for each group of parameters, with \"" + MATCH + "\"");
        }
    }

    private TechniqueSpec optimizer(Place place, Set<String> perParameter) {
        TechniqueReader.Read optimizer = techniques.read(place, Kind.OPTIMIZER, shorthands.names());
        for (String option : shorthands.names()) {
            if (optimizer.gives(option)) {
                throw optimizer.at(option).problem("'" + option + "' cannot stand within a group's optimizer",
                        perParameter.contains(option) ? "Write it beside \"" + OPTIMIZER + "\", in the group"
                                : "It holds for all parameters: write it in the model's \"" + OPTIMIZER + "\"");
            }
        }
        return optimizer.spec;
    }

    private NumberSpec multiplier(Place place) {
        String expectation = "a number in " + MULTIPLIERS + " or a schedule";
        if (place.node().isTextual() || place.node().isObject()) {
            return new NumberSpec(techniques.read(place, Kind.SCHEDULE), MULTIPLIERS);
        }
        double number = place.number(expectation);
        if (!MULTIPLIERS.contains(number)) {
            throw place.mismatch(expectation);
        }
        return new NumberSpec(number, MULTIPLIERS);
    }
}

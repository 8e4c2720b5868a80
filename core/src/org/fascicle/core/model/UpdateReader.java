package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;

/** Reads how parameters are updated: {@code optimizer}, {@code gradient_transforms} and {@code parameter_groups}. */
final class UpdateReader {
    static final String OPTIMIZER = "optimizer";
    static final String TRANSFORMS = "gradient_transforms";
    static final String GROUPS = "parameter_groups";

    private static final String WEIGHT_DECAY = "weight_decay";
    private static final String UNDECAYED = "exclude_from_weight_decay";
    private static final String AVERAGE = "use_ema";
    private static final String AVERAGE_MOMENTUM = "ema_momentum";
    private static final String AVERAGE_FREQUENCY = "ema_overwrite_frequency";
    private static final String ACCUMULATION = "gradient_accumulation_steps";
    /** The options by which Keras clips, and the techniques that do it. */
    private static final Map<String, String> CLIPPING = clipping();

    private static final String MATCH = "match";
    private static final String MULTIPLIER = "learning_rate_multiplier";
    private static final List<String> GROUP_KEYS = List.of(MATCH, MULTIPLIER, WEIGHT_DECAY, OPTIMIZER);
    private static final double MOMENTUM = 0.99;

    private final TechniqueReader techniques;

    UpdateReader(TechniqueReader techniques) {
        this.techniques = techniques;
    }

    private static Map<String, String> clipping() {
        Map<String, String> clipping = new LinkedHashMap<>();
        clipping.put("clipnorm", "clip_by_norm");
        clipping.put("clipvalue", "clip_by_value");
        clipping.put("global_clipnorm", "clip_by_global_norm");
        return clipping;
    }

    /**
     * The updates of a model.
     *
     * @param root has the optimizer
     * @param listed the gradient transforms that it lists
     */
    UpdateSpec read(Place root, List<TechniqueSpec> listed) {
        TechniqueReader.Read optimizer = techniques.readWithCommon(root.at(OPTIMIZER), Kind.OPTIMIZER);
        List<TechniqueSpec> transforms = new ArrayList<>(clippings(optimizer));
        transforms.addAll(listed);
        return new UpdateSpec(optimizer.spec, transforms,
                optimizer.gives(WEIGHT_DECAY) ? number(optimizer.at(WEIGHT_DECAY)) : null,
                optimizer.gives(UNDECAYED) ? patterns(optimizer.at(UNDECAYED)) : List.of(),
                average(optimizer),
                optimizer.gives(ACCUMULATION) ? optimizer.at(ACCUMULATION).integerFrom(2) : 1,
                root.gives(GROUPS) ? groups(root.at(GROUPS)) : List.of());
    }

    private List<TechniqueSpec> clippings(TechniqueReader.Read optimizer) {
        List<String> given = CLIPPING.keySet().stream().filter(optimizer::gives).collect(Collectors.toList());
        if (given.size() > 1) {
            throw optimizer.at(given.get(1)).problem("only one of clipnorm, clipvalue and global_clipnorm can be given, "
                    + "but '" + given.get(0) + "' is there, too", "List the others under \"" + TRANSFORMS + "\"");
        }
        return given.stream().map(option -> techniques.read(optimizer.given, Kind.TRANSFORM, CLIPPING.get(option), option))
                .collect(Collectors.toList());
    }

    private static UpdateSpec.Average average(TechniqueReader.Read optimizer) {
        boolean used = optimizer.gives(AVERAGE) && optimizer.at(AVERAGE).flag();
        for (String option : List.of(AVERAGE_MOMENTUM, AVERAGE_FREQUENCY)) {
            if (optimizer.gives(option) && !optimizer.gives(AVERAGE)) {
                throw optimizer.at(option).problem("'" + option + "' says something of an average that is not kept",
                        "Add \"" + AVERAGE + "\": true");
            }
        }
        double momentum = optimizer.gives(AVERAGE_MOMENTUM) ? momentum(optimizer.at(AVERAGE_MOMENTUM)) : MOMENTUM;
        int frequency = optimizer.gives(AVERAGE_FREQUENCY) ? optimizer.at(AVERAGE_FREQUENCY).integerFrom(1) : 0;
        return used ? new UpdateSpec.Average(momentum, frequency) : null;
    }

    private static double momentum(Place place) {
        String expectation = "a number in [0,1]";
        double momentum = place.number(expectation);
        if (momentum < 0 || momentum > 1) {
            throw place.mismatch(expectation);
        }
        return momentum;
    }

    private List<ParameterGroup> groups(Place place) {
        if (!place.node().isArray()) {
            throw place.mismatch("a list of groups such as { \"match\": \"dense_1\", \"" + MULTIPLIER + "\": 0.1 }");
        }
        return place.items().stream().map(this::group).collect(Collectors.toList());
    }

    private ParameterGroup group(Place place) {
        if (!place.node().isObject()) {
            throw place.mismatch("a group such as { \"match\": \"dense_1\", \"" + MULTIPLIER + "\": 0.1 }");
        }
        place.permitOnly(GROUP_KEYS, "key");
        if (!place.gives(MATCH)) {
            throw place.problem("the group does not say which parameters it is for",
                    "Add \"match\": [ \"dense_1\", \"*/bias\" ], names of layers or of parameters");
        }
        ParameterGroup group = new ParameterGroup(patterns(place.at(MATCH)),
                place.gives(OPTIMIZER) ? optimizer(place.at(OPTIMIZER)) : null,
                place.gives(MULTIPLIER) ? number(place.at(MULTIPLIER)) : null,
                place.gives(WEIGHT_DECAY) ? number(place.at(WEIGHT_DECAY)) : null);
        if (group.optimizer() == null && group.multiplier() == null && group.weightDecay() == null) {
            throw place.problem("the group changes nothing",
                    "Give it one or more of " + MULTIPLIER + ", " + WEIGHT_DECAY + ", " + OPTIMIZER);
        }
        return group;
    }

    private TechniqueSpec optimizer(Place place) {
        TechniqueReader.Read optimizer = techniques.readWithCommon(place, Kind.OPTIMIZER);
        for (String option : Kind.OPTIMIZER.commonOptions()) {
            if (optimizer.gives(option)) {
                throw optimizer.at(option).problem("'" + option + "' cannot stand within a group's optimizer",
                        option.equals(WEIGHT_DECAY) ? "Write it beside \"" + OPTIMIZER + "\", in the group"
                                : "It holds for all parameters: write it in the model's \"" + OPTIMIZER + "\"");
            }
        }
        return optimizer.spec;
    }

    private NumberSpec number(Place place) {
        String expectation = "a number in " + NumberSpec.RANGE + " or a schedule";
        if (place.node().isTextual() || place.node().isObject()) {
            return NumberSpec.by(techniques.read(place, Kind.SCHEDULE));
        }
        double number = place.number(expectation);
        if (!NumberSpec.RANGE.contains(number)) {
            throw place.mismatch(expectation);
        }
        return NumberSpec.of(number);
    }

    private static List<PathPattern> patterns(Place place) {
        if (place.node().isTextual()) {
            return List.of(pattern(place));
        } else if (!place.node().isArray() || place.node().isEmpty()) {
            throw place.mismatch("a pattern of parameters' paths such as \"dense_1/*\", or a list of patterns");
        }
        return place.items().stream().map(UpdateReader::pattern).collect(Collectors.toList());
    }

    private static PathPattern pattern(Place place) {
        String text = place.text("a pattern of parameters' paths such as \"dense_1/*\"");
        if (text.isBlank() || text.startsWith("/") || text.endsWith("/") || text.contains("//")) {
            throw place.problem(place.quote() + " is no pattern of parameters' paths",
                    "Write names joined by slashes, * for any characters of a name: \"dense_1/*\", \"*/bias\", \"gamma\"");
        }
        return new PathPattern(text, place.pointer());
    }
}

package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;

/** A model of few rows, three epochs of five steps, with what is to be tried in it. */
final class ToyModel {
    static final long WITHIN_AN_EPOCH = 7;
    static final long AT_THE_END_OF_ONE = 10;

    /** What techniques get for options without a default, by the option's name. */
    private static final Map<String, String> VALUES = Map.ofEntries(Map.entry("value", "0.1"), Map.entry("initial", "0.2"),
            Map.entry("peak", "0.2"), Map.entry("minimum", "0.05"), Map.entry("maximum", "0.2"), Map.entry("half", "1"),
            Map.entry("first", "1"), Map.entry("factor", "0.5"), Map.entry("every", "1"), Map.entry("over", "1"),
            Map.entry("boundaries", "[1.0, 2.0]"), Map.entry("values", "[0.1, 0.2, 0.3]"),
            Map.entry("schedule", "{ \"constant\": { \"value\": 0.2 } }"), Map.entry("rate", "0.2"), Map.entry("stddev", "0.1"),
            Map.entry("height", "5"), Map.entry("width", "5"), Map.entry("height_factor", "0.2"),
            Map.entry("width_factor", "0.2"),
            Map.entry("global_clipnorm", "1.0"), Map.entry("clipnorm", "0.5"), Map.entry("clipvalue", "0.1"),
            Map.entry("steps", "2"), Map.entry("decay", "0.01"), Map.entry("norm", "1.0"));

    private ToyModel() {}

    /**
     * The model file.
     *
     * @param layers stand before the others, on images
     * @param updates what stands around the optimizer
     * @param training more of its options, each behind a comma
     */
    static String of(List<String> layers, String updates, String training) {
        String first = layers.stream().map(layer -> layer + ",\n").collect(Collectors.joining());
        return """
                { "fascicle": 1,
                  "data": { "random": { "shape": [ 6, 6, 1 ], "classes": 3, "rows": 50, "seed": 4, "validation": 10 } },
                  "network": [ %s
                    { "flatten": {} }, { "dense": { "units": 6, "activation": "elu", "use_bias": false } },
                    { "batch_normalization": {} }, { "dense": { "units": 3, "activation": "softmax" } } ],
                  "loss": "sparse_categorical_crossentropy", "metrics": [ "accuracy" ],
                  "optimizer": { "adam": { "learning_rate": 0.01 } }, "updates": %s,
                  "training": { "epochs": 3, "batch_size": 8, "seed": 5 %s } }
                """.formatted(first, updates, training);
    }

    /** A technique as a model file writes it. */
    static String technique(TechniqueType type) {
        String options = type.options().stream().filter(Option::isRequired).map(option -> {
            String value = VALUES.get(option.name());
            assertNotNull(value, type + " needs '" + option.name() + "': add a value for it to this test");
            return "\"" + option.name() + "\": " + value;
        }).collect(Collectors.joining(", "));
        return "{ \"" + type.qualifiedName() + "\": { " + options + " } }";
    }
}

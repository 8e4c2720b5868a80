package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.data.Examples;
import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code loss}, {@code loss_weights}, {@code metrics} and {@code weighted_metrics}: for a network with one output as they are, for one whose file names
 * its {@code outputs} as objects by output.
 */
final class OutputReader {
    static final String LOSS = "loss";
    static final String WEIGHTS = "loss_weights";
    static final String METRICS = "metrics";
    static final String WEIGHTED = "weighted_metrics";
    private static final String REDUCTION = "reduction";

    private final TechniqueReader techniques;

    OutputReader(TechniqueReader techniques) {
        this.techniques = techniques;
    }

    List<OutputSpec> read(Place root, NetworkSpec network) {
        Place loss = ModelReader.required(root, LOSS, "\"loss\": a loss by its name, or { name: { options } }");
        if (network.outputs().isEmpty()) {
            if (root.gives(WEIGHTS)) {
                throw root.at(WEIGHTS).problem("there is one output only, so its loss has no weight",
                        "Remove it, or name several \"outputs\"");
            }
            return List.of(output(Examples.OUTPUT, null, loss, 1, root));
        }
        byOutput(loss, network, true);
        if (root.gives(WEIGHTS)) {
            byOutput(root.at(WEIGHTS), network, false);
        }
        for (String key : List.of(METRICS, WEIGHTED)) {
            if (root.gives(key)) {
                byOutput(root.at(key), network, false);
            }
        }
        List<OutputSpec> outputs = new ArrayList<>();
        for (String name : network.outputs()) {
            double weight = root.gives(WEIGHTS) && root.at(WEIGHTS).gives(name) ? weight(root.at(WEIGHTS).at(name)) : 1;
            outputs.add(output(name, name, loss.at(name), weight, root));
        }
        return outputs;
    }

    private OutputSpec output(String name, @Nullable String layer, Place loss, double weight, Place root) {
        TechniqueReader.Read read = techniques.readWithCommon(loss, Kind.LOSS);
        Reduction reduction = Reduction.SUM_OVER_BATCH_SIZE;
        if (read.gives(REDUCTION)) {
            List<String> names = Reduction.names();
            reduction = Reduction.values()[names.indexOf(read.at(REDUCTION).choice(names))];
        }
        return new OutputSpec(name, layer, read.spec, weight, reduction, metrics(root, METRICS, layer),
                metrics(root, WEIGHTED, layer));
    }

    /** The metrics under a key; of a layer's output, those by its name. */
    private List<TechniqueSpec> metrics(Place root, String key, @Nullable String layer) {
        if (!root.gives(key)) {
            return List.of();
        }
        Place place = root.at(key);
        return layer == null ? list(place) : place.gives(layer) ? list(place.at(layer)) : List.of();
    }

    private List<TechniqueSpec> list(Place list) {
        if (!list.node().isArray()) {
            throw list.mismatch("a list");
        }
        return list.items().stream().map(item -> techniques.read(item, Kind.METRIC)).collect(Collectors.toList());
    }

    private static void byOutput(Place place, NetworkSpec network, boolean all) {
        if (!place.node().isObject()) {
            throw place
                    .mismatch("an object by output, because the file names its outputs: " + String.join(", ", network.outputs()));
        }
        place.permitOnly(network.outputs(), "output");
        for (String name : network.outputs()) {
            if (all && !place.gives(name)) {
                throw place.problem("the output '" + name + "' is missing", "Each output needs a loss");
            }
        }
    }

    private static double weight(Place place) {
        double weight = place.number("a number of at least 0");
        if (weight < 0) {
            throw place.mismatch("a number of at least 0");
        }
        return weight;
    }
}

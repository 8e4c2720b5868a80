package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.data.Examples;
import org.fascicle.api.technique.Kind;

/**
 * Reads {@code loss}, {@code loss_weights} and {@code metrics}: for a network with one output as they are, for one whose file names
 * its {@code outputs} as objects by output.
 */
final class OutputReader {
    static final String LOSS = "loss";
    static final String WEIGHTS = "loss_weights";
    static final String METRICS = "metrics";

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
            return List.of(new OutputSpec(Examples.OUTPUT, null, techniques.read(loss, Kind.LOSS), 1, metrics(root)));
        }
        byOutput(loss, network, true);
        if (root.gives(WEIGHTS)) {
            byOutput(root.at(WEIGHTS), network, false);
        }
        if (root.gives(METRICS)) {
            byOutput(root.at(METRICS), network, false);
        }
        List<OutputSpec> outputs = new ArrayList<>();
        for (String name : network.outputs()) {
            double weight = root.gives(WEIGHTS) && root.at(WEIGHTS).gives(name) ? weight(root.at(WEIGHTS).at(name)) : 1;
            List<TechniqueSpec> metrics = root.gives(METRICS) && root.at(METRICS).gives(name)
                    ? list(root.at(METRICS).at(name)) : List.of();
            outputs.add(new OutputSpec(name, name, techniques.read(loss.at(name), Kind.LOSS), weight, metrics));
        }
        return outputs;
    }

    private List<TechniqueSpec> metrics(Place root) {
        return root.gives(METRICS) ? list(root.at(METRICS)) : List.of();
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

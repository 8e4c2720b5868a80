package org.fascicle.core.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Techniques;

/**
 * Reads model files: JSON of a fixed form, in which each technique and each option is checked against what is installed at
 * this moment. Every problem is an {@link InputException} that says where it stands and what was probably meant. Safe for
 * any thread.
 */
public final class ModelReader {
    /** The version of the form of model files. */
    public static final int FORMAT = 1;

    private static final List<String> KEYS = List.of(
            "fascicle", "data", "network", "loss", "metrics",
            UpdateReader.OPTIMIZER, UpdateReader.TRANSFORMS, UpdateReader.GROUPS, "training");

    private final TechniqueReader techniques;

    /**
     * A reader.
     *
     * @param techniques those that are installed
     */
    public ModelReader(Techniques techniques) {
        this.techniques = new TechniqueReader(techniques);
    }

    /**
     * Reads a model file.
     *
     * @param text the file's text
     * @param source what messages call it
     * @param overrides values that are put in before it is checked, by path ({@code training.epochs},
     *     {@code network.3.dense.units}); each JSON, or a bare text
     * @throws InputException if the text, an override or what it says cannot be used
     */
    public ModelSpec read(String text, String source, Map<String, String> overrides) {
        JsonNode root = JsonText.parse(text, source);
        if (!root.isObject()) {
            throw new InputException(source, null, "a model file is a JSON object, not "
                    + new Place(root, "", source).quote(),
                    "Write { \"fascicle\": 1, … }");
        }
        Map<String, String> overridden = new LinkedHashMap<>();
        overrides.forEach((path, value) ->
                overridden.put(Overrides.apply((ObjectNode) root, path, value), Overrides.describe(path, value)));
        try {
            return read(new Place(root, "", source));
        } catch (InputException e) {
            throw blame(e, overridden);
        }
    }

    // Who overrides a value must not be sent to search for it in the file.
    private static InputException blame(InputException e, Map<String, String> overridden) {
        for (Map.Entry<String, String> override : overridden.entrySet()) {
            if (e.pointer() != null && (e.pointer() + "/").startsWith(override.getKey() + "/")) {
                return new InputException(e.file() + " with " + override.getValue(), e.pointer(), e.problem(), e.remedy());
            }
        }
        return e;
    }

    private ModelSpec read(Place root) {
        format(root);
        root.permitOnly(KEYS, "key");
        DataSpec data = new DataReader(techniques).read(required(root, "data", "\"data\": { \"csv\": { … } }, the data to train on"));
        List<LayerSpec> network = new NetworkReader(techniques)
                .read(required(root, "network", "\"network\": [ … ], the list of layers"));
        TechniqueSpec loss = techniques.read(
                required(root, "loss", "\"loss\": \"sparse_categorical_crossentropy\" or another loss"), Kind.LOSS);
        required(root, UpdateReader.OPTIMIZER, "\"optimizer\": \"adam\" or another optimizer");
        List<TechniqueSpec> metrics = list(root, "metrics", Kind.METRIC);
        UpdateSpec updates = new UpdateReader(techniques).read(root, list(root, UpdateReader.TRANSFORMS, Kind.TRANSFORM));
        TrainingSpec training = root.gives("training")
                ? new TrainingReader(ModelSpec.metricNames(metrics), data.hasValidation()).read(root.at("training"))
                : TrainingReader.defaults();
        return new ModelSpec(
                root.source(), JsonText.format(root.node()), data, network, loss, metrics, updates, training);
    }

    private static void format(Place root) {
        if (!root.has("fascicle")) {
            throw root.problem("the key 'fascicle' is missing, so this may be no model file",
                    "Add \"fascicle\": " + FORMAT + ", the version of the form in which it is written");
        }
        Place format = root.at("fascicle");
        if (!format.node().isIntegralNumber() || !format.node().canConvertToInt() || format.node().intValue() != FORMAT) {
            throw format.problem("a model file of form " + format.quote() + " cannot be read",
                    "This version of Fascicle reads form " + FORMAT);
        }
    }

    private static Place required(Place root, String key, String example) {
        if (!root.gives(key)) {
            throw root.problem("the key '" + key + "' is missing", "Add " + example);
        }
        return root.at(key);
    }

    private List<TechniqueSpec> list(Place root, String key, Kind kind) {
        if (!root.gives(key)) {
            return List.of();
        }
        Place list = root.at(key);
        if (!list.node().isArray()) {
            throw list.mismatch("a list");
        }
        return list.items().stream().map(item -> techniques.read(item, kind)).collect(Collectors.toList());
    }
}

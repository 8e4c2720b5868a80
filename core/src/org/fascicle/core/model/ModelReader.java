package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Techniques;
import org.fascicle.core.registry.KindNames;

/**
 * Reads model files: JSON of a fixed form, in which each technique and each option is checked against what is installed at
 * this moment. Every problem is an {@link InputException} that says where it stands and what was probably meant. Safe for
 * any thread.
 */
public final class ModelReader {
    /** The version of the form of model files. */
    public static final int FORMAT = 1;

    static final String NETWORK = "network";

    /** The file of a schema, for an editor; it says nothing of the model. */
    private static final String SCHEMA = "$schema";
    private static final List<String> KEYS = List.of(
            "fascicle", "data", NetworkReader.INPUTS, NETWORK, NetworkReader.OUTPUTS, OutputReader.LOSS, OutputReader.WEIGHTS,
            OutputReader.METRICS, OutputReader.WEIGHTED,
            UpdateReader.OPTIMIZER, UpdateReader.UPDATES, UpdateReader.TRANSFORMS, UpdateReader.GROUPS, "training");

    private final Techniques installed;
    private final TechniqueReader techniques;

    /**
     * A reader.
     *
     * @param techniques those that are installed
     */
    public ModelReader(Techniques techniques) {
        this.installed = techniques;
        this.techniques = new TechniqueReader(techniques, null);
    }

    /**
     * A reader to which a technique that is not installed is no problem.
     *
     * @param techniques those that are installed
     * @param absent gets each that is not; its options, and what it holds, are not read
     */
    public ModelReader(Techniques techniques, Absent absent) {
        this.installed = techniques;
        this.techniques = new TechniqueReader(techniques, absent);
    }

    /** A reader to which it is no problem if techniques are missing that prediction does without. */
    public ModelReader predicting() {
        return without(new TechniqueFactory(installed).predicting());
    }

    /** A reader to which it is no problem if techniques are missing that a training that has begun does without. */
    public ModelReader continuing() {
        return without(new TechniqueFactory(installed).continuing());
    }

    private ModelReader without(TechniqueFactory factory) {
        return new ModelReader(installed, spec -> {
            if (!factory.doesWithout(spec.kind())) {
                factory.resolve(spec);
            }
        });
    }

    /**
     * Reads a model file.
     *
     * @param text the file's text
     * @param source what messages call it
     * @param overrides values that are put in before it is checked, by path ({@code training.epochs},
     *     {@code network.3.name.units}); each JSON, or a bare text
     * @throws InputException if the text, an override or what it says cannot be used
     */
    public ModelSpec read(String text, String source, Map<String, String> overrides) {
        return read(JsonText.parse(text, source), source, overrides, this::model);
    }

    /**
     * Reads what a model file says of the network, and checks nothing else of it: neither data nor loss nor optimizer need be
     * installed.
     *
     * @throws InputException if the text, an override or the network cannot be used
     */
    public NetworkSpec readNetwork(String text, String source, Map<String, String> overrides) {
        return read(JsonText.parse(text, source), source, overrides, this::network);
    }

    /**
     * Reads what a model file says of the network, its losses and metrics, and checks nothing else of it. Techniques may be missing
     * that an evaluation does without.
     *
     * @return a specification without data and updates
     * @throws InputException if the text, an override, or one of these cannot be used
     */
    public ModelSpec readJudged(String text, String source, Map<String, String> overrides) {
        ModelReader evaluating = without(new TechniqueFactory(installed).evaluating());
        return read(JsonText.parse(text, source), source, overrides, root -> {
            NetworkSpec network = evaluating.network(root);
            return new ModelSpec(root.source(), JsonText.format(root.node()), null, network,
                    new OutputReader(techniques).read(root, network), null, basics(root));
        });
    }

    /** Whether a model file names data; nothing of it is checked. */
    public boolean namesData(String text, String source) {
        return JsonText.parse(text, source).hasNonNull("data");
    }

    /**
     * The seed and the precision that a model file asks for; nothing else of it is checked.
     *
     * @throws InputException if the text, an override or these values cannot be used
     */
    public TrainingSpec readBasics(String text, String source, Map<String, String> overrides) {
        return read(JsonText.parse(text, source), source, overrides, ModelReader::basics);
    }

    /**
     * The data that a model file names, and nothing else of it.
     *
     * @throws InputException if the text, an override or the data cannot be used
     */
    public DataSpec readData(String text, String source, Map<String, String> overrides) {
        return read(JsonText.parse(text, source), source, overrides, root -> data(root));
    }

    /** The text with values put in, in one layout, unchecked but for its form; reads as the same definition. */
    public String text(String text, String source, Map<String, String> overrides) {
        return read(JsonText.parse(text, source), source, overrides, root -> JsonText.format(root.node()));
    }

    /** The text of a definition in one layout, all of it checked that it has: without an optimizer, the network alone. */
    public String checked(String text, String source, Map<String, String> overrides) {
        return read(JsonText.parse(text, source), source, overrides, root -> {
            if (root.gives(UpdateReader.OPTIMIZER) || root.gives(OutputReader.LOSS)) {
                return model(root).json();
            }
            network(root);
            return JsonText.format(root.node());
        });
    }

    /** The values of a definition: maps, lists, texts, numbers, truth values, null. */
    public Map<String, Object> tree(String text, String source) {
        return JsonText.values(JsonText.parse(text, source));
    }

    private <T> T read(JsonNode root, String source, Map<String, String> overrides, Function<Place, T> reading) {
        if (!root.isObject()) {
            throw new InputException(source, null, "a model file is a JSON object, not "
                    + new Place(root, "", source).quote(),
                    "Write { \"fascicle\": 1, … }");
        }
        Map<String, String> overridden = new LinkedHashMap<>();
        overrides.forEach((path, value) -> overridden.put(Overrides.apply((ObjectNode) root, path, value),
                Overrides.describe(path, value)));
        try {
            return reading.apply(new Place(root, "", source));
        } catch (InputException e) {
            throw blame(e, overridden);
        }
    }

    // A message about an overridden value must not send its reader to the file.
    private static InputException blame(InputException e, Map<String, String> overridden) {
        for (Map.Entry<String, String> override : overridden.entrySet()) {
            if (e.pointer() != null && (e.pointer() + "/").startsWith(override.getKey() + "/")) {
                return new InputException(e.file() + " with " + override.getValue(), e.pointer(), e.problem(), e.remedy());
            }
        }
        return e;
    }

    private ModelSpec model(Place root) {
        NetworkSpec network = network(root);
        DataSpec data = root.gives("data") ? data(root) : null;
        required(root, OutputReader.LOSS, Kind.LOSS);
        List<OutputSpec> outputs = new OutputReader(techniques).read(root, network);
        required(root, UpdateReader.OPTIMIZER, Kind.OPTIMIZER);
        UpdateSpec updates = new UpdateReader(techniques, new Shorthands(techniques, installed.all())).read(root);
        List<String> metrics = new ArrayList<>();
        outputs.forEach(output -> metrics.addAll(output.metricNames()));
        TrainingSpec training = root.gives("training")
                ? new TrainingReader(metrics, data == null || data.validation().isAny()).read(root.at("training"))
                : TrainingReader.defaults();
        return new ModelSpec(root.source(), JsonText.format(root.node()), data, network, outputs, updates, training);
    }

    private NetworkSpec network(Place root) {
        format(root);
        root.permitOnly(KEYS, List.of(SCHEMA), "key", "");
        return new NetworkReader(techniques).read(root);
    }

    private DataSpec data(Place root) {
        format(root);
        return new DataReader(techniques).read(required(root, "data", Kind.DATA));
    }

    private static TrainingSpec basics(Place root) {
        return root.gives("training") ? TrainingReader.basics(root.at("training")) : TrainingReader.defaults();
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

    private Place required(Place root, String key, Kind kind) {
        return required(root, key,
                "\"" + key + "\": " + KindNames.withArticle(kind) + ". " + new Installed(installed).names(kind));
    }

    static Place required(Place root, String key, String example) {
        if (!root.gives(key)) {
            throw root.problem("the key '" + key + "' is missing", "Add " + example);
        }
        return root.at(key);
    }
}

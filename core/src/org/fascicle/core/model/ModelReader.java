package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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
    static final List<String> KEYS = List.of(
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
     * @throws InputException if the text or what it says cannot be used
     */
    public ModelSpec read(ModelText text) {
        return read(text, this::model);
    }

    /**
     * Reads what a model file says of the network, and checks nothing else of it: neither data nor loss nor optimizer need be
     * installed.
     *
     * @throws InputException if the text or the network cannot be used
     */
    public NetworkSpec readNetwork(ModelText text) {
        return read(text, this::network);
    }

    /**
     * Reads what a model file says of the network, its losses and metrics, and checks nothing else of it. Techniques may be missing
     * that an evaluation does without.
     *
     * @return a specification without data and updates
     * @throws InputException if the text or one of these cannot be used
     */
    public ModelSpec readJudged(ModelText text) {
        ModelReader evaluating = without(new TechniqueFactory(installed).evaluating());
        return read(text, root -> {
            NetworkSpec network = evaluating.network(root);
            return new ModelSpec(root.whole().formatted(root.node()), null, network,
                    new OutputReader(techniques).read(root, network), null, basics(root));
        });
    }

    /** Whether a model file names data; nothing of it is checked. */
    public boolean namesData(ModelText text) {
        return text.root().hasNonNull("data");
    }

    /**
     * The seed and the precision that a model file asks for; nothing else of it is checked.
     *
     * @throws InputException if the text or these values cannot be used
     */
    public TrainingSpec readBasics(ModelText text) {
        return read(text, ModelReader::basics);
    }

    /**
     * The data that a model file names, and nothing else of it.
     *
     * @throws InputException if the text or the data cannot be used
     */
    public DataSpec readData(ModelText text) {
        return read(text, root -> data(root));
    }

    /**
     * Reads a technique that no model file names.
     *
     * @param text JSON, or a bare name
     * @param source what messages call the text
     */
    public TechniqueSpec readTechnique(Kind kind, String text, String source) {
        return techniques.read(new Place(JsonText.parseOrText(text), "", ModelText.of(text, source)), kind);
    }

    /** The text of a definition in one layout, all of it checked that it has: without an optimizer, the network alone. */
    public String checked(ModelText text) {
        return read(text, root -> {
            if (root.gives(UpdateReader.OPTIMIZER) || root.gives(OutputReader.LOSS)) {
                return model(root).text().json();
            }
            network(root);
            return JsonText.format(root.node());
        });
    }

    /** The values of a definition: maps, lists, texts, numbers, truth values, null. */
    public Map<String, Object> tree(ModelText text) {
        return JsonText.values(text.root());
    }

    private static <T> T read(ModelText text, Function<Place, T> reading) {
        return reading.apply(new Place(text.root(), "", text));
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
        return new ModelSpec(root.whole().formatted(root.node()), data, network, outputs, updates, training);
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

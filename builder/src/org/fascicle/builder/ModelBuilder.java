package org.fascicle.builder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.model.Definition;
import org.fascicle.api.problem.InputException;
import org.fascicle.builder.technique.DataDefinition;
import org.fascicle.builder.technique.LayerDefinition;
import org.fascicle.builder.technique.LossDefinition;
import org.fascicle.builder.technique.MetricDefinition;
import org.fascicle.builder.technique.OptimizerDefinition;
import org.fascicle.builder.technique.TransformDefinition;
import org.fascicle.builder.technique.Values;
import org.jspecify.annotations.Nullable;

/**
 * A model, written in Java: all that a model file can say. Pure data, which is checked against the installed techniques when it
 * is used. Immutable: each method returns another model.
 *
 * <pre>{@code
 * Definition digits = model(flatten(), dense(100).activation(elu()), dense(10).activation(softmax()))
 *         .data(digits().validation(300).scale(Scale.UNIT))
 *         .loss(sparseCategoricalCrossentropy()).metrics(accuracy())
 *         .optimizer(adam().learningRate(0.001))
 *         .epochs(20).seed(42)
 *         .definition();
 * }</pre>
 */
public final class ModelBuilder {
    private static final int FORM = 1;
    private static final String LABEL = "the model that was built";
    private static final String INPUT = "input";
    private static final String INPUTS = "inputs";
    private static final String NETWORK = "network";
    private static final String LOSS = "loss";
    private static final String WEIGHTS = "loss_weights";
    private static final String METRICS = "metrics";
    private static final String WEIGHTED = "weighted_metrics";
    private static final String GROUPS = "parameter_groups";
    private static final String UPDATES = "updates";
    /** What a model file may call them still. */
    private static final String FORMER_UPDATES = "gradient_transforms";
    private static final String TRAINING = "training";
    /** The keys in the order in which a person writes them; what else there is comes behind. */
    private static final List<String> ORDER =
            List.of("fascicle", "data", INPUTS, NETWORK, "outputs", LOSS, WEIGHTS, METRICS, WEIGHTED,
                    "optimizer", UPDATES, FORMER_UPDATES, GROUPS, TRAINING);

    private final Map<String, Object> tree;

    private ModelBuilder(Map<String, Object> tree) {
        this.tree = tree;
    }

    /**
     * A model of layers, each applied to the output of the layer before it, unless it names its {@code inputs}.
     *
     * @param layers in order; more can be added
     */
    public static ModelBuilder model(LayerDefinition... layers) {
        return new ModelBuilder(Map.of("fascicle", FORM, NETWORK, Values.json(layers, NETWORK)));
    }

    /** A model of layers, in order. */
    public static ModelBuilder model(List<? extends LayerDefinition> layers) {
        return model(layers.toArray(new LayerDefinition[0]));
    }

    /**
     * A model that was written elsewhere, to be changed here.
     *
     * @param definition of values; the method {@code tree} of {@link org.fascicle.api.Fascicle} makes one of any other
     * @throws InputException if it is a file or a text
     */
    public static ModelBuilder model(Definition definition) {
        Map<String, Object> tree = Objects.requireNonNull(definition, "definition").tree()
                .orElseThrow(() -> new InputException(definition.label(), null,
                        "a definition that is a file or a text has no values yet", "Give what Fascicle.tree makes of it"));
        Map<String, Object> copy = new LinkedHashMap<>();
        tree.forEach((key, value) -> copy.put(key, Values.json(value, key)));
        return new ModelBuilder(copy);
    }

    /** With more layers, behind those that there are. */
    public ModelBuilder layers(LayerDefinition... more) {
        return with(NETWORK, joined(NETWORK, (Object[]) more));
    }

    /** With an input of this shape, rows left out; without inputs, the data say what goes in. */
    public ModelBuilder input(int... shape) {
        return input(INPUT, shape);
    }

    /**
     * With one more input.
     *
     * @param name what layers call it among their {@code inputs}, and the data
     * @param shape of one row
     */
    public ModelBuilder input(String name, int... shape) {
        return with(INPUTS, keyed(INPUTS, name, shape));
    }

    /** With the outputs of these layers, by name, in place of the last layer's; each has a loss of its own. */
    public ModelBuilder outputs(String... layers) {
        return with("outputs", Arrays.asList(layers));
    }

    /** With data to train on. */
    public ModelBuilder data(DataDefinition data) {
        return with("data", data);
    }

    /** With the data of a source, by its name, as they are. */
    public ModelBuilder data(String name) {
        return with("data", name);
    }

    /** With a loss, for a model with one output. */
    public ModelBuilder loss(LossDefinition loss) {
        return with(LOSS, loss);
    }

    /** With a loss by its name, for a model with one output. */
    public ModelBuilder loss(String name) {
        return with(LOSS, name);
    }

    /**
     * With the loss of one of several outputs.
     *
     * @param output one of {@link #outputs}
     */
    public ModelBuilder loss(String output, LossDefinition loss) {
        return with(LOSS, keyed(LOSS, output, loss));
    }

    /** With what the loss of an output is multiplied with in the sum of all losses; 1 by default. */
    public ModelBuilder lossWeight(String output, double weight) {
        return with(WEIGHTS, keyed(WEIGHTS, output, weight));
    }

    /** With metrics, for a model with one output. */
    public ModelBuilder metrics(MetricDefinition... metrics) {
        return with(METRICS, metrics);
    }

    /**
     * With the metrics of one of several outputs.
     *
     * @param output one of {@link #outputs}
     */
    public ModelBuilder metrics(String output, MetricDefinition... metrics) {
        return with(METRICS, keyed(METRICS, output, metrics));
    }

    /** With metrics that count rows by their weights, for a model with one output. */
    public ModelBuilder weightedMetrics(MetricDefinition... metrics) {
        return with(WEIGHTED, metrics);
    }

    /**
     * With metrics of one of several outputs that count rows by their weights.
     *
     * @param output one of {@link #outputs}
     */
    public ModelBuilder weightedMetrics(String output, MetricDefinition... metrics) {
        return with(WEIGHTED, keyed(WEIGHTED, output, metrics));
    }

    /** With an optimizer. */
    public ModelBuilder optimizer(OptimizerDefinition optimizer) {
        return with("optimizer", optimizer);
    }

    /** With an optimizer by its name. */
    public ModelBuilder optimizer(String name) {
        return with("optimizer", name);
    }

    /** With more techniques around the optimizer: each surrounds those behind it, and comes behind those that there are. */
    public ModelBuilder updates(TransformDefinition... more) {
        String key = tree.containsKey(FORMER_UPDATES) ? FORMER_UPDATES : UPDATES;
        return with(key, joined(key, (Object[]) more));
    }

    /** With more groups of parameters that are updated in another way, behind those that there are. */
    public ModelBuilder parameterGroups(ParameterGroup... more) {
        return with(GROUPS, joined(GROUPS, Arrays.stream(more).map(ParameterGroup::tree).toArray()));
    }

    /** Trained for this many epochs; 10 by default. */
    public ModelBuilder epochs(int epochs) {
        return training("epochs", epochs);
    }

    /** With this many rows in each step; 32 by default. */
    public ModelBuilder batchSize(int rows) {
        return training("batch_size", rows);
    }

    /** With a seed for all random numbers; 0 by default. */
    public ModelBuilder seed(long seed) {
        return training("seed", seed);
    }

    /** Whether each epoch sees the rows in an order of its own; true by default. */
    public ModelBuilder shuffle(boolean shuffle) {
        return training("shuffle", shuffle);
    }

    /** With losses that are multiplied by a weight of the row's class; by name or number. */
    public ModelBuilder classWeight(Map<String, Double> byClass) {
        return training("class_weight", byClass);
    }

    /** With losses that are multiplied by a weight of the row's class: {@code balanced} lets classes count alike. */
    public ModelBuilder classWeight(String rule) {
        return training("class_weight", rule);
    }

    /** With real numbers of this precision; float32 by default. */
    public ModelBuilder precision(Precision precision) {
        return training("precision", precision);
    }

    /** Stopped before the last epoch when a metric has not become better for some epochs. */
    public ModelBuilder earlyStopping(EarlyStopping stopping) {
        return training("early_stopping", Objects.requireNonNull(stopping, "stopping").tree());
    }

    /** With any other key of a model file's {@code training}. */
    public ModelBuilder training(String key, @Nullable Object value) {
        return with(TRAINING, keyed(TRAINING, key, value));
    }

    /**
     * With any other key of a model file.
     *
     * @param key {@code loss_weights}
     * @param value see {@link Values#with}; it replaces an earlier one
     */
    public ModelBuilder with(String key, @Nullable Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(tree);
        changed.put(key, Values.json(value, key));
        return new ModelBuilder(changed);
    }

    /** The model as a model file has it: maps with text keys, lists, texts, numbers, truth values. */
    public Map<String, Object> tree() {
        Map<String, Object> ordered = new LinkedHashMap<>();
        ORDER.stream().filter(tree::containsKey).forEach(key -> ordered.put(key, tree.get(key)));
        tree.forEach(ordered::putIfAbsent);
        return Collections.unmodifiableMap(ordered);
    }

    /** The model, for the service {@link org.fascicle.api.Fascicle}. */
    public Definition definition() {
        return definition(LABEL);
    }

    /**
     * The model, for the service {@link org.fascicle.api.Fascicle}.
     *
     * @param label what messages call it
     */
    public Definition definition(String label) {
        return Definition.tree(tree(), label);
    }

    private List<Object> joined(String key, Object... more) {
        List<Object> all = new ArrayList<>();
        if (tree.get(key) instanceof List) {
            all.addAll((List<?>) tree.get(key));
        }
        all.addAll(Arrays.asList(more));
        return all;
    }

    private Map<String, Object> keyed(String key, String inner, @Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (tree.get(key) instanceof Map) {
            ((Map<?, ?>) tree.get(key)).forEach((name, old) -> map.put((String) name, old));
        }
        map.put(inner, value);
        return map;
    }

    /** Whether the other says the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelBuilder && tree.equals(((ModelBuilder) other).tree);
    }

    @Override
    public int hashCode() {
        return tree.hashCode();
    }

    /** For messages: its tree. */
    @Override
    public String toString() {
        return tree().toString();
    }
}

package org.fascicle.core.schema;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.core.model.ModelReader;

/**
 * The JSON Schema (draft 07) of model files, as they can be written with some techniques. What it refuses is refused when the file
 * is read; reading finds more, such as names of layers that are not there.
 */
public final class ModelSchema {
    private static final String LOSS = "loss";
    private static final String METRICS = "metrics";
    private static final String WEIGHTED = "weighted_metrics";
    private static final String OPTIMIZER = "optimizer";
    private static final String OUTPUTS = "outputs";

    private final CommonOptions common;
    private final Collection<TechniqueType> installed;

    private ModelSchema(Collection<TechniqueType> installed) {
        this.common = new CommonOptions(installed);
        this.installed = installed;
    }

    /**
     * The schema as JSON text, in many lines.
     *
     * @param installed all techniques, of each the highest version first
     */
    public static String of(Collection<TechniqueType> installed) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(new ModelSchema(installed).root())
                    .replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode root() {
        ObjectNode root =
                Forms.any().put("$schema", "http://json-schema.org/draft-07/schema#").put("title", "A model of Fascicle");
        root.setAll(Forms.closed());
        Forms.put(root, "$schema", Forms.described(Forms.type("string"), "The file of this schema, for an editor."));
        Forms.put(root, "fascicle",
                Forms.described(Forms.any().put("const", ModelReader.FORMAT), "The version of the form of model files."));
        Forms.put(root, "data", Forms.orNull(kind(Kind.DATA)));
        Forms.put(root, "inputs", Forms.described(Forms.orNull(Forms.byName(Forms.list(Forms.atLeast("integer", 1)))
                .put("minProperties", 1)), "The shape of a row of each input, by its name; of the data by default."));
        Forms.put(root, "network", Forms.described(Forms.list(kind(Kind.LAYER)).put("minItems", 1),
                "The layers, each applied to the one before it unless it has inputs."));
        Forms.put(root, OUTPUTS, Forms.described(Forms.orNull(Forms.distinct(Forms.type("string"))),
                "The layers whose results come out; the last one by default."));
        Forms.put(root, LOSS, Forms.described(Forms.any(), "What training minimizes; with several outputs, by output."));
        Forms.put(root, "loss_weights", Forms.orNull(Forms.byName(Forms.atLeast("number", 0))));
        Forms.put(root, METRICS,
                Forms.described(Forms.any(), "What is measured beside the loss; with several outputs, by output."));
        Forms.put(root, WEIGHTED, Forms.described(Forms.any(), "Metrics in which rows count for their weights."));
        Forms.put(root, OPTIMIZER, kind(Kind.OPTIMIZER));
        Forms.put(root, "updates", Forms.described(Forms.orNull(Forms.list(kind(Kind.TRANSFORM))),
                "What stands around the optimizer, the outermost first."));
        Forms.put(root, "gradient_transforms",
                Forms.described(Forms.orNull(Forms.list(kind(Kind.TRANSFORM))), "The former name of updates."));
        Forms.put(root, "parameter_groups", Forms.orNull(Forms.list(group())));
        Forms.put(root, "training", Forms.orNull(training()));
        Forms.require(root, "fascicle", "network");
        together(root, LOSS, OPTIMIZER);
        byOutputs(root);
        ObjectNode definitions = root.putObject("definitions");
        Kinds kinds = new Kinds(installed, common, definitions);
        Arrays.stream(Kind.values()).filter(Kind::isOfModels).forEach(kinds::define);
        return root;
    }

    private static ObjectNode kind(Kind kind) {
        return Forms.ref(kind.toString());
    }

    /** A file has both, or a network alone. */
    private static void together(ObjectNode root, String first, String second) {
        ObjectNode dependencies = root.putObject("dependencies");
        dependencies.putArray(first).add(second);
        dependencies.putArray(second).add(first);
    }

    /** Where the file names its outputs, losses and metrics are objects by output. */
    private static void byOutputs(ObjectNode root) {
        ObjectNode named = root.putObject("if");
        Forms.put(named, OUTPUTS, Forms.type("array"));
        Forms.require(named, OUTPUTS);
        ObjectNode several = root.putObject("then");
        Forms.put(several, LOSS, Forms.byName(kind(Kind.LOSS)));
        ObjectNode one = root.putObject("else");
        Forms.put(one, LOSS, kind(Kind.LOSS));
        Forms.put(one, "loss_weights", Forms.type("null"));
        for (String key : List.of(METRICS, WEIGHTED)) {
            Forms.put(several, key, Forms.orNull(Forms.byName(Forms.orNull(Forms.list(kind(Kind.METRIC))))));
            Forms.put(one, key, Forms.orNull(Forms.list(kind(Kind.METRIC))));
        }
    }

    private ObjectNode group() {
        ObjectNode group = Forms.closed();
        Forms.put(group, "match", Forms.described(CommonOptions.patterns(), "The parameters of the group: head_1, */bias."));
        Forms.put(group, "learning_rate_multiplier",
                Forms.orNull(Forms.anyOf(Forms.number(Optional.of(Interval.parse("[0,inf)"))), kind(Kind.SCHEDULE))));
        common.perParameter().forEach((name, form) -> Forms.put(group, name, form));
        Forms.put(group, OPTIMIZER, Forms.orNull(kind(Kind.OPTIMIZER)));
        Forms.require(group, "match");
        return group.put("minProperties", 2);
    }

    private static ObjectNode training() {
        ObjectNode training = Forms.closed();
        Forms.put(training, "epochs", Forms.atLeast("integer", 0));
        Forms.put(training, "batch_size", Forms.atLeast("integer", 1));
        Forms.put(training, "seed", Forms.type("integer"));
        Forms.put(training, "shuffle", Forms.described(Forms.type("boolean"), "Whether each epoch has an order of its own."));
        Forms.put(training, "precision",
                Forms.words(Arrays.stream(Precision.values()).map(Object::toString).collect(Collectors.toList())));
        Forms.put(training, "early_stopping", Forms.orNull(earlyStopping()));
        Forms.put(training, "class_weight", Forms.described(Forms.orNull(Forms.anyOf(Forms.words(List.of("balanced")),
                Forms.byName(Forms.atLeast("number", 0)).put("minProperties", 1))),
                "What the losses of the rows of a class are multiplied with."));
        return training;
    }

    private static ObjectNode earlyStopping() {
        ObjectNode stopping = Forms.closed();
        Forms.put(stopping, "monitor",
                Forms.described(Forms.type("string"), "val_loss, loss, or a metric by its name in the history."));
        Forms.put(stopping, "mode", Forms.words(List.of("auto", "min", "max")));
        Forms.put(stopping, "patience", Forms.atLeast("integer", 0));
        Forms.put(stopping, "min_delta", Forms.atLeast("number", 0));
        Forms.put(stopping, "baseline", Forms.orNull(Forms.type("number")));
        Forms.put(stopping, "start_from_epoch", Forms.atLeast("integer", 0));
        Forms.put(stopping, "restore_best_weights", Forms.type("boolean"));
        return stopping;
    }
}

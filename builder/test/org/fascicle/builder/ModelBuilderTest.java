package org.fascicle.builder;

import static org.fascicle.builder.Activations.elu;
import static org.fascicle.builder.DataSources.csv;
import static org.fascicle.builder.DataSources.digits;
import static org.fascicle.builder.EarlyStopping.earlyStopping;
import static org.fascicle.builder.Layers.add;
import static org.fascicle.builder.Layers.dense;
import static org.fascicle.builder.Layers.flatten;
import static org.fascicle.builder.Losses.huber;
import static org.fascicle.builder.Losses.meanSquaredError;
import static org.fascicle.builder.Metrics.accuracy;
import static org.fascicle.builder.Metrics.auc;
import static org.fascicle.builder.ModelBuilder.model;
import static org.fascicle.builder.Optimizers.adam;
import static org.fascicle.builder.Optimizers.sgd;
import static org.fascicle.builder.ParameterGroup.parameters;
import static org.fascicle.builder.Schedules.cosine;
import static org.fascicle.builder.Schedules.exponential;
import static org.fascicle.builder.Transforms.clipByNorm;
import static org.fascicle.builder.Transforms.gradientCentralization;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Scale;
import org.fascicle.api.model.Definition;
import org.fascicle.api.problem.InputException;
import org.fascicle.builder.schedule.Cosine;
import org.fascicle.builder.technique.Named;
import org.junit.jupiter.api.Test;

class ModelBuilderTest {
    private static final ModelBuilder SMALL =
            model(flatten(), dense(10)).data(digits()).loss(meanSquaredError()).optimizer(sgd());

    @Test
    void saysWhatAModelFileSays() {
        ModelBuilder built = model(flatten(), dense(300).activation(elu().alpha(0.5)).useBias(false).name("hidden"))
                .layers(dense(10).activation("softmax").kernelRegularizer(Named.regularizer("com.example:mine").option("by", 2)))
                .data(digits().validation(0.1).scale(Scale.STANDARD))
                .loss("sparse_categorical_crossentropy").metrics(accuracy())
                .optimizer(
                        adam().learningRate(exponential(0.01, 0.1, 20).unit(org.fascicle.builder.schedule.Exponential.Unit.STEP)))
                .epochs(20).batchSize(64).seed(1L << 40).shuffle(false).precision(Precision.BFLOAT16)
                .earlyStopping(earlyStopping().patience(5));
        assertEquals(Json.tree("""
                { "fascicle": 1,
                  "data": { "digits": { "validation": 0.1, "scale": "standard" } },
                  "network": [
                    "flatten",
                    { "dense": { "units": 300, "activation": { "elu": { "alpha": 0.5 } }, "use_bias": false, "name": "hidden" } },
                    { "dense": { "units": 10, "activation": "softmax",
                                 "kernel_regularizer": { "com.example:mine": { "by": 2 } } } } ],
                  "loss": "sparse_categorical_crossentropy",
                  "metrics": [ "accuracy" ],
                  "optimizer": { "adam": { "learning_rate": { "exponential": {
                    "initial": 0.01, "factor": 0.1, "every": 20.0, "unit": "step" } } } },
                  "training": { "epochs": 20, "batch_size": 64, "seed": 1099511627776, "shuffle": false,
                                "precision": "bfloat16", "early_stopping": { "patience": 5 } } }"""), built.tree());
    }

    @Test
    void rowsToValidateWithMayComeFromElsewhere() {
        assertEquals("{digits={validation=valid.csv}}", digits().validation("valid.csv").tree().toString());
        assertEquals("{digits={validation={column=split}}}", digits().validationColumn("split").tree().toString());
        assertEquals("{digits={validation={file=v.npy}}}", digits().validation(Map.of("file", "v.npy")).tree().toString());
    }

    @Test
    void theLastValueCounts() {
        assertEquals(SMALL.epochs(2), SMALL.epochs(1).epochs(2));
        assertEquals(elu().alpha(2), elu().alpha(1).alpha(2));
        assertNotEquals(SMALL.epochs(1), SMALL.epochs(2));
    }

    @Test
    void nothingChanges() {
        ModelBuilder before = model(SMALL.definition());
        SMALL.epochs(7).layers(flatten()).metrics(accuracy());
        assertEquals(before, SMALL);
        assertThrows(UnsupportedOperationException.class, () -> SMALL.tree().put("epochs", 1));
        assertThrows(UnsupportedOperationException.class, () -> elu().alpha(1).options().put("alpha", 2));
        int[] strides = {2, 2};
        var layer = Layers.conv2d(3, 3, 3).strides(strides);
        strides[0] = 5;
        assertEquals(List.of(2, 2), layer.options().get("strides"));
    }

    @Test
    void severalInputsAndOutputs() {
        ModelBuilder built = model(
                dense(8).name("left").inputs("image"), dense(8).name("right").inputs("sound"),
                add().name("both").inputs("left", "right"),
                dense(1).name("age"), dense(2).name("kind").inputs("both"))
                .input("image", 28, 28).input("sound", 100)
                .outputs("age", "kind")
                .loss("age", huber()).loss("kind", meanSquaredError()).lossWeight("kind", 0.5)
                .metrics("kind", accuracy(), auc()).optimizer("adam");
        Map<String, Object> tree = built.tree();
        assertEquals(Json.tree("{ \"image\": [28, 28], \"sound\": [100] }"), tree.get("inputs"));
        assertEquals(List.of("age", "kind"), tree.get("outputs"));
        assertEquals(Map.of("age", "huber", "kind", "mean_squared_error"), tree.get("loss"));
        assertEquals(Map.of("kind", 0.5), tree.get("loss_weights"));
        assertEquals(Map.of("kind", List.of("accuracy", "auc")), tree.get("metrics"));
        assertEquals(Map.of("input", List.of(4)), model(dense(1)).input(4).tree().get("inputs"));
        assertEquals(Json.spec("""
                { "fascicle": 1, "inputs": { "image": [28, 28], "sound": [100] },
                  "network": [ { "dense": { "units": 8, "name": "left", "inputs": "image" } },
                               { "dense": { "units": 8, "name": "right", "inputs": "sound" } },
                               { "add": { "name": "both", "inputs": [ "left", "right" ] } },
                               { "dense": { "units": 1, "name": "age" } },
                               { "dense": { "units": 2, "name": "kind", "inputs": "both" } } ],
                  "outputs": [ "age", "kind" ],
                  "loss": { "age": "huber", "kind": "mean_squared_error" }, "loss_weights": { "kind": 0.5 },
                  "metrics": { "kind": [ "accuracy", "auc" ] },
                  "optimizer": "adam" }""", "a test"), Json.spec(built));
    }

    @Test
    void updates() {
        ModelBuilder built = SMALL.updates(clipByNorm(1).match("dense").exclude("bias"))
                .updates(Named.transform("com.example:lookahead"))
                .parameterGroups(parameters("base_*").learningRateMultiplier(0.1))
                .parameterGroups(parameters("head", "bias").learningRateMultiplier(cosine(1)).weightDecay(0).optimizer(sgd()));
        assertEquals(Json.tree("""
                { "list": [ { "clip_by_norm": { "clipnorm": 1.0, "match": ["dense"], "exclude": ["bias"] } },
                            "com.example:lookahead" ],
                  "groups": [ { "match": ["base_*"], "learning_rate_multiplier": 0.1 },
                              { "match": ["head", "bias"], "learning_rate_multiplier": { "cosine": { "initial": 1.0 } },
                                "weight_decay": 0.0, "optimizer": "sgd" } ] }"""),
                Map.of("list", built.tree().get("updates"), "groups", built.tree().get("parameter_groups")));
    }

    @Test
    void optionsThatStandForTechniquesAroundAnOptimizer() {
        assertEquals(Json.spec("""
                { "fascicle": 1, "data": "digits", "network": [ "flatten", { "dense": { "units": 10 } } ],
                  "loss": "mean_squared_error",
                  "optimizer": { "adam": { "weight_decay": 0.004, "exclude_from_weight_decay": [ "bias", "gamma" ],
                                           "global_clipnorm": 1, "use_ema": true, "ema_momentum": 0.9,
                                           "ema_overwrite_frequency": 100, "gradient_accumulation_steps": 4 } },
                  "updates": [ "gradient_centralization" ],
                  "parameter_groups": [ { "match": "dense", "weight_decay": { "cosine": { "initial": 0.1 } } } ] }""", "a test"),
                Json.spec(SMALL.optimizer(adam().weightDecay(0.004).excludeFromWeightDecay("bias", "gamma").globalClipnorm(1)
                        .useEma(true).emaMomentum(0.9).emaOverwriteFrequency(100).gradientAccumulationSteps(4))
                        .updates(gradientCentralization())
                        .parameterGroups(parameters("dense").weightDecay(cosine(0.1)))));
    }

    @Test
    void theFormerNameOfUpdates() {
        ModelBuilder old = SMALL.with("gradient_transforms", List.of("gradient_centralization"));
        assertEquals(Json.spec(SMALL.updates(gradientCentralization(), clipByNorm(1))), Json.spec(old.updates(clipByNorm(1))));
    }

    @Test
    void whatTheBuilderHasNoMethodFor() {
        assertEquals(3, SMALL.with("later", 3).tree().get("later"));
        assertEquals(Map.of("epochs", 2, "later", List.of("a")),
                SMALL.epochs(2).training("later", List.of("a")).tree().get("training"));
        assertEquals("null", String.valueOf(dense(3).option("activation", null).options().get("activation")));
        assertTrue(dense(3).option("activation", null).options().containsKey("activation"));
        assertEquals(Map.of("elu", Map.of(), "version", "[1,2)"), elu().version("[1,2)").tree());
        assertEquals(Cosine.Unit.STEP.name().toLowerCase(), cosine(1).unit(Cosine.Unit.STEP).options().get("unit"));
    }

    @Test
    void whatAModelFileCannotSayIsRefused() {
        assertEquals("'alpha' must be a finite number, not NaN",
                assertThrows(InputException.class, () -> elu().alpha(Double.NaN)).getMessage());
        assertEquals(
                "'file' cannot be an object of the class java.util.concurrent.atomic.AtomicInteger. Give it a number, a text, "
                        + "a truth value, a technique, or a list of these",
                assertThrows(InputException.class,
                        () -> csv("rows.csv").option("file", new java.util.concurrent.atomic.AtomicInteger())).getMessage());
        assertEquals("an option has no name", assertThrows(InputException.class, () -> elu().option(" ", 1)).getMessage());
        assertEquals("my.json: a definition that is a file or a text has no values yet. Give what Fascicle.tree makes of it",
                assertThrows(InputException.class, () -> model(Definition.file(Path.of("my.json")))).getMessage());
    }

    @Test
    void labels() {
        assertEquals("the model that was built", SMALL.definition().label());
        assertEquals("mine", SMALL.definition("mine").label());
        assertEquals("activation elu {alpha=0.5}", elu().alpha(0.5).toString());
        assertEquals("activation elu [1,2)", elu().version("[1,2)").toString());
    }
}

package org.fascicle.builder;

import static org.fascicle.builder.Activations.elu;
import static org.fascicle.builder.Activations.relu;
import static org.fascicle.builder.Activations.selu;
import static org.fascicle.builder.Activations.softmax;
import static org.fascicle.builder.DataSources.csv;
import static org.fascicle.builder.DataSources.digits;
import static org.fascicle.builder.DataSources.fashionMnist;
import static org.fascicle.builder.EarlyStopping.earlyStopping;
import static org.fascicle.builder.Initializers.heNormal;
import static org.fascicle.builder.Initializers.lecunNormal;
import static org.fascicle.builder.Layers.activation;
import static org.fascicle.builder.Layers.add;
import static org.fascicle.builder.Layers.batchNormalization;
import static org.fascicle.builder.Layers.bidirectional;
import static org.fascicle.builder.Layers.conv2d;
import static org.fascicle.builder.Layers.dense;
import static org.fascicle.builder.Layers.dropout;
import static org.fascicle.builder.Layers.flatten;
import static org.fascicle.builder.Layers.globalAveragePooling;
import static org.fascicle.builder.Layers.gru;
import static org.fascicle.builder.Layers.layerNormalization;
import static org.fascicle.builder.Layers.lstm;
import static org.fascicle.builder.Layers.maxPooling2d;
import static org.fascicle.builder.Layers.multiHeadAttention;
import static org.fascicle.builder.Layers.positionEmbedding;
import static org.fascicle.builder.Layers.randomRotation;
import static org.fascicle.builder.Layers.randomZoom;
import static org.fascicle.builder.Layers.reshape;
import static org.fascicle.builder.Layers.sequential;
import static org.fascicle.builder.Losses.meanSquaredError;
import static org.fascicle.builder.Losses.sparseCategoricalCrossentropy;
import static org.fascicle.builder.Losses.supervisedContrastive;
import static org.fascicle.builder.Metrics.accuracy;
import static org.fascicle.builder.Metrics.meanAbsoluteError;
import static org.fascicle.builder.ModelBuilder.model;
import static org.fascicle.builder.Optimizers.adam;
import static org.fascicle.builder.Optimizers.nesterov;
import static org.fascicle.builder.ParameterGroup.parameters;
import static org.fascicle.builder.Regularizers.l2;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.data.Scale;
import org.fascicle.api.model.Definition;
import org.fascicle.builder.layer.Dense;
import org.fascicle.builder.layer.RandomRotation;
import org.fascicle.core.model.ModelFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every model file of the examples, written in Java: the same specification. */
class ExamplesTest {
    private static final Path FOLDER = Path.of("../examples");
    private static final Map<String, ModelBuilder> MODELS = new LinkedHashMap<>();

    static {
        ModelBuilder deep = model(flatten());
        for (int i = 0; i < 5; i++) {
            deep = deep.layers(dense(100).kernelInitializer(heNormal()).useBias(false), batchNormalization(), activation(elu()),
                    dropout(0.1));
        }
        MODELS.put("attention/digits", trained(model(reshape().targetShape(8, 8), dense(32).name("lines"),
                positionEmbedding(8).name("places"), add().name("steps").inputs("lines", "places"),
                multiHeadAttention(4, 8).name("read").dropout(0.1), add().name("both").inputs("steps", "read"),
                layerNormalization().name("attended"),
                sequential(dense(64).activation("gelu"), dense(32)).name("each"), add().inputs("attended", "each"),
                layerNormalization(), globalAveragePooling(), classes(10)), 15, 32, 42)
                .data(digits().validation(300).scale(Scale.UNIT)).optimizer(adam().learningRate(0.003)));

        MODELS.put("digits", trained(deep.layers(dense(10).activation(softmax()))
                .data(digits().validation(300).scale(Scale.UNIT)).optimizer(nesterov().learningRate(0.02).momentum(0.9)), 20, 32,
                42)
                .earlyStopping(earlyStopping().monitor("val_accuracy").patience(10).restoreBestWeights(true)));

        MODELS.put("embedding/digits", trained(model(flatten(), dense(32).kernelInitializer(heNormal()).useBias(false),
                batchNormalization(), activation(elu()), dropout(0.1), classes(10)), 5, 32, 42)
                .data(digits().scale(Scale.UNIT)).optimizer("adam"));

        MODELS.put("fashion_mnist_bn", fashion(model(flatten(), batchNormalization(),
                regularized(300), batchNormalization(), activation(elu()), dropout(0.2),
                regularized(100), batchNormalization(), activation(elu()), dropout(0.2),
                dense(10).activation(softmax()).kernelRegularizer(l2().l2(0.0001))), Scale.UNIT, 5)
                .optimizer(adam().learningRate(0.001)));
        MODELS.put("fashion_mnist_cnn", fashion(model(reshape().targetShape(28, 28, 1),
                conv2d(32, 3, 3).activation(relu()), conv2d(64, 3, 3).activation(relu()), maxPooling2d().poolSize(2, 2),
                dropout(0.25), flatten(), dense(128).activation(relu()), dense(10).activation(softmax())), Scale.UNIT, 3)
                .optimizer(adam().learningRate(0.001)));
        MODELS.put("fashion_mnist_mlp", fashion(model(flatten(), hidden(300), hidden(100), dense(10).activation(softmax())),
                Scale.UNIT, 5).optimizer(nesterov().learningRate(0.01).momentum(0.9)));
        ModelBuilder selu = model(flatten());
        for (int i = 0; i < 20; i++) {
            selu = selu.layers(dense(100).activation(selu()).kernelInitializer(lecunNormal()));
        }
        MODELS.put("fashion_mnist_selu", fashion(selu.layers(dense(10).activation(softmax())), Scale.STANDARD, 5)
                .optimizer(nesterov().learningRate(0.001).momentum(0.9)));

        ModelBuilder plain =
                trained(model(reshape().targetShape(8, 8, 1), flatten(), hidden(100), hidden(100), classes(10)), 200, 20, 1);
        MODELS.put("augmentation/plain",
                plain.data(digits().validation(1400).stratify(false).scale(Scale.UNIT)).optimizer(adam()));
        MODELS.put("augmentation/augmented", trained(model(reshape().targetShape(8, 8, 1),
                randomRotation(0.04).fillMode(RandomRotation.FillMode.NEAREST), randomZoom(0.1),
                flatten(), hidden(100), hidden(100), classes(10)), 200, 20, 1)
                .data(digits().validation(1400).stratify(false).scale(Scale.UNIT)).optimizer("adam"));

        MODELS.put("recurrent/digits", trained(model(reshape().targetShape(8, 8), bidirectional(lstm(32).returnSequences(true)),
                gru(32).dropout(0.1), classes(10)), 15, 32, 42)
                .data(digits().validation(300).scale(Scale.UNIT)).optimizer(adam().learningRate(0.005)));

        ModelBuilder embedded = model(flatten(), dense(100).name("first").activation(elu()).kernelInitializer(heNormal()),
                dense(32).name("embedding")).data(digits().validation(300).scale(Scale.UNIT));
        MODELS.put("contrastive/embed", embedded.loss(supervisedContrastive().temperature(0.1))
                .optimizer(adam().learningRate(0.002)).epochs(20).batchSize(128).seed(1));
        MODELS.put("contrastive/classify", trained(model(flatten(),
                dense(100).name("first").activation(elu()).from("embed.fasc").trainable(false),
                dense(32).name("embedding").from("embed.fasc").trainable(false), classes(10).name("class")), 10, 32, 1)
                .data(digits().validation(300).scale(Scale.UNIT)).optimizer(adam().learningRate(0.01)));
        MODELS.put("waves/model", model(reshape().targetShape(20, 1), lstm(24), dense(1))
                .data(csv("train.csv").testFile("test.csv").label("next").regression(true).validation(50))
                .loss(meanSquaredError()).metrics(meanAbsoluteError())
                .optimizer(adam().learningRate(0.01).clipnorm(1)).epochs(20).batchSize(32).seed(1));

        ModelBuilder fixed = trained(model(flatten(), hidden(100), hidden(100), classes(10)), 100, 20, 1)
                .data(digits().validation(1200).stratify(false).scale(Scale.UNIT)).optimizer(adam().learningRate(0.003));
        MODELS.put("early_stopping/fixed", fixed);
        MODELS.put("early_stopping/stopped",
                fixed.earlyStopping(earlyStopping().monitor("val_loss").patience(10).restoreBestWeights(true)));

        ModelBuilder oneRate = fewLabels(hidden(100).name("hidden_1").from("../reuse/eight_digits.fasc"),
                hidden(50).name("hidden_2").from("../reuse/eight_digits.fasc"), classes(10).name("classes"))
                .optimizer(adam().learningRate(0.01));
        MODELS.put("layer_rates/one_rate", oneRate);
        MODELS.put("layer_rates/slow_hidden", oneRate.parameterGroups(parameters("hidden_*").learningRateMultiplier(0.2)));

        MODELS.put("passengers/model",
                trained(model(dense(16).activation(elu()).kernelInitializer(heNormal()), classes(2)), 30, 32, 1)
                        .data(csv("passengers.csv").label("fate").id("id").ignore("name").categorical("deck", "sex", "port")
                                .fill("median", "port=most_frequent").validation(80).scale(Scale.STANDARD))
                        .optimizer(adam().learningRate(0.01)));

        MODELS.put("pretraining/autoencoder", model(flatten(), hidden(100).name("encoder_1"), hidden(50).name("encoder_2"),
                hidden(100).name("decoder_1"), dense(64).name("decoder_2"), reshape().targetShape(8, 8))
                .data(digits().validation(300).stratify(false).scale(Scale.UNIT).target("features")).loss("mean_squared_error")
                .optimizer(adam()).epochs(60).batchSize(32).seed(1));
        MODELS.put("pretraining/few_labels", fewLabels(hidden(100).name("encoder_1"), hidden(50).name("encoder_2"), classes(10))
                .optimizer(adam()));
        MODELS.put("pretraining/few_labels_pretrained", fewLabels(hidden(100).name("encoder_1").from("autoencoder.fasc"),
                hidden(50).name("encoder_2").from("autoencoder.fasc"), classes(10)).optimizer(adam()));

        MODELS.put("reuse/eight_digits", trained(model(flatten(), hidden(100).name("hidden_1"), hidden(50).name("hidden_2"),
                classes(8).name("classes")), 30, 32, 1)
                .data(digits().validation(100).stratify(false).scale(Scale.UNIT).onlyClasses(0, 1, 2, 3, 4, 5, 6, 7))
                .optimizer(adam()));
        MODELS.put("reuse/frozen", fewLabels(hidden(100).name("hidden_1").from("eight_digits.fasc").trainable(false),
                hidden(50).name("hidden_2").from("eight_digits.fasc").trainable(false), classes(10).name("classes"))
                .optimizer(adam().learningRate(0.005)));
        MODELS.put("reuse/scratch",
                fewLabels(hidden(100).name("hidden_1"), hidden(50).name("hidden_2"), classes(10).name("classes"))
                        .optimizer(adam()));
        MODELS.put("reuse/unfrozen", fewLabels(hidden(100).name("hidden_1").from("frozen.fasc"),
                hidden(50).name("hidden_2").from("frozen.fasc"), classes(10).name("classes").from("frozen.fasc"))
                .optimizer(adam().learningRate(0.0003)).epochs(40));
    }

    private static Dense hidden(int units) {
        return dense(units).activation(elu()).kernelInitializer(heNormal());
    }

    private static Dense regularized(int units) {
        return dense(units).kernelInitializer(heNormal()).useBias(false).kernelRegularizer(l2().l2(0.0001));
    }

    private static Dense classes(int classes) {
        return dense(classes).activation("softmax");
    }

    private static ModelBuilder trained(ModelBuilder model, int epochs, int batchSize, long seed) {
        return model.loss(sparseCategoricalCrossentropy()).metrics(accuracy()).epochs(epochs).batchSize(batchSize).seed(seed);
    }

    private static ModelBuilder fashion(ModelBuilder model, Scale scale, int epochs) {
        return trained(model, epochs, 32, 42).data(fashionMnist().validation(5000).scale(scale));
    }

    private static ModelBuilder fewLabels(Dense... layers) {
        return trained(model(flatten()).layers(layers), 60, 10, 1)
                .data(digits().validation(1450).stratify(false).scale(Scale.UNIT));
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> walk = Files.walk(FOLDER)) {
            return walk.filter(file -> file.toString().endsWith(".json") && ModelFile.text(file).contains("\"network\""))
                    .map(file -> FOLDER.relativize(file).toString())
                    .map(file -> file.substring(0, file.length() - ".json".length()))
                    .sorted().collect(Collectors.toList());
        }
    }

    @Test
    void everyModelFileIsHere() throws IOException {
        assertEquals(files(), List.copyOf(new TreeSet<>(MODELS.keySet())));
    }

    @TestFactory
    List<DynamicTest> sameSpecification() throws IOException {
        return files().stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            String text = ModelFile.text(FOLDER.resolve(name + ".json"));
            assertEquals(Json.spec(text, name), Json.spec(MODELS.get(name)));
        })).collect(Collectors.toList());
    }

    @TestFactory
    List<DynamicTest> readAsABuilder() throws IOException {
        return files().stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            Map<String, Object> tree = Json.tree(ModelFile.text(FOLDER.resolve(name + ".json")));
            ModelBuilder read = model(Definition.tree(tree, name));
            assertEquals(tree, read.tree());
            assertEquals(Json.spec(MODELS.get(name).epochs(3)), Json.spec(read.epochs(3)));
        })).collect(Collectors.toList());
    }
}

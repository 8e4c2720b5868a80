package org.fascicle.examples;

import java.nio.file.Path;

import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.fascicle.embedded.Platform;

/** A program that trains a model of many parameters for one step, and saves all that the training holds. */
final class LargeModel {
    private static final long WIDTH = 2000;
    /** All parameters: kernels and biases of five layers of that width, and of one of ten units. */
    static final long PARAMETERS = (64 + 1) * WIDTH + 4 * (WIDTH + 1) * WIDTH + (WIDTH + 1) * 10;

    private static final String DEFINITION = """
            { "fascicle": 1,
              "data": "digits",
              "network": [ { "flatten": {} },
                           { "dense": { "units": 2000, "activation": "relu" } },
                           { "dense": { "units": 2000, "activation": "relu" } },
                           { "dense": { "units": 2000, "activation": "relu" } },
                           { "dense": { "units": 2000, "activation": "relu" } },
                           { "dense": { "units": 2000, "activation": "relu" } },
                           { "dense": { "units": 10, "activation": "softmax" } } ],
              "loss": "sparse_categorical_crossentropy",
              "optimizer": "adam",
              "training": { "epochs": 1, "batch_size": 2000 } }
            """;

    private LargeModel() {}

    public static void main(String[] args) {
        try (Platform platform = Platform.start();
                Model model = platform.fascicle().create(Definition.text(DEFINITION, "large.json"), Settings.defaults());
                Training training = platform.fascicle().train(model).start()) {
            training.join();
            training.save(Path.of(args[0]));
        }
    }
}

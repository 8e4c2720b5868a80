package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Model files that the tests share, small enough to be trained in an instant. */
public final class Models {
    /** Batch normalization and dropout on the built-in digits; 1400 rows to train on, so that the last batch is partial. */
    public static final String NORMALIZED = """
            { "fascicle": 1,
              "data": { "digits": { "validation": 100, "scale": "unit" } },
              "network": [
                { "flatten": {} },
                { "dense": { "units": 24, "kernel_initializer": "he_normal", "use_bias": false } },
                { "batch_normalization": {} },
                { "activation": { "activation": "elu" } },
                { "dropout": { "rate": 0.2 } },
                { "dense": { "units": 10, "activation": "softmax", "kernel_regularizer": { "l2": { "l2": 0.0001 } } } } ],
              "loss": "sparse_categorical_crossentropy",
              "metrics": [ "accuracy" ],
              "optimizer": { "nesterov": { "learning_rate": 0.02, "momentum": 0.9 } },
              "training": { "epochs": 4, "batch_size": 96, "seed": 7 } }
            """;

    /**
     * Self-normalizing layers behind standard scaling, with a bias that feeds a normalization, a constraint and a
     * schedule.
     */
    public static final String DEEP = """
            { "fascicle": 1,
              "data": { "digits": { "scale": "standard" } },
              "network": [
                { "flatten": {} },
                { "dense": { "units": 20, "activation": "selu", "kernel_initializer": "lecun_normal" } },
                { "dense": { "units": 20, "activation": "tanh",
                             "kernel_constraint": { "max_norm": { "max_value": 1.5 } } } },
                { "dense": { "units": 16, "name": "offset" } },
                { "batch_normalization": { "momentum": 0.9 } },
                { "activation": { "activation": "selu" } },
                { "dropout": { "rate": 0.1 } },
                { "dense": { "units": 10, "activation": "softmax" } } ],
              "loss": "sparse_categorical_crossentropy",
              "metrics": [ "accuracy" ],
              "optimizer": { "momentum": {
                "learning_rate": { "exponential": { "initial": 0.02, "factor": 0.5, "every": 2 } } } },
              "training": { "epochs": 10, "batch_size": 50, "seed": 11 } }
            """;

    private Models() {}

    /** A model with some text replaced, which must be in it. */
    public static String with(String model, String old, String replacement) {
        assertTrue(model.contains(old), () -> "the model does not hold: " + old);
        return model.replace(old, replacement);
    }
}

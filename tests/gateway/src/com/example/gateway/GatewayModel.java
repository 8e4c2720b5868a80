package com.example.gateway;

import java.util.Optional;

import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;
import org.fascicle.api.readiness.ModelNeed;
import org.osgi.service.component.annotations.Component;

/** The model that the gateway needs, offered to the platform as a component offers a service. */
@Component
public final class GatewayModel implements ModelNeed {
    /** The id of the condition. */
    static final String ID = "com.example.gateway.model";

    private static final String MODEL = """
            { "fascicle": 1,
              "data": { "digits": { "validation": 100, "scale": "unit" } },
              "network": [
                { "flatten": {} },
                { "dense": { "units": 16, "kernel_initializer": "he_normal", "use_bias": false } },
                { "batch_normalization": {} },
                { "activation": { "activation": "elu" } },
                { "dropout": { "rate": 0.2 } },
                { "dense": { "units": 10, "activation": "softmax", "kernel_regularizer": { "l2": { "l2": 0.0001 } } } } ],
              "loss": "sparse_categorical_crossentropy",
              "metrics": [ "accuracy" ],
              "optimizer": { "nesterov": { "momentum": 0.9,
                             "learning_rate": { "exponential": { "initial": 0.02, "factor": 0.5, "every": 2 } } } },
              "training": { "epochs": 4, "batch_size": 96, "seed": 7 } }
            """;

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<Definition> definition() {
        return Optional.of(Definition.text(MODEL, "gateway.json"));
    }

    @Override
    public Purpose purpose() {
        return Purpose.TRAINING;
    }

    @Override
    public Settings settings() {
        return Settings.defaults().backend("reference");
    }
}

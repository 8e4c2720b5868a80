package com.example.dataservice;

import java.util.Optional;

import org.fascicle.api.model.Definition;
import org.fascicle.api.readiness.ModelNeed;
import org.osgi.service.component.annotations.Component;

/** The model that {@link Learner} trains: the platform says when everything for it is there. It names no data. */
@Component(service = ModelNeed.class)
public final class StatesModel implements ModelNeed {
    /** The id of the condition. */
    static final String ID = "com.example.states";
    /** What the model is to be. */
    static final Definition DEFINITION = Definition.text("""
        { "fascicle": 1,
          "network": [ { "dense": { "units": 8, "activation": "tanh" } }, { "dense": { "units": 3, "activation": "softmax" } } ],
          "loss": "sparse_categorical_crossentropy", "metrics": [ "accuracy" ],
          "optimizer": { "adam": { "learning_rate": 0.01 } },
          "training": { "epochs": 20, "batch_size": 32, "seed": 1 } }
        """, "states");

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<Definition> definition() {
        return Optional.of(DEFINITION);
    }

    @Override
    public Purpose purpose() {
        return Purpose.TRAINING;
    }
}

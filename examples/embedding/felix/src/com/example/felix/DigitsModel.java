package com.example.felix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.fascicle.api.model.Definition;
import org.fascicle.api.readiness.ModelNeed;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The model that this bundle needs: the platform says when everything for it is there. */
@Component(service = {ModelNeed.class, DigitsModel.class})
public final class DigitsModel implements ModelNeed {
    /** The id of the condition. */
    static final String ID = "com.example.digits";

    private final Definition definition;

    /** Made by Declarative Services. */
    @Activate
    public DigitsModel(BundleContext context) throws IOException {
        try (InputStream in = context.getBundle().getEntry("digits.json").openStream()) {
            definition = Definition.text(new String(in.readAllBytes(), StandardCharsets.UTF_8), "digits.json");
        }
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<Definition> definition() {
        return Optional.of(definition);
    }

    @Override
    public Purpose purpose() {
        return Purpose.TRAINING;
    }
}

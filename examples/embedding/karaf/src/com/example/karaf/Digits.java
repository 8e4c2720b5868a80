package com.example.karaf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code example:digits FILE}: trains a small network on handwritten digits, saves it, and reads a digit with it. */
@Component(service = Digits.class, property = {"osgi.command.scope=example", "osgi.command.function=digits"})
public final class Digits {
    private final BundleContext context;
    private final Fascicle fascicle;

    /** Made by Declarative Services. */
    @Activate
    public Digits(BundleContext context, @Reference Fascicle fascicle) {
        this.context = context;
        this.fascicle = fascicle;
    }

    /**
     * The command. What it prints goes to the console of the session that calls it.
     *
     * @param archive the file to write
     */
    public void digits(String archive) throws IOException {
        try (Model model = fascicle.create(definition(), Settings.defaults())) {
            fascicle.train(model).start().join();
            model.save(Path.of(archive));
            Rows test = fascicle.data(model).testRows().orElseThrow();
            float[] digit = new float[model.inputs().get(0).size()];
            test.features(0, digit, 0);
            System.out.println("read " + greatest(model.predict(digit, 1)) + ", and it is " + test.label(0));
        }
    }

    private Definition definition() throws IOException {
        try (InputStream in = context.getBundle().getEntry("digits.json").openStream()) {
            return Definition.text(new String(in.readAllBytes(), StandardCharsets.UTF_8), "digits.json");
        }
    }

    private static int greatest(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }
}

package com.example.felix;

import java.nio.file.Path;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;

/**
 * Trains a small network on handwritten digits, saves it to the file that the framework's property {@code com.example.archive} names,
 * reads a digit with it, and stops the framework.
 */
@Component(service = {})
public final class Digits {
    private final BundleContext context;
    private final Fascicle fascicle;
    private final Model model;

    /**
     * Starts the training, which goes on by itself: nobody waits for a component that is being activated.
     *
     * @param ready says that all bundles are there that the model needs, in whatever order they were started
     */
    @Activate
    public Digits(BundleContext context, @Reference Fascicle fascicle, @Reference DigitsModel needed,
            @Reference(target = "(osgi.condition.id=" + DigitsModel.ID + ")") Condition ready) {
        this.context = context;
        this.fascicle = fascicle;
        model = fascicle.create(needed.definition().orElseThrow(), Settings.defaults());
        fascicle.train(model).start().result().thenAccept(result -> use()).whenComplete((done, problem) -> end(problem));
    }

    @Deactivate
    void stop() {
        model.close();
    }

    private void use() {
        model.save(Path.of(context.getProperty("com.example.archive")));
        Rows test = fascicle.data(model).testRows().orElseThrow();
        float[] digit = new float[model.inputs().get(0).size()];
        test.features(0, digit, 0);
        System.out.println("read " + greatest(model.predict(digit, 1)) + ", and it is " + test.label(0));
    }

    private static int greatest(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }

    private void end(Throwable problem) {
        if (problem != null) {
            System.err.println(problem);
        }
        try {
            context.getBundle(0).stop();
        } catch (BundleException e) {
            System.err.println(e);
        }
    }
}

package com.example.dataservice;

import java.nio.file.Path;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.Scale;
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
 * Learns to read a machine's state from its sensors, from rows that some component offers as a service. When it has learned it, it
 * names the state for one measurement, and stops the framework.
 */
@Component(service = {})
public final class Learner {
    private final BundleContext context;
    private final Model model;

    /**
     * Starts the training, which goes on by itself.
     *
     * @param ready says that all bundles are there that the model needs
     */
    @Activate
    public Learner(BundleContext context, @Reference Fascicle fascicle, @Reference(target = "(machine=press-7)") Rows rows,
            @Reference(target = "(osgi.condition.id=" + StatesModel.ID + ")") Condition ready) {
        this.context = context;
        Data data = Data.of(rows).scaled(Scale.STANDARD);
        model = fascicle.create(StatesModel.DEFINITION, data, Settings.defaults());
        fascicle.train(model, data).start().result().thenAccept(result -> use()).whenComplete((done, problem) -> end(problem));
    }

    @Deactivate
    void stop() {
        model.close();
    }

    private void use() {
        model.save(Path.of(context.getProperty("com.example.archive")));
        float[] state = model.predict(new float[] {77, 4.0f, 4.4f}, 1);
        for (int i = 0; i < state.length; i++) {
            if (state[i] > 0.5) {
                System.out.println("the machine is " + model.outputs().get(0).classes().get(i));
            }
        }
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

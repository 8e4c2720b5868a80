package com.example.gateway;

import java.util.function.IntSupplier;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;

/** Predicts while the model can be used. Says what it has predicted: the class of a row of nothing but zeros. */
@Component(immediate = true, service = IntSupplier.class, property = "gateway=true")
public final class Gateway implements IntSupplier {
    private static final int PIXELS = 64;

    private final Model model;

    /** Made by Declarative Services once the condition is there. */
    @Activate
    public Gateway(@Reference Fascicle fascicle,
            @Reference(target = "(osgi.condition.id=" + GatewayModel.ID + ")") Condition ready) {
        GatewayModel need = new GatewayModel();
        model = fascicle.create(need.definition().orElseThrow(), need.settings());
        fascicle.train(model).summary();
    }

    @Deactivate
    void stop() {
        model.close();
    }

    @Override
    public int getAsInt() {
        float[] output = model.predict(new float[PIXELS], 1);
        int best = 0;
        for (int i = 1; i < output.length; i++) {
            best = output[i] > output[best] ? i : best;
        }
        return best;
    }
}

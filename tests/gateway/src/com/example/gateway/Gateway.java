package com.example.gateway;

import java.util.function.IntSupplier;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;

/** Works while the model can be used. Says how often it has begun to, less how often it has ended. */
@Component(immediate = true, service = IntSupplier.class, property = "gateway=true")
public final class Gateway implements IntSupplier {
    private int active;

    /** Made by Declarative Services once the condition is there. */
    @Activate
    public Gateway(@Reference(target = "(osgi.condition.id=" + GatewayModel.ID + ")") Condition ready) {
        active++;
    }

    @Deactivate
    void stop() {
        active--;
    }

    @Override
    public int getAsInt() {
        return active;
    }
}

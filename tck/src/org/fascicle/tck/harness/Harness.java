package org.fascicle.tck.harness;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.technique.TechniqueType;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The kit's own techniques, known to the platform until it is closed. */
public final class Harness implements AutoCloseable {
    private static final List<Class<?>> TECHNIQUES = List.of(
            Points.class, Mix.class, Pass.class, Probabilities.class, Distance.class, Descent.class, Steady.class,
            Even.class, Squares.class, Shrunk.class);

    private final List<ServiceRegistration<TechniqueType>> registrations = new ArrayList<>();

    /** The classes of the kit's own techniques, at most one of a kind that needs no option. */
    public static List<Class<?>> techniques() {
        return TECHNIQUES;
    }

    /** Makes them known. */
    public Harness(BundleContext context) {
        TECHNIQUES.forEach(each -> register(context, each));
        register(context, Bounded.class);
    }

    private void register(BundleContext context, Class<?> technique) {
        registrations.add(context.registerService(TechniqueType.class, TechniqueType.of(technique), null));
    }

    @Override
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}

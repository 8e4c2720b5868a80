package org.fascicle.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Asks Declarative Services, where they are, which components wait and what for. The launcher knows none of their classes (they live
 * in bundles), so it reads the data objects by the names of their fields.
 */
public final class Components {
    private static final String RUNTIME = "org.osgi.service.component.runtime.ServiceComponentRuntime";
    private static final int UNSATISFIED_REFERENCE = 2;
    private static final int FAILED_ACTIVATION = 16;

    private Components() {}

    /** A line for each component that waits or has failed. */
    public static List<String> unsatisfied(BundleContext context) {
        List<String> found = new ArrayList<>();
        ServiceReference<?> reference = context.getServiceReference(RUNTIME);
        if (reference == null) {
            return List.of();
        }
        try {
            Object runtime = context.getService(reference);
            Class<?> type = reference.getBundle().loadClass(RUNTIME);
            Class<?> description =
                    reference.getBundle().loadClass("org.osgi.service.component.runtime.dto.ComponentDescriptionDTO");
            Collection<?> all = (Collection<?>) type.getMethod("getComponentDescriptionDTOs", Bundle[].class).invoke(runtime,
                    (Object) new Bundle[0]);
            for (Object component : all) {
                Collection<?> configurations =
                        (Collection<?>) type.getMethod("getComponentConfigurationDTOs", description).invoke(runtime, component);
                for (Object configuration : configurations) {
                    add(found, String.valueOf(field(component, "name")), configuration);
                }
            }
        } catch (ReflectiveOperationException e) {
            found.add("the components cannot be asked: " + e);
        }
        return found;
    }

    private static void add(List<String> to, String name, Object configuration) throws ReflectiveOperationException {
        int state = (Integer) field(configuration, "state");
        if (state == FAILED_ACTIVATION) {
            String failure = String.valueOf(field(configuration, "failure"));
            to.add("component " + name + " failed to activate: " + failure.lines().findFirst().orElse(""));
        } else if (state == UNSATISFIED_REFERENCE) {
            for (Object reference : (Object[]) field(configuration, "unsatisfiedReferences")) {
                to.add("component " + name + " waits for its reference " + field(reference, "name")
                        + (field(reference, "target") == null ? "" : " with " + field(reference, "target")));
            }
        }
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        return of.getClass().getField(name).get(of);
    }
}

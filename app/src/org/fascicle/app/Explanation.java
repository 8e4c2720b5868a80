package org.fascicle.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Finds out why a service is not there. */
final class Explanation {
    private final BundleContext context;

    Explanation(BundleContext context) {
        this.context = context;
    }

    /** One paragraph on a service that was not found. */
    String of(String service) {
        List<String> reasons = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            String provided = bundle.getHeaders("").get(Constants.PROVIDE_CAPABILITY);
            if (provided != null && provided.contains("\"" + service + "\"")) {
                reasons.add(bundle.getSymbolicName() + " " + bundle.getVersion() + " " + state(bundle, service));
            }
        }
        String reason = reasons.isEmpty() ? "no installed bundle provides it" : String.join("; ", reasons);
        return "the service " + service + " is not there: " + reason;
    }

    private String state(Bundle bundle, String service) {
        switch (bundle.getState()) {
            case Bundle.ACTIVE:
                return component(bundle, service);
            case Bundle.INSTALLED:
                return "is installed and does not resolve: something that it requires is missing";
            case Bundle.RESOLVED:
                return "is not started";
            default:
                return "is just starting or stopping";
        }
    }

    private String component(Bundle bundle, String service) {
        ServiceReference<ServiceComponentRuntime> reference = context.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) {
            return "runs, but Declarative Services do not";
        }
        ServiceComponentRuntime runtime = context.getService(reference);
        List<String> reasons = new ArrayList<>();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs(bundle)) {
            if (Arrays.asList(description.serviceInterfaces).contains(service)) {
                for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(description)) {
                    reasons.add(configuration(description, configuration));
                }
            }
        }
        context.ungetService(reference);
        return reasons.isEmpty() ? "runs, but has not registered it" : String.join("; ", reasons);
    }

    private static String configuration(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
        if (configuration.failure != null) {
            return "has it in " + description.name + ", which failed: "
                    + configuration.failure.lines().findFirst().orElse("");
        }
        List<String> waits = new ArrayList<>();
        for (UnsatisfiedReferenceDTO unsatisfied : configuration.unsatisfiedReferences) {
            waits.add(unsatisfied.name + (unsatisfied.target == null ? "" : " " + unsatisfied.target));
        }
        return "has it in " + description.name + ", which waits for " + String.join(", ", waits);
    }
}

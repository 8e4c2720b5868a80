package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.fascicle.api.technique.TechniqueType;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.junit5.context.BundleContextExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BundleContextExtension.class)
class PlatformTest {
    @InjectBundleContext
    BundleContext context;

    @Test
    void everyBundleRuns() {
        List<String> idle = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (bundle.getState() != (fragment ? Bundle.RESOLVED : Bundle.ACTIVE)) {
                idle.add(bundle + " in state " + bundle.getState());
            }
        }
        assertEquals(List.of(), idle);
    }

    @Test
    void everyTechniqueIsAServiceOfItsOwnBundle() throws Exception {
        for (Bundle bundle : context.getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            List<String> announced = new ArrayList<>();
            for (BundleCapability capability : wiring.getCapabilities("fascicle.technique")) {
                announced.add((String) capability.getAttributes().get("name"));
            }
            Collection<ServiceReference<TechniqueType>> all = context.getServiceReferences(TechniqueType.class, null);
            List<String> registered = all.stream().filter(r -> bundle.equals(r.getBundle())).map(r -> context.getService(r).name()).sorted().toList();
            assertEquals(announced.stream().sorted().toList(), registered, bundle.toString());
        }
    }
}

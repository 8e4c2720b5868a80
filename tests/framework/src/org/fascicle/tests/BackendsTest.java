package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

/** What the other tests of backends run on. */
public class BackendsTest extends PlatformTest {
    /** A backend without a device is left out of all tests, so this says which; where CI asks for all of them, it fails. */
    @Test
    void eachHasSomethingToComputeOn() throws Exception {
        List<String> found = backends();
        for (ServiceReference<Backend> reference : context().getServiceReferences(Backend.class, null)) {
            Backend backend = context().getService(reference);
            if (!found.contains(backend.name())) {
                String problem = "the backend '" + backend.name() + "' is not tested: " + backend.capabilities().missing();
                if ("true".equals(System.getenv("CI"))) {
                    fail(problem + ". CI=true asks for it");
                }
                abort(problem);
            }
        }
    }
}

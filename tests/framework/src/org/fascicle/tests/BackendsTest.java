package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.fascicle.api.backend.Backend;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

/** What the other tests of backends run on. */
public class BackendsTest extends PlatformTest {
    /** It needs a card, which no build asks for: it is tested on a fake driver. */
    private static final String CARD = "cuda";

    /** A backend without a device is left out of all tests, so this says which; where CI asks for all of them, it fails. */
    @Test
    void eachHasSomethingToComputeOn() throws Exception {
        List<String> tested = allBackends();
        Map<String, String> missing = new TreeMap<>();
        for (ServiceReference<Backend> reference : context().getServiceReferences(Backend.class, null)) {
            Backend backend = context().getService(reference);
            if (!backend.capabilities().missing().isEmpty()) {
                missing.put(backend.name(), backend.capabilities().missing());
            }
        }
        assertTrue(missing.keySet().stream().noneMatch(tested::contains), missing.toString());
        String problem = "these backends are not tested: " + missing;
        if ("true".equals(System.getenv("CI")) && !Set.of(CARD).containsAll(missing.keySet())) {
            fail(problem + ". CI=true asks for all but " + CARD);
        }
        assumeTrue(missing.isEmpty(), problem);
    }
}

package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** What computes where nobody names a backend. */
public class DefaultBackendTest extends PlatformTest {
    @Test
    void itIsJit() throws Exception {
        allBackends();
        assertEquals("jit", chosen());
    }

    @Test
    void itIsTheNextBestWhereJitIsNotThere() throws Exception {
        allBackends();
        Bundle jit = context().getServiceReferences(Backend.class, "(name=jit)").iterator().next().getBundle();
        jit.stop();
        try {
            assertEquals("nd4j", chosen());
        } finally {
            jit.start();
        }
        allBackends();
    }

    private String chosen() {
        try (Model network = create(Models.NORMALIZED, Settings.defaults())) {
            return network.backend();
        }
    }
}

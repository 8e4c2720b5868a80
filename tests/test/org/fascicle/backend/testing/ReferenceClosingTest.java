package org.fascicle.backend.testing;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.reference.ReferenceBackend;

/** The reference closes and stops as all backends do. It cannot test so in its own project, which these contracts depend on. */
class ReferenceClosingTest extends ClosingContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return List.of(List.of(new ReferenceBackend()));
    }

    @Override
    protected Backend start() {
        return new ReferenceBackend();
    }

    @Override
    protected void stop(Backend backend) {
        ((ReferenceBackend) backend).stop();
    }
}

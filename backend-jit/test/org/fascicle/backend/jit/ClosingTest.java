package org.fascicle.backend.jit;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.testing.ClosingContract;

class ClosingTest extends ClosingContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.families();
    }

    @Override
    protected Backend start() {
        return Subject.backend(2);
    }

    @Override
    protected void stop(Backend backend) {
        ((JitBackend) backend).stop();
    }
}

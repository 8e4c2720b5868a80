package org.fascicle.backend.nd4j;

import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.testing.ClosingContract;

class ClosingTest extends ClosingContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.families();
    }

    @Override
    protected Backend start() {
        return new Nd4jBackend(Map.of());
    }

    @Override
    protected void stop(Backend backend) {
        ((Nd4jBackend) backend).stop();
    }
}

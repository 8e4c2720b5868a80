package org.fascicle.backend.gpu;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.gpu.run.GpuBackend;
import org.fascicle.backend.testing.ClosingContract;

class ClosingTest extends ClosingContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.families();
    }

    @Override
    protected Backend start() {
        return Subject.start();
    }

    @Override
    protected void stop(Backend backend) {
        ((GpuBackend) backend).stop();
    }
}

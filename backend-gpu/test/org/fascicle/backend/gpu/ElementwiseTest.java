package org.fascicle.backend.gpu;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.testing.ElementwiseContract;

class ElementwiseTest extends ElementwiseContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.familiesOfManyKernels();
    }
}

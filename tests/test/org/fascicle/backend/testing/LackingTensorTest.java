package org.fascicle.backend.testing;

import java.util.List;

import org.fascicle.api.backend.Backend;

class LackingTensorTest extends TensorContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return LackingBackend.families(2);
    }
}

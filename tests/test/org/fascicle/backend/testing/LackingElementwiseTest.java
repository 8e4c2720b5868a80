package org.fascicle.backend.testing;

import java.util.List;

import org.fascicle.api.backend.Backend;

class LackingElementwiseTest extends ElementwiseContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return LackingBackend.families(2);
    }
}

package org.fascicle.backend.testing;

import java.util.List;

import org.fascicle.api.backend.Backend;

class LackingScanTest extends ScanContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return List.of(List.of(new LackingBackend(LackingBackend.WINDOWS)));
    }
}

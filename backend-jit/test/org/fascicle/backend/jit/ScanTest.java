package org.fascicle.backend.jit;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.testing.ScanContract;

class ScanTest extends ScanContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.families();
    }
}

package org.fascicle.backend.nd4j;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.testing.ScanContract;

class ScanTest extends ScanContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.families();
    }
}

package org.fascicle.backend.gpu;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.testing.WindowContract;

class WindowTest extends WindowContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.families();
    }
}

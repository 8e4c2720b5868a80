package org.fascicle.backend.jit;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.testing.RandomGraphContract;

class RandomGraphTest extends RandomGraphContract {
    /** Each graph has kernels that clang has to compile. */
    @Override
    protected int graphs() {
        return Integer.getInteger("fascicle.random.graphs", 150);
    }

    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.families();
    }
}

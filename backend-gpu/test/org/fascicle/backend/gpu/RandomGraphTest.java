package org.fascicle.backend.gpu;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.testing.RandomGraphContract;

class RandomGraphTest extends RandomGraphContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.families();
    }

    /** A driver's compiler takes its time for each kernel. */
    @Override
    protected int graphs() {
        return Integer.getInteger("fascicle.random.graphs", 150);
    }
}

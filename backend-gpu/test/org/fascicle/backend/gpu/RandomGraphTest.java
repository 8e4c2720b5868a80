package org.fascicle.backend.gpu;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.testing.RandomGraphContract;

class RandomGraphTest extends RandomGraphContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.familiesOfManyKernels();
    }

    /** A driver's compiler takes its time for each kernel: a second for a graph that it has not seen. */
    @Override
    protected int graphs() {
        return Integer.getInteger("fascicle.random.graphs", 25);
    }

    /** Other contracts have every primitive. */
    @Override
    protected boolean areComplete() {
        return graphs() >= 100;
    }
}

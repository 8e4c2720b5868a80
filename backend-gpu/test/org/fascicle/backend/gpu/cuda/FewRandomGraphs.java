package org.fascicle.backend.gpu.cuda;

import org.fascicle.backend.testing.RandomGraphContract;

/** So few random graphs as a C++ compiler takes little time for: other contracts have every primitive. */
abstract class FewRandomGraphs extends RandomGraphContract {
    @Override
    protected int graphs() {
        return Integer.getInteger("fascicle.random.graphs", 8);
    }

    @Override
    protected boolean areComplete() {
        return false;
    }
}

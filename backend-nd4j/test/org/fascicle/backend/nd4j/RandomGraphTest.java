package org.fascicle.backend.nd4j;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.calculus.Calculus;
import org.fascicle.backend.testing.RandomGraphContract;
import org.fascicle.core.trace.CalculusComponent;

class RandomGraphTest extends RandomGraphContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.families();
    }

    @Override
    protected Calculus calculus() {
        return new CalculusComponent();
    }
}

package org.fascicle.backend.testing;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.expr.Primitives;

/** Among these graphs are some that sort along the rows, or scatter what they sorted: that cannot be decomposed. */
class LackingRandomGraphTest extends RandomGraphContract {
    private static final List<List<LackingBackend>> FAMILIES =
            LackingBackend.families(3, Primitives.ARGSORT, Primitives.SCATTER_ADD);

    @Override
    protected List<? extends List<? extends Backend>> families() {
        return FAMILIES;
    }

    @Override
    protected int graphs() {
        return Math.min(super.graphs(), 300);
    }
}

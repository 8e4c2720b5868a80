package org.fascicle.core.training;

import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;

/** Which tensors lie packed in one buffer. Immutable. */
final class Layout {
    private Layout() {}

    static Layout none() {
        return new Layout();
    }

    List<Expr> substitute(List<Expr> roots, Map<Expr, String> provenance) {
        return roots;
    }

    /** Makes room for tensors in a store, packed ones together. */
    void allocate(Store store, List<TensorSpec> tensors) {
        for (TensorSpec tensor : tensors) {
            store.add(tensor);
        }
    }
}

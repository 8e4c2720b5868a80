package org.fascicle.core.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.expr.Expr;
import org.fascicle.compiler.update.Packed;
import org.fascicle.compiler.update.Segment;
import org.fascicle.compiler.update.UpdateMerger;

/** Which tensors lie packed in one buffer, and how they are read there. Immutable. */
public final class Layout {
    private final List<Packed> packed;
    private final Map<String, Expr> readings;

    public Layout(List<Packed> packed, Map<String, Expr> readings) {
        this.packed = packed;
        this.readings = readings;
    }

    /** Nothing is packed. */
    public static Layout none() {
        return new Layout(List.of(), Map.of());
    }

    /** The same expressions, reading packed tensors where they lie. */
    public List<Expr> substitute(List<Expr> roots, Map<Expr, String> provenance) {
        return readings.isEmpty() ? roots : UpdateMerger.substitute(roots, readings, provenance);
    }

    /** Makes room for tensors in a store, packed ones together. */
    public void allocate(Store store, List<TensorSpec> tensors) {
        Map<String, TensorSpec> byPath = new HashMap<>();
        tensors.forEach(tensor -> byPath.put(tensor.variable().path(), tensor));
        // Before memory is taken for any: the message is to name the layer, whatever its tensors are packed with.
        tensors.forEach(tensor -> Store.require(tensor.variable()));
        for (Packed all : packed) {
            store.addBuffer(all.variable());
            for (Segment segment : all.segments()) {
                store.addSegment(Objects.requireNonNull(byPath.remove(segment.path())), all.variable().path(), segment.offset());
            }
        }
        for (TensorSpec tensor : tensors) {
            if (byPath.containsKey(tensor.variable().path())) {
                store.add(tensor);
            }
        }
    }
}

package org.fascicle.backend.reference;

import java.util.List;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.RunArguments;

/**
 * Gather and its opposite. With x seen as [batch, outer, length, inner] and the indices as [batch, count], gather gives
 * y[b, o, k, i] = x[b, o, indices[b, k], i] of extents [batch, outer, count, inner]; scatter_add adds such a y into x.
 */
final class Indexing implements Kernel {
    private final Tensor whole;
    private final Tensor indices;
    private final Tensor picked;
    private final boolean scatter;
    private final int axis;
    private final int batchAxes;

    private Indexing(Tensor result, Tensor whole, Tensor indices, Tensor picked) {
        this.whole = whole;
        this.indices = indices;
        this.picked = picked;
        this.scatter = result == whole;
        this.axis = whole.shape().axis(result.node.attributes().integer("axis"));
        this.batchAxes = result.node.attributes().integer("batch");
        if (whole.extents[axis] == 0 && indices.size() > 0) {
            throw new BackendException("an index has nothing to point to along axis " + axis + ": " + result.node);
        }
    }

    static Kernel gather(Tensor result, List<Tensor> operands) {
        return new Indexing(result, operands.get(0), operands.get(1), result);
    }

    static Kernel scatterAdd(Tensor result, List<Tensor> operands) {
        return new Indexing(result, result, operands.get(0), operands.get(1));
    }

    @Override
    public void run(RunArguments arguments) {
        if (scatter) {
            Leaves.fill(whole, 0);
        }
        int batch = whole.extent(0, batchAxes);
        int outer = whole.extent(batchAxes, axis);
        int length = whole.extents[axis];
        int inner = whole.extent(axis + 1, whole.extents.length);
        int count = indices.extent(batchAxes, indices.extents.length);
        int at = 0;
        for (int line = 0; line < batch * outer; line++) {
            int firstIndex = line / outer * count;
            for (int k = 0; k < count; k++, at += inner) {
                int index = Math.max(0, Math.min(indices.integers[firstIndex + k], length - 1));
                move((line * length + index) * inner, at, inner);
            }
        }
    }

    private void move(int inWhole, int inPicked, int count) {
        if (!scatter) {
            System.arraycopy(whole.array(), inWhole, picked.array(), inPicked, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            whole.reals[inWhole + i] += picked.reals[inPicked + i];
        }
    }
}

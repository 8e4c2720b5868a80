package org.fascicle.core.training;

import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.data.Rows;
import org.fascicle.api.graph.Graph;
import org.fascicle.core.data.Cursor;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.model.OutputSpec;
import org.fascicle.core.program.Store;
import org.jspecify.annotations.Nullable;

/** Rows that stay with the host: those of a step are brought in the order of the epoch. They were looked at. Used by one thread. */
final class RowsFeed implements Feed {
    private final Map<String, Buffer> inputs;
    private final EpochOrder order;
    private final Cursor.Picked picked;
    private final BatchWriter writer;
    private final int batch;

    /**
     * A feed.
     *
     * @param graph of a step, whose inputs are made
     * @param batch the most rows of a step
     * @param classWeights by class; null for none
     */
    RowsFeed(Graph graph, Rows rows, Signature signature, List<OutputSpec> outputs, Map<String, Scaling> scaling,
            float @Nullable [] classWeights, Backend backend, Store store, int batch, long seed, boolean shuffles) {
        this.order = new EpochOrder(rows.count(), seed, shuffles);
        this.batch = batch;
        this.picked = Cursor.picking(rows, signature, batch);
        picked.trust();
        this.inputs = Feed.buffers(graph, backend, store, batch);
        writer = BatchWriter.ofBatches(inputs, signature, outputs, scaling).weighing(classWeights);
    }

    @Override
    public long count() {
        return order.rows().length;
    }

    @Override
    public Map<String, Buffer> inputs() {
        return inputs;
    }

    @Override
    public int next(int epoch, long at) {
        order.turnTo(epoch);
        int rows = (int) Math.min(batch, count() - at * batch);
        picked.pick(order.rows(), Math.toIntExact(at * batch), rows);
        writer.write(picked, 0, rows);
        return rows;
    }

    @Override
    public void close() {
        inputs.values().forEach(Buffer::close);
    }
}

package org.fascicle.core.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.data.Rows;
import org.fascicle.api.graph.Graph;
import org.fascicle.core.data.Cursor;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.model.OutputSpec;
import org.fascicle.core.program.Memory;
import org.fascicle.core.program.Store;
import org.jspecify.annotations.Nullable;

/** All rows in the backend's memory, and the order of the epoch with them; each step picks its own. Used by one thread. */
final class ResidentFeed implements Feed {
    private static final int CHUNK = 1024;

    private final Map<String, Buffer> inputs = new LinkedHashMap<>();
    private final EpochOrder order;
    private final int count;
    private final int batch;

    /**
     * A feed.
     *
     * @param graph of a step, whose inputs are made and filled
     * @param batch the most rows of a step
     * @param classWeights by class; null for none
     */
    ResidentFeed(Graph graph, Rows rows, Signature signature, List<OutputSpec> outputs, Map<String, Scaling> scaling,
            float @Nullable [] classWeights, Backend backend, Store store, int batch, long seed, boolean shuffles) {
        this.order = new EpochOrder(rows.count(), seed, shuffles);
        this.count = rows.count();
        this.batch = batch;
        try {
            graph.inputs().forEach((name, node) -> {
                long elements = node.shape().size(batch);
                Memory.require(elements, "the data of " + rows.count() + " rows");
                inputs.put(name, backend.allocate(node.type(), store.precision(), elements));
            });
            BatchWriter writer = BatchWriter.ofAll(inputs, signature, outputs, scaling).weighing(classWeights);
            try (Cursor cursor = Cursor.of(rows, signature, Math.min(CHUNK, rows.count()))) {
                long at = 0;
                for (int now = cursor.next(CHUNK); now > 0; now = cursor.next(CHUNK)) {
                    writer.write(cursor, at, now);
                    at += now;
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Map<String, Buffer> inputs() {
        return inputs;
    }

    @Override
    public int next(int epoch, long at) {
        if (order.turnTo(epoch)) {
            Objects.requireNonNull(inputs.get(Blueprint.ORDER)).write(0, order.rows(), 0, count);
        }
        return (int) Math.min(batch, count - at * batch);
    }

    @Override
    public void close() {
        inputs.values().forEach(Buffer::close);
    }
}

package org.fascicle.core.training;

import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.data.Batches;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.data.Cursor;
import org.fascicle.core.data.Scaling;
import org.fascicle.core.data.Signature;
import org.fascicle.core.model.OutputSpec;
import org.fascicle.core.program.Store;
import org.jspecify.annotations.Nullable;

/** Rows that come in order, a step's at a time; no more of them is ever in memory. Used by one thread. */
final class StreamFeed implements Feed {
    private final Map<String, Buffer> inputs;
    private final Batches batches;
    private final Signature signature;
    private final BatchWriter writer;
    private final long count;
    private final int batch;
    private @Nullable Cursor cursor;
    private int epochAtHand = -1;
    private long nextStep;
    private boolean seen;

    /**
     * A feed.
     *
     * @param graph of a step, whose inputs are made
     * @param count the rows of each epoch
     * @param batch the most rows of a step
     * @param classWeights by class; null for none
     */
    StreamFeed(Graph graph, Batches batches, long count, Signature signature, List<OutputSpec> outputs,
            Map<String, Scaling> scaling, float @Nullable [] classWeights, Backend backend, Store store, int batch) {
        this.batches = batches;
        this.signature = signature;
        this.count = count;
        this.batch = batch;
        this.inputs = Feed.buffers(graph, backend, store, batch);
        writer = BatchWriter.ofBatches(inputs, signature, outputs, scaling).weighing(classWeights);
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
        Cursor here = cursor;
        if (here == null || epoch != epochAtHand || at != nextStep) {
            here = open(epoch, at);
        }
        int wanted = (int) Math.min(batch, count - at * batch);
        int rows = here.next(wanted);
        if (rows < wanted) {
            throw problem("ended after " + (at * batch + rows) + " rows, and an epoch has " + count);
        }
        writer.write(here, 0, rows);
        if (at * batch + rows == count && here.next(1) > 0) {
            throw problem("go on after the " + count + " rows of an epoch");
        }
        nextStep = at + 1;
        seen |= at * batch + rows == count;
        return rows;
    }

    private static InputException problem(String what) {
        return new InputException(null, null, "the data " + what,
                "Each iterator must give as many rows as the first, or as they say");
    }

    // A run that goes on within an epoch passes over the rows that it has seen.
    private Cursor open(int epoch, long at) {
        closeCursor();
        Cursor opened = Cursor.of(batches, signature, batch);
        cursor = opened;
        if (seen) {
            opened.trust();
        }
        for (long step = 0; step < at; step++) {
            opened.next(batch);
        }
        epochAtHand = epoch;
        return opened;
    }

    private void closeCursor() {
        Cursor last = cursor;
        cursor = null;
        if (last != null) {
            last.close();
        }
    }

    @Override
    public void close() {
        try {
            closeCursor();
        } finally {
            inputs.values().forEach(Buffer::close);
        }
    }
}

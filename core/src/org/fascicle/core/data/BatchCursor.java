package org.fascicle.core.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

import org.fascicle.api.data.Batch;
import org.fascicle.api.data.Batches;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** A cursor over batches of any size, which are cut and joined. Used by one thread. */
final class BatchCursor extends Cursor {
    private final Batches batches;
    private final Iterator<Batch> iterator;
    private @Nullable Batch batch;
    private int at;
    private long begun;

    BatchCursor(Batches batches, Signature signature, int most) {
        super(batches, signature, most);
        this.batches = batches;
        this.iterator = batches.iterator();
    }

    @Override
    int bring(int wanted) {
        int done = 0;
        while (done < wanted) {
            Batch here = batch == null ? advance() : batch;
            if (here == null) {
                break;
            }
            int now = Math.min(wanted - done, here.rows() - at);
            copy(here, now, done);
            done += now;
            at += now;
            if (at == here.rows()) {
                begun += here.rows();
                batch = null;
            }
        }
        return done;
    }

    @Override
    public void close() {
        close(iterator);
    }

    static void close(Iterator<Batch> iterator) {
        if (iterator instanceof AutoCloseable) {
            try {
                ((AutoCloseable) iterator).close();
            } catch (Exception e) {
                throw new InputException("the iterator of the data could not be closed: " + e);
            }
        }
    }

    private @Nullable Batch advance() {
        at = 0;
        if (!iterator.hasNext()) {
            return null;
        }
        batch = iterator.next();
        if (batch == null) {
            throw new InputException("the data's batch from row " + begun + " on is null");
        }
        return batch;
    }

    private void copy(Batch batch, int rows, int to) {
        int input = 0;
        for (Shape shape : signature().inputs().values()) {
            String name = input(batches, input);
            int width = Math.toIntExact(shape.size());
            copy(given(batch.features(name), "features of the input '" + name + "'"), width, batch, features(input), rows, to);
            input++;
        }
        for (int output = 0; output < targets().size(); output++) {
            Signature.Target target = targets().get(output);
            if (target.classes() > 0) {
                int[] classes = given(batch.labels(target.name()), "labels for the output '" + target.name() + "'");
                require(classes.length, 1, batch, "labels");
                System.arraycopy(classes, at, labels(output), to, rows);
            } else {
                copy(given(batch.targets(target.name()), "targets for the output '" + target.name() + "'"), target.width(), batch,
                        values(output), rows, to);
            }
        }
        if (isWeighted()) {
            copy(given(batch.weights(), "weights"), 1, batch, weights(), rows, to);
        } else {
            Arrays.fill(weights(), to, to + rows, 1);
        }
    }

    private void copy(float[] from, int width, Batch batch, float[] into, int rows, int to) {
        require(from.length, width, batch, "numbers");
        System.arraycopy(from, at * width, into, to * width, rows * width);
    }

    private void require(int length, int width, Batch batch, String what) {
        if (length < (long) batch.rows() * width) {
            throw new InputException("the data's batch from row " + begun + " on has " + length + " " + what + ", and "
                    + batch.rows() + " rows need " + (long) batch.rows() * width);
        }
    }

    private <T> T given(Optional<T> value, String what) {
        return value.orElseThrow(() -> new InputException("the data's batch from row " + begun + " on has no " + what));
    }
}

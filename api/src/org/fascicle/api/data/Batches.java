package org.fascicle.api.data;

import java.util.Iterator;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Examples that come one batch after the other, and are never all in memory. Each epoch asks for an iterator of its own, on the
 * thread that trains; batches may have any number of rows, and are cut and joined to the batch size of the training.
 *
 * <p>{@link RowStream} makes them of rows of a stream, {@link BatchStream} of a caller's own batches; both check what they are
 * given. Training keeps their order. An iterator that is {@link AutoCloseable} is closed at its end, or when training stops.
 */
@ConsumerType
public interface Batches extends Examples, Iterable<Batch> {
    /**
     * The number of rows that each iterator gives. −1 if it is not known: then they are counted before training begins, with an
     * iterator of their own.
     */
    default long count() {
        return -1;
    }

    /** The batches, from the first. */
    @Override
    Iterator<Batch> iterator();
}

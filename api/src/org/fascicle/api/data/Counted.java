package org.fascicle.api.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.jspecify.annotations.Nullable;

/**
 * One pass over batches of the caller's: counts the rows, and closes what it reads from at the end. What the caller's code throws
 * becomes an {@link InputException} that says where.
 */
abstract class Counted implements Iterator<Batch>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Counted.class.getName());

    private final long expected;
    private long given;
    private @Nullable Batch next;
    private boolean closed;

    /**
     * A pass.
     *
     * @param expected how many rows there are to be; −1 if nobody says
     */
    Counted(long expected) {
        this.expected = expected;
    }

    /** The next batch; null at the end. */
    abstract @Nullable Batch read();

    /** Closes what it reads from. Called once. */
    abstract void release() throws Exception;

    /** How many rows there were before the batch at hand. */
    final long given() {
        return given;
    }

    @Override
    public final boolean hasNext() {
        if (next == null && !closed) {
            try {
                advance();
            } catch (RuntimeException | Error e) {
                close();
                throw e;
            }
        }
        return next != null;
    }

    private void advance() {
        Batch read = read();
        next = read;
        if (read == null) {
            close();
            if (expected >= 0 && given != expected) {
                throw miscounted("ended after " + given + " rows");
            }
        } else {
            given += read.rows();
            if (expected >= 0 && given > expected) {
                throw miscounted("have more");
            }
        }
    }

    @Override
    public final Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there is no further batch after " + given + " rows");
        }
        Batch batch = Objects.requireNonNull(next);
        next = null;
        return batch;
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            next = null;
            try {
                release();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "What rows were read from cannot be closed", e);
            }
        }
    }

    /** A number of rows. */
    static long count(long rows) {
        if (rows < 1) {
            throw new InputException("there is at least 1 row, not " + rows);
        }
        return rows;
    }

    /** What the caller's code gives. */
    static <T> T called(String what, Supplier<T> code) {
        return called(what, null, code);
    }

    /** A stream or iterator of the caller's. */
    static <T> T opened(String what, Supplier<T> code) {
        return called(what, "Give a new stream or iterator each time: each epoch reads one to its end", code);
    }

    private static <T> T called(String what, @Nullable String remedy, Supplier<T> code) {
        try {
            return code.get();
        } catch (InputException | StateException e) {
            throw e;
        } catch (RuntimeException e) {
            InputException problem = new InputException(null, null, what + " failed: " + e, remedy);
            problem.initCause(e);
            throw problem;
        }
    }

    private InputException miscounted(String what) {
        return new InputException(null, null, "there should be " + expected + " rows, and the data " + what,
                "Give the right count, or none: then rows are counted");
    }
}

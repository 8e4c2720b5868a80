package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a {@code java.util.stream}, never all in memory. Each epoch opens a stream of its own, reads it in order, and closes it
 * at its end, or when training stops. Immutable; whether it may be used by several threads depends on the supplier.
 *
 * <pre>
 * RowStream rows = RowStream.of(Schema.of(Shape.of(4)).classes(3), () -> lines(file).map(line -> Row.of(…).label(…)));
 * </pre>
 */
public final class RowStream extends Described implements Batches {
    /** The rows of a batch unless {@link #batches} says otherwise. */
    public static final int BATCH = 256;

    private final Supplier<? extends Stream<Row>> rows;
    private final long count;
    private final int batch;

    private RowStream(Schema schema, Supplier<? extends Stream<Row>> rows, long count, int batch) {
        super(schema);
        this.rows = requireGiven(rows, "rows");
        this.count = count;
        this.batch = batch;
    }

    /**
     * Rows of streams.
     *
     * @param schema what each row has
     * @param rows makes a new stream each time, with the same rows in the same order
     */
    public static RowStream of(Schema schema, Supplier<? extends Stream<Row>> rows) {
        return new RowStream(schema, rows, -1, BATCH);
    }

    /** With the number of rows of each stream, so that they need not be counted. */
    public RowStream count(long howMany) {
        return new RowStream(schema(), rows, Counted.count(howMany), batch);
    }

    /** With this number of rows in each batch that is handed over. Training makes steps of its own size, whatever it is. */
    public RowStream batches(int size) {
        if (size < 1) {
            throw new InputException("a batch has at least 1 row, not " + size);
        }
        return new RowStream(schema(), rows, count, size);
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Iterator<Batch> iterator() {
        Stream<Row> stream = Counted.opened("the supplier of streams", rows::get);
        if (stream == null) {
            throw new InputException("the supplier of streams gave null, not a stream");
        }
        try {
            return new Opened(schema(), stream, count, batch);
        } catch (RuntimeException | Error e) {
            stream.close();
            throw e;
        }
    }

    /** One pass over one stream. */
    private static final class Opened extends Counted {
        private final Stream<Row> stream;
        private final Iterator<Row> source;
        private final RowTable table;
        private final int batch;

        Opened(Schema schema, Stream<Row> stream, long expected, int batch) {
            super(expected);
            this.stream = stream;
            this.batch = batch;
            this.table = new RowTable(schema, batch);
            this.source = opened("the stream of rows", stream::iterator);
        }

        @Override
        @Nullable
        Batch read() {
            table.clear();
            while (table.rows() < batch && called(place(), source::hasNext)) {
                table.add(called(place(), source::next), given() + table.rows());
            }
            return table.rows() == 0 ? null : table.batch();
        }

        @Override
        void release() {
            stream.close();
        }

        private String place() {
            return "the stream of rows, at row " + (given() + table.rows()) + ",";
        }
    }
}

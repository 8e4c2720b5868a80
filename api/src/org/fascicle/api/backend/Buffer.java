package org.fascicle.api.backend;

import org.fascicle.api.expr.Type;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Memory of a backend, one type of elements. Reads and writes wait for runs that use it. Reals can be moved as float or double,
 * whatever the precision; int32, uint32 and bool (0 or 1) as int. Positions and counts are in elements. Used by one thread at a
 * time, but {@linkplain Backend closed} by any.
 *
 * <p>What is refused moves nothing. Elements that are not within the buffer, or not within the Java array, are an
 * {@link IndexOutOfBoundsException} that names them and the range that they must lie in. Elements of another type than the
 * buffer's, a truth value other than 0 and 1, and a copy from another backend, type or precision are a {@link BackendException};
 * a closed buffer is a {@link ClosedException}. A write or a copy after the backend has been stopped is a {@link
 * StoppedException}.
 */
@ConsumerType
public interface Buffer extends AutoCloseable {
    /** The type of the elements. */
    Type type();

    /** What real elements are. */
    Precision precision();

    /** The number of elements. */
    long size();

    /** Writes reals. */
    void write(long at, float[] from, int offset, int count);

    /** Writes reals. */
    void write(long at, double[] from, int offset, int count);

    /** Writes integers or truth values. */
    void write(long at, int[] from, int offset, int count);

    /** Reads reals. */
    void read(long at, float[] into, int offset, int count);

    /** Reads reals. */
    void read(long at, double[] into, int offset, int count);

    /** Reads integers or truth values. */
    void read(long at, int[] into, int offset, int count);

    /** Copies elements of another buffer of the same backend, type and precision. */
    void copy(long at, Buffer from, long offset, long count);

    /**
     * Gives the memory back; waits for what uses it. An output's memory is given back with its workspace: there, this does
     * nothing.
     */
    @Override
    void close();
}

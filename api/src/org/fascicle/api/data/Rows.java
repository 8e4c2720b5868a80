package org.fascicle.api.data;

import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Examples that can be read by index, in whatever compact form a source keeps them. Implementations are safe for several
 * threads. {@link MemoryRows} makes them of arrays, buffers and streams.
 */
@ConsumerType
public interface Rows extends Examples {
    /** The number of rows. */
    int count();

    /**
     * Reads one row's raw features, row-major.
     *
     * @param row from 0
     * @param into receives them
     * @param at where in {@code into} they start
     */
    void features(int row, float[] into, int at);

    /** One row's class, from 0 to {@code classes() − 1}. */
    default int label(int row) {
        throw new UnsupportedOperationException("these rows are not labelled");
    }

    /** Reads one row's target values. */
    default void targets(int row, float[] into, int at) {
        throw new UnsupportedOperationException("these rows have no target values");
    }

    /** One row's weight, at least 0: its loss is multiplied by it. */
    default float weight(int row) {
        return 1;
    }

    /** Reads one row's raw features of an input. */
    default void features(String input, int row, float[] into, int at) {
        features(row, into, at);
    }

    /** One row's class for an output. */
    default int label(String output, int row) {
        return label(row);
    }

    /** Reads one row's target values for an output. */
    default void targets(String output, int row, float[] into, int at) {
        targets(row, into, at);
    }

    /** What one row is called, if rows have names; predictions carry it along. */
    default Optional<String> id(int row) {
        return Optional.empty();
    }

    /** Where one row stands, for messages: {@code passengers.csv, line 17}; empty if they have no place but their number. */
    default Optional<String> place(int row) {
        return Optional.empty();
    }

    /**
     * How many bytes of memory they take, if they lie there as numbers of 32 bits; 0 if they do not, or it is not known. What takes much
     * is not copied to train on it.
     */
    default long bytes() {
        return 0;
    }
}

package org.fascicle.api.data;

import org.fascicle.api.expr.Shape;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Examples that can be read by index, in whatever compact form a source keeps them. Implementations are safe for several
 * threads.
 */
@ConsumerType
public interface Rows {
    /** The number of rows. */
    int count();

    /** The shape of one row's features, without a rows axis: {@code [28, 28]}. */
    Shape shape();

    /** The number of classes if rows are labelled, else 0. */
    int classes();

    /** The shape of one row's target values if rows are not labelled; ignored if they are. */
    default Shape targetShape() {
        return Shape.scalar();
    }

    /** What the largest raw feature can be, for the scaling {@code unit}; the smallest is 0. 1 if there is no such bound. */
    default double unit() {
        return 1;
    }

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
}

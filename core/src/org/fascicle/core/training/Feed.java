package org.fascicle.core.training;

import java.util.Map;

import org.fascicle.api.backend.Buffer;

/** Brings the rows of each step to the inputs of a training program. Used by one thread. */
interface Feed extends AutoCloseable {
    /** The number of rows of one epoch. */
    long count();

    /** The buffers of the program's inputs, by name. */
    Map<String, Buffer> inputs();

    /**
     * Brings the rows of a step.
     *
     * @param epoch the epoch at hand, from 0
     * @param at the step within it, from 0
     * @return how many rows
     */
    int next(int epoch, long at);

    @Override
    void close();
}

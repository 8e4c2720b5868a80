package org.fascicle.bench.worker;

/** A network that trains, a step at a time, on rows that it has got. Used by one thread. */
public interface Trainee extends AutoCloseable {
    /** Makes one training step on the next batch: forward, backward, update. Returns when it is done. */
    void step();

    /** The loss of the last step. */
    double loss();

    /** Gives back its memory. */
    @Override
    void close();
}

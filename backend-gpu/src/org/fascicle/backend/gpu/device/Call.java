package org.fascicle.backend.gpu.device;

/** Something with all its arguments, which the queue takes any number of times. Nothing is allocated by that. */
public interface Call extends AutoCloseable {
    /** Puts it into the queue. */
    void enqueue();

    /** Gives back what the driver holds for it. */
    @Override
    void close();
}

package org.fascicle.api.data;

import org.osgi.annotation.versioning.ConsumerType;

/** Receives how far the reading of files has come. Called by the thread that reads, some times for each megabyte. */
@ConsumerType
@FunctionalInterface
public interface Reading {
    /** Leaves it. */
    Reading UNWATCHED = (file, bytes, size) -> {};

    /**
     * Some of a file has been read, or it was closed. A file that is read twice begins again.
     *
     * @param file its name
     * @param bytes that were read of it, as it lies on the disk; {@code size} when it was closed
     * @param size of all of it
     */
    void read(String file, long bytes, long size);
}

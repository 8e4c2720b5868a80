package org.fascicle.backend.nd4j.natives;

/** One step of a program, with all addresses and extents filled in. Running it allocates nothing. */
public interface Call {
    void run(Run run);
}

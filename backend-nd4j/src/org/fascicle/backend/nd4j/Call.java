package org.fascicle.backend.nd4j;

/** One step of a program, with all addresses and extents filled in. Running it allocates nothing. */
interface Call {
    void run(Run run);
}

package org.fascicle.backend.jit.gemm;

/** One product, made ready for its places in memory. One thread at a time; not always the same. */
public interface Product extends AutoCloseable {
    /** Computes it, on the calling thread alone, without allocation. */
    void run();

    /** Gives back what it holds outside the heap; its matrices are the caller's. */
    @Override
    void close();
}

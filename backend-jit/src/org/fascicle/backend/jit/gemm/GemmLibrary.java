package org.fascicle.backend.jit.gemm;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A library of matrix products: an OSGi service. The backend takes the one of the highest ranking that it finds, keeps it while it is
 * there, and computes without one when there is none. Products that it made must run until they are closed, though the service be gone.
 * Safe for any thread.
 */
@ConsumerType
public interface GemmLibrary {
    /** For people and archives: library, version, instruction set. */
    String description();

    /** Whether it has fast products of such elements on this processor. Loads nothing. */
    boolean multiplies(Element element);

    /**
     * Whether B may be a {@linkplain Matrix#inPairs matrix in pairs of rows} where elements are bfloat16: as instructions of products of
     * pairs read it, so that no product has to put it so for itself.
     */
    default boolean readsPairs() {
        return false;
    }

    /**
     * Makes a product ready: C = A · B, C in binary32 and in rows. The same product gives the same bits whenever it runs.
     *
     * @param element of A and B
     * @param m rows of A and C, at least 1
     * @param n columns of B and C, at least 1
     * @param k columns of A and rows of B, at least 1
     * @throws GemmException if it cannot, for instance because native code cannot be loaded
     */
    Product product(Element element, int m, int n, int k, Matrix a, Matrix b, Matrix c);
}

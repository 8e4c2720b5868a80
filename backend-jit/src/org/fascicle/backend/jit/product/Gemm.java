package org.fascicle.backend.jit.product;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.Block;

/**
 * Products of matrices in row-major memory: C = op(A) · op(B). Each element of C is a function of its row of op(A) and its
 * column of op(B), added up in an order that depends on the inner extent only, so that any part of C is, bit for bit, that
 * part of the whole. Safe for any thread.
 */
public interface Gemm {
    /** For people and archives: {@code native, 16 lanes}. */
    String description();

    /**
     * Computes some rows and columns of a product.
     *
     * @param m0 the first row
     * @param m1 the row before which it ends
     * @param n0 the first column
     * @param n1 the column before which it ends
     * @param k the inner extent
     * @param a the memory of A, beginning at ao: element (i, p) lies at ao + i · ai + p · ap
     * @param b the memory of B, beginning at bo: element (p, j) lies at bo + p · bp + j · bj; one of both is 1
     * @param c the memory of C, beginning at co: element (i, j) lies at co + i · ldc + j
     * @param adds whether the product is added to what C holds
     * @param scratch the thread's
     */
    void multiply(int m0, int m1, int n0, int n1, int k, Block a, int ao, int ai, int ap, Block b, int bo, int bp,
            int bj, Block c, int co, int ldc, boolean adds, Scratch scratch);
}

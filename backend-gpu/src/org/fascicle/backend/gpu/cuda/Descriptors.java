package org.fascicle.backend.gpu.cuda;

import org.fascicle.backend.gpu.device.Product;

/**
 * How a product is described to cuBLASLt. It reads matrices column by column, and so sees each of ours transposed: it is asked for the right
 * one times the left one, which gives our result.
 */
final class Descriptors implements AutoCloseable {
    private static final String WHAT = "a product cannot be described";

    private final Blas blas;
    final long product;
    private long left;
    private long right;
    private long result;

    Descriptors(Blas blas, Product asked) {
        this.blas = blas;
        boolean isTf32 = asked.elements() == Product.Elements.TF32;
        product = blas.made(WHAT, Blas.Function.CREATE_PRODUCT, isTf32 ? Blas.IN_TF32 : Blas.IN_FLOAT32, Blas.FLOAT32);
        try {
            if (asked.isRightTransposed()) {
                transpose(Blas.TRANSPOSE_LEFT);
            }
            if (asked.isLeftTransposed()) {
                transpose(Blas.TRANSPOSE_RIGHT);
            }
            int type = asked.elements() == Product.Elements.BFLOAT16 ? Blas.BFLOAT16 : Blas.FLOAT32;
            left = layout(type, asked.isLeftTransposed() ? asked.inner() : asked.rows(),
                    asked.isLeftTransposed() ? asked.rows() : asked.inner(), asked.batches());
            right = layout(type, asked.isRightTransposed() ? asked.columns() : asked.inner(),
                    asked.isRightTransposed() ? asked.inner() : asked.columns(), asked.batches());
            result = layout(Blas.FLOAT32, asked.rows(), asked.columns(), asked.batches());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void transpose(int which) {
        blas.set(WHAT, Blas.Function.SET_PRODUCT, product, which, Blas.TRANSPOSED, Integer.BYTES);
    }

    /** That of a matrix with so many rows, one behind the other. */
    private long layout(int type, int rows, int columns, int batches) {
        long layout = blas.made(WHAT, Blas.Function.CREATE_LAYOUT, type, columns, rows, columns);
        try {
            if (batches > 1) {
                blas.set(WHAT, Blas.Function.SET_LAYOUT, layout, Blas.BATCHES, batches, Integer.BYTES);
                blas.set(WHAT, Blas.Function.SET_LAYOUT, layout, Blas.BATCH_DISTANCE, (long) rows * columns, Long.BYTES);
            }
            return layout;
        } catch (RuntimeException e) {
            blas.status(Blas.Function.DESTROY_LAYOUT, layout);
            throw e;
        }
    }

    /** Of our left operand, its second. */
    long left() {
        return left;
    }

    /** Of our right operand, its first. */
    long right() {
        return right;
    }

    long result() {
        return result;
    }

    @Override
    public void close() {
        for (long layout : new long[] {left, right, result}) {
            if (layout != 0) {
                blas.status(Blas.Function.DESTROY_LAYOUT, layout);
            }
        }
        blas.status(Blas.Function.DESTROY_PRODUCT, product);
    }
}

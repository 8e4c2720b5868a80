package org.fascicle.bench.plan;

import org.fascicle.bench.worker.Rows;

/** A step in Java, on heap arrays, with the Vector API. */
abstract class Plan extends Step {
    final Parameters parameters = new Parameters();
    final Optimizer optimizer;
    final float rate;
    final float[][] scratch;
    final float[] x;
    final int[] labels;

    Plan(int batch, int threads, Rows rows, Optimizer optimizer, double rate) {
        super(batch, threads, rows);
        this.optimizer = optimizer;
        this.rate = (float) rate;
        scratch = new float[threads][Product.SCRATCH];
        x = new float[batch * Rows.FEATURES + Product.PADDING];
        labels = new int[batch];
    }

    @Override
    final Iterable<String> names() {
        return parameters.names();
    }

    @Override
    final void set(String name, float[] tensor) {
        parameters.set(name, tensor);
    }

    @Override
    final void fetch(int from, int to, int at) {
        for (int row = from; row < to; row++) {
            System.arraycopy(rows.features(), (at + row) * Rows.FEATURES, x, row * Rows.FEATURES, Rows.FEATURES);
            labels[row] = rows.labels()[at + row];
        }
    }

    /**
     * A part of a kernel's gradient, input transposed times delta, a block at a time, and the update of that block.
     *
     * @param input rows of the length inputLd, and {@link Product#PADDING} floats
     * @param delta rows of the length ld
     * @param columns of the kernel
     * @param offset of the kernel among the parameters
     * @param first the kernel's first row that is the member's, up to last − 1
     * @param decay what of the parameters is added to their gradient
     * @param gradient room for a block
     * @return with a decay, the sum of the squares of these parameters before
     */
    final double update(int member, float[] input, int inputLd, float[] delta, int ld, int columns, int offset, int first,
            int last, float decay, float[] gradient) {
        double squares = 0;
        for (int row = first; row < last; row += BLOCK) {
            int count = Math.min(BLOCK, last - row);
            Product.transposed(count, columns, batch, input, row, inputLd, delta, 0, ld, gradient, 0, ld, scratch[member]);
            int begin = offset + row * ld;
            if (decay != 0) {
                squares += Pointwise.decay(parameters.values, begin, count * ld, decay, gradient);
            }
            optimizer.update(parameters, begin, begin + count * ld, gradient, 0, rate, step);
        }
        return squares;
    }
}

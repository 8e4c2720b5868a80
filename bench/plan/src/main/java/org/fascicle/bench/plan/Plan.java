package org.fascicle.bench.plan;

import org.fascicle.bench.worker.Rows;
import org.fascicle.bench.worker.Trainee;

/**
 * One training step as a person writes it for one network: arrays and their order are fixed beforehand, and each member of
 * the crew computes what it alone writes (its rows of the batch forward and backward, then its part of each kernel's
 * gradient over the whole batch with the update of that part), so that no gradients are added up and few barriers stand
 * between.
 */
abstract class Plan implements Trainee {
    /** A block of a kernel's rows: its gradient stays in the cache until it is used up. */
    static final int BLOCK = 64;

    final int batch;
    final Crew crew;
    final Parameters parameters = new Parameters();
    final Optimizer optimizer;
    final float rate;
    final float[][] scratch;
    final float[] x;
    final int[] labels;
    final double[] losses;
    private final Rows rows;
    private final int[] firsts;
    private int at;
    int step;
    double loss;

    Plan(int batch, int threads, Rows rows, Optimizer optimizer, double rate) {
        this.batch = batch;
        this.rows = rows;
        this.optimizer = optimizer;
        this.rate = (float) rate;
        crew = new Crew(threads);
        scratch = new float[threads][Product.SCRATCH];
        x = new float[batch * Rows.FEATURES + Product.PADDING];
        labels = new int[batch];
        losses = new double[threads * 16];
        firsts = split(batch, 8);
    }

    /** Where the part of each member begins, and the end: multiples of {@code unit} where that goes. */
    final int[] split(int count, int unit) {
        int[] bounds = new int[crew.members() + 1];
        int units = (count + unit - 1) / unit;
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Math.min(count, (int) ((long) units * i / crew.members()) * unit);
        }
        return bounds;
    }

    @Override
    public final void step() {
        crew.run(this::work);
        if (Double.isFinite(loss)) {
            step++;
        }
        at = (at + batch) % (rows.count() / batch * batch);
    }

    private void work(int member) {
        int from = firsts[member];
        int to = firsts[member + 1];
        for (int row = from; row < to; row++) {
            System.arraycopy(rows.features(), (at + row) * Rows.FEATURES, x, row * Rows.FEATURES, Rows.FEATURES);
            labels[row] = rows.labels()[at + row];
        }
        train(member, from, to);
    }

    /** All of a step but its input, as a member of the crew, whose rows of the batch are from .. to − 1. */
    abstract void train(int member, int from, int to);

    /** Meets the others, and says whether the sum of all members' losses is finite: nothing is updated otherwise. */
    final boolean agree(int member, double sum) {
        losses[member * 16] = sum;
        crew.barrier();
        double total = 0;
        for (int i = 0; i < crew.members(); i++) {
            total += losses[i * 16];
        }
        if (member == 0) {
            loss = total / batch;
        }
        return Double.isFinite(total);
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

    @Override
    public double loss() {
        return loss;
    }

    @Override
    public final void close() {
        crew.close();
    }
}

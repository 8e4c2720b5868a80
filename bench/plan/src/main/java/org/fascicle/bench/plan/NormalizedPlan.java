package org.fascicle.bench.plan;

import org.fascicle.bench.worker.Rows;

/** Dense layers with batch normalization, elu and dropout between them, and an l2 penalty on kernels: <i>bn-dropout</i>. */
final class NormalizedPlan extends Plan {
    private static final double DROPPED = 0.2;
    private static final float L2 = 1e-4f;
    private static final int LAYERS = 3;
    private static final int[] WIDTH = {Rows.FEATURES, 300, 100, Rows.CLASSES};

    private final int[] ld = new int[LAYERS + 1];
    private final int[] kernel = new int[LAYERS + 1];
    private final int bias;
    private final Normalization[] norm = new Normalization[LAYERS];
    private final Draws[] draws = new Draws[LAYERS];
    private final float[][] z = new float[LAYERS + 1][];
    private final float[][] out = new float[LAYERS + 1][];
    private final float[][] factor = new float[LAYERS][];
    private final float[][] delta = new float[LAYERS + 1][];
    private final float[][] transposed = new float[LAYERS + 1][];
    private final float[][] gradient;
    private final int[][] kernelRows = new int[LAYERS + 1][];
    private final int[][] columns = new int[LAYERS + 1][];
    private final double[] penalties;

    NormalizedPlan(int batch, int threads, Rows rows, Optimizer optimizer, double rate) {
        super(batch, threads, rows, optimizer, rate);
        out[0] = x;
        ld[0] = WIDTH[0];
        for (int i = 1; i <= LAYERS; i++) {
            ld[i] = Product.padded(WIDTH[i]);
            kernel[i] = parameters.add(i == 1 ? "dense/kernel" : "dense_" + (i - 1) + "/kernel", WIDTH[i - 1], WIDTH[i]);
            z[i] = new float[batch * ld[i]];
            kernelRows[i] = split(WIDTH[i - 1], 8);
            columns[i] = split(ld[i], Product.PADDING);
            if (i > 1) {
                transposed[i] = new float[WIDTH[i] * ld[i - 1]];
            }
        }
        for (int i = 1; i < LAYERS; i++) {
            String number = i == 1 ? "" : "_" + (i - 1);
            norm[i] = new Normalization(parameters, "batch_normalization" + number, WIDTH[i], batch, threads);
            draws[i] = new Draws(42, "dropout" + number, DROPPED);
            out[i] = new float[batch * ld[i] + Product.PADDING];
            delta[i] = new float[batch * ld[i]];
            factor[i] = new float[batch * WIDTH[i] + Draws.SLACK + Product.PADDING];
        }
        delta[LAYERS] = z[LAYERS];
        bias = parameters.add("dense_2/bias", 1, WIDTH[LAYERS]);
        gradient = new float[threads][BLOCK * ld[1]];
        penalties = new double[threads * 16];
        parameters.initialize(2);
    }

    @Override
    void train(int member, int from, int to) {
        float[] p = parameters.values;
        for (int i = 2; i <= LAYERS; i++) {
            Transposition.rows(p, kernel[i], ld[i], kernelRows[i][member], kernelRows[i][member + 1], WIDTH[i], transposed[i], 0,
                    ld[i - 1], scratch[member]);
        }
        for (int i = 1; i <= LAYERS; i++) {
            Product.multiply(to - from, ld[i], WIDTH[i - 1], out[i - 1], from * ld[i - 1], ld[i - 1], 1, p, kernel[i], ld[i],
                    z[i], from * ld[i], ld[i], false, scratch[member]);
            if (i < LAYERS) {
                norm[i].part(member, z[i], from, to);
                draws[i].factors(from * WIDTH[i], to * WIDTH[i], step, factor[i], from * WIDTH[i]);
                crew.barrier();
                norm[i].combine(member);
                norm[i].apply(member, z[i], out[i], factor[i], from, to);
            }
        }
        double sum = Softmax.gradient(z[LAYERS], from, to, p, bias, labels, batch);
        for (int i = LAYERS; i > 1; i--) {
            int before = ld[i - 1];
            Product.multiply(to - from, before, WIDTH[i], delta[i], from * ld[i], ld[i], 1, transposed[i], 0, before,
                    delta[i - 1], from * before, before, false, scratch[member]);
            norm[i - 1].gradientParts(member, delta[i - 1], z[i - 1], out[i - 1], factor[i - 1], (float) (1 - DROPPED),
                    from, to);
            crew.barrier();
            norm[i - 1].gradient(member, delta[i - 1], z[i - 1], from, to);
        }
        if (agree(member, sum)) {
            penalties[member * 16] = updateAll(member);
        }
    }

    /** Updates the member's part of all parameters, and gives the penalty that this part had before. */
    private double updateAll(int member) {
        double squares = 0;
        for (int i = 1; i <= LAYERS; i++) {
            squares += update(member, out[i - 1], ld[i - 1], delta[i], ld[i], WIDTH[i], kernel[i], kernelRows[i][member],
                    kernelRows[i][member + 1], 2 * L2, gradient[member]);
            if (i < LAYERS) {
                norm[i].update(member, optimizer, columns[i][member], columns[i][member + 1], rate, step);
            }
        }
        int first = columns[LAYERS][member];
        int last = columns[LAYERS][member + 1];
        Pointwise.columnSums(delta[LAYERS], batch, ld[LAYERS], first, last, gradient[member]);
        optimizer.update(parameters, bias + first, bias + last, gradient[member], 0, rate, step);
        return L2 * squares;
    }

    @Override
    public double loss() {
        double total = super.loss();
        for (int i = 0; i < crew.members(); i++) {
            total += penalties[i * 16];
        }
        return total;
    }
}

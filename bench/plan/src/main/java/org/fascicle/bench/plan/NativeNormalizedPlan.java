package org.fascicle.bench.plan;

import org.fascicle.bench.worker.Rows;
import org.lwjgl.system.MemoryUtil;

/** {@link NormalizedPlan} in native code. */
final class NativeNormalizedPlan extends NativePlan {
    private static final double DROPPED = 0.2;
    private static final float L2 = 1e-4f;
    private static final int LAYERS = 3;
    private static final int[] WIDTH = {Rows.FEATURES, 300, 100, Rows.CLASSES};
    private static final long SEED = 42;
    private static final int LEAST = (int) Math.ceil((float) DROPPED * 0x1p24);
    private static final int KEPT = Float.floatToRawIntBits((float) (1 / (1 - DROPPED)));

    private final int[] ld = new int[LAYERS + 1];
    private final int[] kernel = new int[LAYERS + 1];
    private final int bias;
    private final Norm[] norm = new Norm[LAYERS];
    private final long[] z = new long[LAYERS + 1];
    private final long[] out = new long[LAYERS + 1];
    private final long[] delta = new long[LAYERS + 1];
    private final long[] transposed = new long[LAYERS + 1];
    private final long[] gradient;
    private final int[][] kernelRows = new int[LAYERS + 1][];
    private final int[][] columns = new int[LAYERS + 1][];
    private final double[] penalties;

    /** The arrays of one normalization with its dropout; of each member there is a row of ld floats. */
    private final class Norm {
        final int gamma;
        final int beta;
        final int path;
        final long factor;
        final long mean;
        final long inverse;
        final long partMean;
        final long partSquares;
        final long partBeta;
        final long partGamma;
        final long sumBeta;
        final long sumGamma;
        final long counts;
        final long movingMean;
        final long movingVariance;

        Norm(String number, int width, int threads) {
            int padded = Product.padded(width);
            gamma = layout.add("batch_normalization" + number + "/gamma", 1, width);
            beta = layout.add("batch_normalization" + number + "/beta", 1, width);
            path = Words.hash("dropout" + number);
            factor = floats((long) batch * width + 64);
            mean = floats((long) threads * padded);
            inverse = floats((long) threads * padded);
            partMean = floats((long) threads * padded);
            partSquares = floats((long) threads * padded);
            partBeta = floats((long) threads * padded);
            partGamma = floats((long) threads * padded);
            sumBeta = floats((long) threads * padded);
            sumGamma = floats((long) threads * padded);
            counts = floats(2L * threads);
            movingMean = floats(padded);
            movingVariance = floats(padded);
        }
    }

    NativeNormalizedPlan(int batch, int threads, Rows rows, double rate) {
        super(batch, threads, rows, true, rate);
        out[0] = x;
        ld[0] = WIDTH[0];
        for (int i = 1; i <= LAYERS; i++) {
            ld[i] = Product.padded(WIDTH[i]);
            kernel[i] = layout.add(i == 1 ? "dense/kernel" : "dense_" + (i - 1) + "/kernel", WIDTH[i - 1], WIDTH[i]);
            z[i] = floats((long) batch * ld[i]);
            kernelRows[i] = split(WIDTH[i - 1], 8);
            columns[i] = split(ld[i], Product.PADDING);
            transposed[i] = i > 1 ? floats((long) WIDTH[i] * ld[i - 1]) : 0;
        }
        for (int i = 1; i < LAYERS; i++) {
            norm[i] = new Norm(i == 1 ? "" : "_" + (i - 1), WIDTH[i], threads);
            out[i] = floats((long) batch * ld[i]);
            delta[i] = floats((long) batch * ld[i]);
        }
        delta[LAYERS] = z[LAYERS];
        bias = layout.add("dense_2/bias", 1, WIDTH[LAYERS]);
        gradient = new long[threads];
        for (int i = 0; i < threads; i++) {
            gradient[i] = floats((long) BLOCK * ld[1]);
        }
        penalties = new double[threads * 16];
        initialize(2);
    }

    @Override
    void train(int member, int from, int to) {
        for (int i = 2; i <= LAYERS; i++) {
            transpose(member, kernel[i], ld[i], kernelRows[i][member], kernelRows[i][member + 1], WIDTH[i], transposed[i],
                    ld[i - 1]);
        }
        for (int i = 1; i <= LAYERS; i++) {
            multiply(member, to - from, ld[i], WIDTH[i - 1], at(out[i - 1], (long) from * ld[i - 1]), ld[i - 1],
                    value(kernel[i]), ld[i], at(z[i], (long) from * ld[i]), ld[i]);
            if (i < LAYERS) {
                normalize(member, i, from, to);
            }
        }
        double sum = softmax(member, z[LAYERS], from, to, bias);
        for (int i = LAYERS; i > 1; i--) {
            backward(member, i, from, to);
        }
        if (agree(member, sum)) {
            updateAll(member);
        }
    }

    private void normalize(int member, int i, int from, int to) {
        Norm n = norm[i];
        long own = (long) member * ld[i];
        long first = (long) from * ld[i];
        long factor = at(n.factor, (long) from * WIDTH[i]);
        MemoryUtil.memPutLong(n.counts + 8L * member, to - from);
        words[member].with(at(z[i], first)).with(to - from).with(ld[i]).with(at(n.partMean, own)).with(at(n.partSquares, own))
                .call(Native.STATISTICS);
        words[member].with((long) from * WIDTH[i]).with((long) to * WIDTH[i]).with(step).with(n.path).with(SEED).with(LEAST)
                .with(KEPT).with(factor).call(Native.FACTORS);
        crew.barrier();
        words[member].with(crew.members()).with(ld[i]).with(n.partMean).with(n.partSquares).with(n.counts).with(at(n.mean, own))
                .with(at(n.inverse, own)).with(member == 0 ? n.movingMean : 0).with(n.movingVariance).call(Native.COMBINE);
        words[member].with(at(z[i], first)).with(at(out[i], first)).with(factor).with(to - from).with(ld[i]).with(WIDTH[i])
                .with(at(n.mean, own)).with(at(n.inverse, own)).with(value(n.gamma)).with(value(n.beta)).call(Native.NORMALIZE);
    }

    private void backward(int member, int i, int from, int to) {
        Norm n = norm[i - 1];
        int before = ld[i - 1];
        long own = (long) member * before;
        long first = (long) from * before;
        long d = at(delta[i - 1], first);
        multiply(member, to - from, before, WIDTH[i], at(delta[i], (long) from * ld[i]), ld[i], transposed[i], before, d,
                before);
        words[member].with(d).with(at(z[i - 1], first)).with(at(out[i - 1], first))
                .with(at(n.factor, (long) from * WIDTH[i - 1])).with(to - from).with(before).with(WIDTH[i - 1])
                .with(at(n.mean, own)).with(at(n.inverse, own)).with(at(n.partBeta, own)).with(at(n.partGamma, own))
                .call(Native.NORMAL_GRADIENT_PARTS);
        crew.barrier();
        words[member].with(d).with(at(z[i - 1], first)).with(to - from).with(before).with(crew.members()).with(n.partBeta)
                .with(n.partGamma).with(at(n.sumBeta, own)).with(at(n.sumGamma, own)).with(at(n.mean, own))
                .with(at(n.inverse, own)).with(value(n.gamma)).with(batch).call(Native.NORMAL_GRADIENT);
    }

    private void updateAll(int member) {
        MemoryUtil.memPutDouble(sums + LINE * member, 0);
        for (int i = 1; i <= LAYERS; i++) {
            update(member, out[i - 1], ld[i - 1], delta[i], ld[i], WIDTH[i], kernel[i], kernelRows[i][member],
                    kernelRows[i][member + 1], 2 * L2, gradient[member]);
            int first = columns[i][member];
            int count = columns[i][member + 1] - first;
            if (i < LAYERS) {
                long own = (long) member * ld[i] + first;
                optimize(member, norm[i].gamma + first, count, at(norm[i].sumGamma, own));
                optimize(member, norm[i].beta + first, count, at(norm[i].sumBeta, own));
            } else {
                columnSums(member, delta[i], ld[i], first, first + count, gradient[member]);
                optimize(member, bias + first, count, gradient[member]);
            }
        }
        penalties[member * 16] = L2 * MemoryUtil.memGetDouble(sums + LINE * member);
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

package org.fascicle.bench.plan;

import org.fascicle.bench.worker.Rows;

/** {@link DensePlan} with elu, in native code. */
final class NativeDensePlan extends NativePlan {
    private final int layers;
    private final int[] width;
    private final int[] ld;
    private final int[] kernel;
    private final int[] bias;
    private final long[] out;
    private final long[] delta;
    private final long[] transposed;
    private final long[] gradient;
    private final int[][] kernelRows;
    private final int[][] biasColumns;

    NativeDensePlan(int batch, int threads, Rows rows, boolean adam, double rate, int... width) {
        super(batch, threads, rows, adam, rate);
        this.width = width;
        layers = width.length - 1;
        ld = new int[layers + 1];
        kernel = new int[layers + 1];
        bias = new int[layers + 1];
        out = new long[layers + 1];
        delta = new long[layers + 1];
        transposed = new long[layers + 1];
        kernelRows = new int[layers + 1][];
        biasColumns = new int[layers + 1][];
        out[0] = x;
        ld[0] = width[0];
        int widest = 0;
        for (int i = 1; i <= layers; i++) {
            String name = i == 1 ? "dense" : "dense_" + (i - 1);
            ld[i] = Product.padded(width[i]);
            widest = Math.max(widest, ld[i]);
            kernel[i] = layout.add(name + "/kernel", width[i - 1], width[i]);
            bias[i] = layout.add(name + "/bias", 1, width[i]);
            out[i] = floats((long) batch * ld[i]);
            delta[i] = i == layers ? out[i] : floats((long) batch * ld[i]);
            kernelRows[i] = split(width[i - 1], 8);
            biasColumns[i] = split(ld[i], Product.PADDING);
            transposed[i] = i > 1 ? floats((long) width[i] * ld[i - 1]) : 0;
        }
        gradient = new long[threads];
        for (int i = 0; i < threads; i++) {
            gradient[i] = floats((long) BLOCK * widest);
        }
        initialize(2);
    }

    @Override
    void train(int member, int from, int to) {
        for (int i = 2; i <= layers; i++) {
            transpose(member, kernel[i], ld[i], kernelRows[i][member], kernelRows[i][member + 1], width[i], transposed[i],
                    ld[i - 1]);
        }
        for (int i = 1; i <= layers; i++) {
            multiply(member, to - from, ld[i], width[i - 1], at(out[i - 1], (long) from * ld[i - 1]), ld[i - 1],
                    value(kernel[i]), ld[i], at(out[i], (long) from * ld[i]), ld[i]);
            if (i < layers) {
                words[member].with(at(out[i], (long) from * ld[i])).with(to - from).with(ld[i]).with(value(bias[i]))
                        .call(Native.ELU);
            }
        }
        double sum = softmax(member, out[layers], from, to, bias[layers]);
        crew.barrier();
        for (int i = layers; i > 1; i--) {
            int before = ld[i - 1];
            long d = at(delta[i - 1], (long) from * before);
            multiply(member, to - from, before, width[i], at(delta[i], (long) from * ld[i]), ld[i], transposed[i], before, d,
                    before);
            words[member].with(d).with(at(out[i - 1], (long) from * before)).with((to - from) * before)
                    .call(Native.ELU_GRADIENT);
        }
        if (agree(member, sum)) {
            for (int i = 1; i <= layers; i++) {
                update(member, out[i - 1], ld[i - 1], delta[i], ld[i], width[i], kernel[i], kernelRows[i][member],
                        kernelRows[i][member + 1], 0, gradient[member]);
                int first = biasColumns[i][member];
                int last = biasColumns[i][member + 1];
                columnSums(member, delta[i], ld[i], first, last, gradient[member]);
                optimize(member, bias[i] + first, last - first, gradient[member]);
            }
        }
    }
}

package org.fascicle.bench.plan;

import org.fascicle.bench.worker.Rows;

/** Dense layers with elu or selu between them: <i>mlp</i> and <i>deep-selu</i>. */
final class DensePlan extends Plan {
    private final int layers;
    private final boolean selu;
    private final int[] width;
    private final int[] ld;
    private final int[] kernel;
    private final int[] bias;
    /** What each layer puts out; the input first. */
    private final float[][] out;
    private final float[][] delta;
    /** Kernels transposed, but the first layer's, whose input needs no gradient. */
    private final float[][] transposed;
    private final float[][] gradient;
    private final int[][] kernelRows;
    private final int[][] biasColumns;

    DensePlan(int batch, int threads, Rows rows, Optimizer optimizer, double rate, boolean selu, int... width) {
        super(batch, threads, rows, optimizer, rate);
        this.selu = selu;
        this.width = width;
        layers = width.length - 1;
        ld = new int[layers + 1];
        kernel = new int[layers + 1];
        bias = new int[layers + 1];
        out = new float[layers + 1][];
        delta = new float[layers + 1][];
        transposed = new float[layers + 1][];
        kernelRows = new int[layers + 1][];
        biasColumns = new int[layers + 1][];
        out[0] = x;
        ld[0] = width[0];
        int widest = 0;
        for (int i = 1; i <= layers; i++) {
            String name = i == 1 ? "dense" : "dense_" + (i - 1);
            ld[i] = Product.padded(width[i]);
            widest = Math.max(widest, ld[i]);
            kernel[i] = parameters.add(name + "/kernel", width[i - 1], width[i]);
            bias[i] = parameters.add(name + "/bias", 1, width[i]);
            out[i] = new float[batch * ld[i] + Product.PADDING];
            delta[i] = i == layers ? out[i] : new float[batch * ld[i]];
            kernelRows[i] = split(width[i - 1], 8);
            biasColumns[i] = split(ld[i], Product.PADDING);
            if (i > 1) {
                transposed[i] = new float[width[i] * ld[i - 1]];
            }
        }
        gradient = new float[threads][BLOCK * widest];
        parameters.initialize(selu ? 1 : 2);
    }

    @Override
    void train(int member, int from, int to) {
        float[] p = parameters.values;
        for (int i = 2; i <= layers; i++) {
            Transposition.rows(p, kernel[i], ld[i], kernelRows[i][member], kernelRows[i][member + 1], width[i], transposed[i], 0,
                    ld[i - 1], scratch[member]);
        }
        for (int i = 1; i <= layers; i++) {
            forward(member, i, from, to);
        }
        double sum = Softmax.gradient(out[layers], from, to, p, bias[layers], labels, batch);
        crew.barrier();
        for (int i = layers; i > 1; i--) {
            backward(member, i, from, to);
        }
        if (agree(member, sum)) {
            for (int i = 1; i <= layers; i++) {
                update(member, out[i - 1], ld[i - 1], delta[i], ld[i], width[i], kernel[i], kernelRows[i][member],
                        kernelRows[i][member + 1], 0, gradient[member]);
                int first = biasColumns[i][member];
                int last = biasColumns[i][member + 1];
                Pointwise.columnSums(delta[i], batch, ld[i], first, last, gradient[member]);
                optimizer.update(parameters, bias[i] + first, bias[i] + last, gradient[member], 0, rate, step);
            }
        }
    }

    private void forward(int member, int i, int from, int to) {
        float[] p = parameters.values;
        Product.multiply(to - from, ld[i], width[i - 1], out[i - 1], from * ld[i - 1], ld[i - 1], 1, p, kernel[i], ld[i],
                out[i], from * ld[i], ld[i], false, scratch[member]);
        if (i < layers && selu) {
            Pointwise.selu(out[i], from, to, ld[i], p, bias[i]);
        } else if (i < layers) {
            Pointwise.elu(out[i], from, to, ld[i], p, bias[i]);
        }
    }

    private void backward(int member, int i, int from, int to) {
        int before = ld[i - 1];
        Product.multiply(to - from, before, width[i], delta[i], from * ld[i], ld[i], 1, transposed[i], 0, before,
                delta[i - 1], from * before, before, false, scratch[member]);
        if (selu) {
            Pointwise.seluGradient(delta[i - 1], out[i - 1], from * before, to * before);
        } else {
            Pointwise.eluGradient(delta[i - 1], out[i - 1], from * before, to * before);
        }
    }
}

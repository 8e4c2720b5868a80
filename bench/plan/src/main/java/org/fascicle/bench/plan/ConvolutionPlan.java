package org.fascicle.bench.plan;

import static org.fascicle.bench.plan.Windows.FIRST;
import static org.fascicle.bench.plan.Windows.FIRST_FILTERS;
import static org.fascicle.bench.plan.Windows.POOLED;
import static org.fascicle.bench.plan.Windows.SECOND;
import static org.fascicle.bench.plan.Windows.SECOND_FILTERS;

import java.util.Arrays;

import org.fascicle.bench.worker.Rows;

/**
 * <i>cnn</i>. The second convolution, nearly all of the work, is a product for each row of a kernel: with channels last,
 * what a window sees of a row lies side by side, and windows one pixel apart overlap, so that no window is copied. Gradients
 * of its result have two columns of zeros after each row, which serve as the padding of both sides.
 */
final class ConvolutionPlan extends Plan {
    private static final double DROPPED = 0.25;
    private static final int FLAT = POOLED * POOLED * SECOND_FILTERS;
    private static final int UNITS = 128;
    private static final int LOGITS = Product.padded(Rows.CLASSES);
    private static final int IMAGE = FIRST * FIRST * FIRST_FILTERS;
    private static final int TAPS = 3;
    /** What a window sees of a row: of the first result, and of the gradient of the second. */
    private static final int SEEN = TAPS * FIRST_FILTERS;
    private static final int SEEN_BACK = TAPS * SECOND_FILTERS;
    /** Where the gradient of the second result begins: after two pixels and two rows of zeros. */
    private static final int BORDER = (2 + 2 * FIRST) * SECOND_FILTERS;

    private final int kernel1 = parameters.add("conv2d/kernel", TAPS * TAPS, FIRST_FILTERS);
    private final int bias1 = parameters.add("conv2d/bias", 1, FIRST_FILTERS);
    private final int kernel2 = parameters.add("conv2d_1/kernel", TAPS * SEEN, SECOND_FILTERS);
    private final int bias2 = parameters.add("conv2d_1/bias", 1, SECOND_FILTERS);
    private final int kernel3 = parameters.add("dense/kernel", FLAT, UNITS);
    private final int bias3 = parameters.add("dense/bias", 1, UNITS);
    private final int kernel4 = parameters.add("dense_1/kernel", UNITS, Rows.CLASSES);
    private final int bias4 = parameters.add("dense_1/bias", 1, Rows.CLASSES);
    private final Draws draws = new Draws(42, "dropout", DROPPED);

    private final float[] first;
    private final float[] pooled;
    private final float[] which;
    private final float[] pooledDelta;
    private final float[] hidden;
    private final float[] hiddenDelta;
    private final float[] logits;
    private final float[] flipped = new float[TAPS * SEEN_BACK * FIRST_FILTERS];
    private final float[] turned3 = new float[UNITS * FLAT];
    private final float[] turned4 = new float[Rows.CLASSES * UNITS];
    private final float[][] second;
    private final float[][] factor;
    private final float[][] secondDelta;
    private final float[][] firstDelta;
    private final float[][] kernel1Parts;
    private final float[][] kernel2Parts;
    private final float[][] bias2Parts;
    private final float[][] gradient;
    private final int[] flatRows;
    private final int[] unitRows;
    private final int[] unitColumns;
    private final int[] seenRows;

    ConvolutionPlan(int batch, int threads, Rows rows, Optimizer optimizer, double rate) {
        super(batch, threads, rows, optimizer, rate);
        first = new float[batch * IMAGE + TAPS * FIRST_FILTERS];
        pooled = new float[batch * FLAT + Product.PADDING];
        which = new float[batch * FLAT];
        pooledDelta = new float[batch * FLAT];
        hidden = new float[batch * UNITS + Product.PADDING];
        hiddenDelta = new float[batch * UNITS];
        logits = new float[batch * LOGITS];
        second = new float[threads][SECOND * SECOND * SECOND_FILTERS];
        factor = new float[threads][FLAT + Draws.SLACK];
        secondDelta = new float[threads][(2 + (SECOND + 4) * FIRST) * SECOND_FILTERS];
        firstDelta = new float[threads][IMAGE];
        kernel1Parts = new float[threads][(TAPS * TAPS + 1) * FIRST_FILTERS];
        kernel2Parts = new float[threads][TAPS * SEEN * SECOND_FILTERS];
        bias2Parts = new float[threads][SECOND_FILTERS];
        gradient = new float[threads][TAPS * SEEN * SECOND_FILTERS];
        flatRows = split(FLAT, 8);
        unitRows = split(UNITS, 8);
        unitColumns = split(UNITS, Product.PADDING);
        seenRows = split(TAPS * SEEN, 8);
        parameters.initialize(2);
    }

    @Override
    void train(int member, int from, int to) {
        transpose(member);
        for (int image = from; image < to; image++) {
            convolve(member, image);
        }
        float[] p = parameters.values;
        int count = to - from;
        Product.multiply(count, UNITS, FLAT, pooled, from * FLAT, FLAT, 1, p, kernel3, UNITS, hidden, from * UNITS, UNITS,
                false, scratch[member]);
        Pointwise.relu(hidden, from, to, UNITS, p, bias3);
        Product.multiply(count, LOGITS, UNITS, hidden, from * UNITS, UNITS, 1, p, kernel4, LOGITS, logits, from * LOGITS,
                LOGITS, false, scratch[member]);
        double sum = Softmax.gradient(logits, from, to, p, bias4, labels, batch);
        crew.barrier();
        Product.multiply(count, UNITS, Rows.CLASSES, logits, from * LOGITS, LOGITS, 1, turned4, 0, UNITS, hiddenDelta,
                from * UNITS, UNITS, false, scratch[member]);
        Pointwise.reluGradient(hiddenDelta, from * UNITS, hidden, from * UNITS, count * UNITS);
        Product.multiply(count, FLAT, UNITS, hiddenDelta, from * UNITS, UNITS, 1, turned3, 0, FLAT, pooledDelta,
                from * FLAT, FLAT, false, scratch[member]);
        Arrays.fill(kernel1Parts[member], 0);
        Arrays.fill(kernel2Parts[member], 0);
        Arrays.fill(bias2Parts[member], 0);
        for (int image = from; image < to; image++) {
            back(member, image);
        }
        if (agree(member, sum)) {
            updateConvolutions(member);
            updateDense(member);
        }
    }

    /** Transposes the member's part of the kernels, those of convolutions tap by tap, in the opposite order. */
    private void transpose(int member) {
        float[] p = parameters.values;
        Transposition.rows(p, kernel3, UNITS, flatRows[member], flatRows[member + 1], UNITS, turned3, 0, FLAT,
                scratch[member]);
        if (member == 0) {
            Transposition.rows(p, kernel4, LOGITS, 0, UNITS, Rows.CLASSES, turned4, 0, UNITS, scratch[0]);
            for (int tap = 0; tap < TAPS * TAPS; tap++) {
                int across = TAPS - 1 - tap % TAPS;
                Transposition.rows(p, kernel2 + tap * FIRST_FILTERS * SECOND_FILTERS, SECOND_FILTERS, 0, FIRST_FILTERS,
                        SECOND_FILTERS, flipped, (tap / TAPS * TAPS + across) * SECOND_FILTERS * FIRST_FILTERS,
                        FIRST_FILTERS,
                        scratch[0]);
            }
        }
    }

    private void convolve(int member, int image) {
        float[] p = parameters.values;
        float[] z = second[member];
        Windows.first(x, image * Rows.FEATURES, p, kernel1, bias1, first, image * IMAGE);
        for (int row = 0; row < SECOND; row++) {
            for (int tap = 0; tap < TAPS; tap++) {
                Product.multiply(SECOND, SECOND_FILTERS, SEEN, first, image * IMAGE + (row + tap) * FIRST * FIRST_FILTERS,
                        FIRST_FILTERS, 1, p, kernel2 + tap * SEEN * SECOND_FILTERS, SECOND_FILTERS, z,
                        row * SECOND * SECOND_FILTERS, SECOND_FILTERS, tap > 0, scratch[member]);
            }
        }
        draws.factors(image * FLAT, (image + 1) * FLAT, step, factor[member], 0);
        Windows.pool(z, p, bias2, factor[member], pooled, image * FLAT, which);
    }

    private void back(int member, int image) {
        float[] d = secondDelta[member];
        float[] before = firstDelta[member];
        Windows.poolGradient(pooledDelta, which, image * FLAT, (float) (1 / (1 - DROPPED)), d, BORDER);
        for (int tap = 0; tap < TAPS; tap++) {
            Product.multiply(FIRST * FIRST, FIRST_FILTERS, SEEN_BACK, d, (TAPS - 1 - tap) * FIRST * SECOND_FILTERS,
                    SECOND_FILTERS, 1, flipped, tap * SEEN_BACK * FIRST_FILTERS, FIRST_FILTERS, before, 0, FIRST_FILTERS,
                    tap > 0, scratch[member]);
            Product.multiply(SEEN, SECOND_FILTERS, SECOND * FIRST, first, image * IMAGE + tap * FIRST * FIRST_FILTERS, 1,
                    FIRST_FILTERS, d, BORDER, SECOND_FILTERS, kernel2Parts[member], tap * SEEN * SECOND_FILTERS,
                    SECOND_FILTERS, true, scratch[member]);
        }
        Pointwise.addColumns(d, BORDER, SECOND * FIRST, SECOND_FILTERS, bias2Parts[member]);
        Pointwise.reluGradient(before, 0, first, image * IMAGE, IMAGE);
        Windows.firstGradient(x, image * Rows.FEATURES, before, kernel1Parts[member]);
    }

    private void updateConvolutions(int member) {
        float[] g = gradient[member];
        int begin = seenRows[member] * SECOND_FILTERS;
        int end = seenRows[member + 1] * SECOND_FILTERS;
        Pointwise.sum(kernel2Parts, begin, end - begin, g);
        optimizer.update(parameters, kernel2 + begin, kernel2 + end, g, 0, rate, step);
        if (member == 0) {
            Pointwise.sum(kernel1Parts, 0, kernel1Parts[0].length, g);
            int size = TAPS * TAPS * FIRST_FILTERS;
            optimizer.update(parameters, kernel1, kernel1 + size, g, 0, rate, step);
            optimizer.update(parameters, bias1, bias1 + FIRST_FILTERS, g, size, rate, step);
            Pointwise.sum(bias2Parts, 0, SECOND_FILTERS, g);
            optimizer.update(parameters, bias2, bias2 + SECOND_FILTERS, g, 0, rate, step);
        }
    }

    private void updateDense(int member) {
        float[] g = gradient[member];
        update(member, pooled, FLAT, hiddenDelta, UNITS, UNITS, kernel3, flatRows[member], flatRows[member + 1], 0, g);
        update(member, hidden, UNITS, logits, LOGITS, Rows.CLASSES, kernel4, unitRows[member], unitRows[member + 1], 0,
                g);
        int left = unitColumns[member];
        int right = unitColumns[member + 1];
        Pointwise.columnSums(hiddenDelta, batch, UNITS, left, right, g);
        optimizer.update(parameters, bias3 + left, bias3 + right, g, 0, rate, step);
        if (member == 0) {
            Pointwise.columnSums(logits, batch, LOGITS, 0, LOGITS, g);
            optimizer.update(parameters, bias4, bias4 + LOGITS, g, 0, rate, step);
        }
    }
}

package org.fascicle.bench.plan;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.bench.worker.Rows;
import org.lwjgl.system.MemoryUtil;

/** A step whose arrays lie outside the heap, and which calls functions of {@code native.cc}. */
abstract class NativePlan extends Step {
    /** What may be read, and of some arrays written, behind the end: bytes. */
    private static final int GUARD = 256;
    /** From one member's place in small arrays to the next, in bytes. */
    static final long LINE = 128;

    final Parameters layout = new Parameters();
    final Native.Words[] words;
    final long x;
    final long labels;
    /** One double for each member: what a function summed up. */
    final long sums;
    private final boolean adam;
    private final double rate;
    private final long scratch;
    private final long rates;
    private final long features;
    private final long allLabels;
    private final List<Long> blocks = new ArrayList<>();
    private long values;
    private long first;
    private long second;
    private int size;

    NativePlan(int batch, int threads, Rows rows, boolean adam, double rate) {
        super(batch, threads, rows);
        this.adam = adam;
        this.rate = rate;
        x = floats((long) batch * Rows.FEATURES);
        labels = floats(batch);
        sums = floats(LINE / Float.BYTES * threads);
        rates = floats(LINE / Float.BYTES * threads);
        scratch = floats((long) Product.SCRATCH * threads);
        features = floats(rows.features().length);
        MemoryUtil.memFloatBuffer(features, rows.features().length).put(rows.features());
        allLabels = floats(rows.labels().length);
        MemoryUtil.memIntBuffer(allLabels, rows.labels().length).put(rows.labels());
        words = new Native.Words[threads];
        for (int i = 0; i < threads; i++) {
            words[i] = new Native.Words(floats(64));
        }
    }

    /** So many zeros, and where they begin. */
    final long floats(long count) {
        long bytes = (count * Float.BYTES + GUARD + 63) / 64 * 64;
        long block = MemoryUtil.nmemAlignedAllocChecked(64, bytes);
        MemoryUtil.memSet(block, 0, bytes);
        blocks.add(block);
        return block;
    }

    /** Makes the parameters that the layout has. */
    final void initialize(double gain) {
        layout.initialize(gain);
        size = layout.values.length;
        values = floats(size);
        first = floats(size);
        second = floats(size);
        put();
    }

    private void put() {
        MemoryUtil.memFloatBuffer(values, size).put(layout.values);
    }

    @Override
    final Iterable<String> names() {
        return layout.names();
    }

    @Override
    final void set(String name, float[] tensor) {
        layout.set(name, tensor);
        put();
    }

    /** The address of a parameter. */
    final long value(int offset) {
        return values + 4L * offset;
    }

    /** The address of an element of an array. */
    static long at(long array, long element) {
        return array + 4 * element;
    }

    final long scratch(int member) {
        return at(scratch, (long) Product.SCRATCH * member);
    }

    @Override
    final void fetch(int from, int to, int at) {
        MemoryUtil.memCopy(at(features, (long) (at + from) * Rows.FEATURES), at(x, (long) from * Rows.FEATURES),
                4L * (to - from) * Rows.FEATURES);
        MemoryUtil.memCopy(at(allLabels, at + from), at(labels, from), 4L * (to - from));
    }

    final void multiply(int member, int rows, int columns, int depth, long a, long ai, long b, long ldb, long c, long ldc) {
        words[member].with(rows).with(columns).with(depth).with(a).with(ai).with(1).with(b).with(ldb).with(c).with(ldc)
                .with(scratch(member)).call(Native.MULTIPLY);
    }

    final void transpose(int member, int kernel, int ld, int from, int to, int columns, long into, int ldOf) {
        words[member].with(value(kernel)).with(ld).with(from).with(to).with(columns).with(into).with(ldOf)
                .call(Native.TRANSPOSE);
    }

    /** As {@link Plan#update}; all squares are added to the member's place in {@link #sums}. */
    final void update(int member, long input, int inputLd, long delta, int ld, int columns, int offset, int from, int last,
            float decay, long gradient) {
        for (int row = from; row < last; row += BLOCK) {
            int count = Math.min(BLOCK, last - row);
            words[member].with(count).with(columns).with(batch).with(at(input, row)).with(inputLd).with(delta).with(ld)
                    .with(gradient).with(ld).with(scratch(member)).call(Native.MULTIPLY_TRANSPOSED);
            int begin = offset + row * ld;
            if (decay != 0) {
                MemoryUtil.memPutFloat(rates + LINE * member, decay);
                words[member].with(value(begin)).with(count * ld).with(rates + LINE * member).with(gradient)
                        .with(sums + LINE * member).call(Native.DECAY);
            }
            optimize(member, begin, count * ld, gradient);
        }
    }

    /** Updates the parameters from an offset on with their gradient. */
    final void optimize(int member, int offset, int count, long gradient) {
        long own = rates + LINE * member;
        words[member].with(value(offset)).with(at(first, offset)).with(gradient).with(count).with(own);
        if (adam) {
            MemoryUtil.memPutFloat(own,
                    (float) ((float) rate * Math.sqrt(1 - Math.pow(0.999, step + 1)) / (1 - Math.pow(0.9, step + 1))));
            words[member].with(at(second, offset)).call(Native.ADAM);
        } else {
            MemoryUtil.memPutFloat(own, (float) rate);
            words[member].call(Native.NESTEROV);
        }
    }

    /** Softmax and its gradient; gives the sum of the losses. */
    final double softmax(int member, long z, int from, int to, int bias) {
        words[member].with(at(z, (long) from * Product.PADDING)).with(to - from).with(value(bias)).with(at(labels, from))
                .with(batch).with(sums + LINE * member).call(Native.SOFTMAX);
        return MemoryUtil.memGetDouble(sums + LINE * member);
    }

    final void columnSums(int member, long d, int ld, int from, int to, long into) {
        words[member].with(at(d, from)).with(batch).with(ld).with(to - from).with(into).call(Native.COLUMN_SUMS);
    }

    @Override
    public final void close() {
        super.close();
        blocks.forEach(MemoryUtil::nmemAlignedFree);
    }
}

package org.fascicle.backend.jit.render;

import java.util.ArrayList;
import java.util.List;

import org.lwjgl.system.MemoryUtil;

/** Memory for native code, filled with what must not be read as anything else; all of it goes when this is closed. */
final class OffHeap implements AutoCloseable {
    private static final int LINE = 64;
    private static final int ANYTHING = 0xff;

    private final List<Long> blocks = new ArrayList<>();

    /** The address of so many bytes. As many as a vector has may be read behind them; they are NaN. */
    long allocate(long bytes) {
        long rounded = (bytes + LINE - 1) / LINE * LINE + LINE;
        long address = MemoryUtil.nmemAlignedAllocChecked(LINE, rounded);
        MemoryUtil.memSet(address, ANYTHING, rounded);
        blocks.add(address);
        return address;
    }

    long put(float... values) {
        long address = allocate((long) Float.BYTES * values.length);
        MemoryUtil.memFloatBuffer(address, values.length).put(values);
        return address;
    }

    long put(int... values) {
        long address = allocate((long) Integer.BYTES * values.length);
        MemoryUtil.memIntBuffer(address, values.length).put(values);
        return address;
    }

    long put(long... words) {
        long address = allocate((long) Long.BYTES * words.length);
        MemoryUtil.memLongBuffer(address, words.length).put(words);
        return address;
    }

    static float[] floats(long address, int count) {
        float[] values = new float[count];
        MemoryUtil.memFloatBuffer(address, count).get(values);
        return values;
    }

    static int[] ints(long address, int count) {
        int[] values = new int[count];
        MemoryUtil.memIntBuffer(address, count).get(values);
        return values;
    }

    @Override
    public void close() {
        blocks.forEach(MemoryUtil::nmemAlignedFree);
        blocks.clear();
    }
}

package org.fascicle.backend.nd4j.natives;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.bytedeco.javacpp.LongPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/** Shape descriptions as libnd4j reads them, in memory of their own: row-major, rank 0 to 2. */
public final class Shapes implements AutoCloseable {
    private static final int LONGS = 512;

    private final Natives natives;
    private final Map<List<Integer>, LongPointer> known = new HashMap<>();
    private final List<Block> blocks = new ArrayList<>();
    private final OpaqueDataBuffer[] axes = new OpaqueDataBuffer[2];
    private @Nullable LongPointer axisShape;
    private int used = LONGS;

    public Shapes(Natives natives) {
        this.natives = natives;
    }

    /** The description of a tensor: {@code [rank, extents, strides, type, element stride, order]}. */
    public LongPointer of(int type, int... extents) {
        List<Integer> key = new ArrayList<>(List.of(type));
        for (int extent : extents) {
            key.add(extent);
        }
        return known.computeIfAbsent(key, k -> {
            int rank = extents.length;
            LongPointer info = longs(2 * rank + 4);
            info.put(0, rank);
            long stride = 1;
            for (int i = rank - 1; i >= 0; i--) {
                info.put(1 + i, extents[i]);
                info.put(1 + rank + i, stride);
                stride *= extents[i];
            }
            info.put(2 * rank + 1, natives.typeFlags(type));
            info.put(2 * rank + 2, 1);
            info.put(2 * rank + 3, 'c');
            return info;
        });
    }

    /** The number 0 or 1, as an array that names an axis. */
    public OpaqueDataBuffer axis(int axis) {
        if (axes[axis] == null) {
            LongPointer number = longs(1);
            number.put(0, axis);
            axes[axis] = natives.data(number.address(), Natives.LONG, 1);
        }
        return axes[axis];
    }

    public LongPointer axisShape() {
        if (axisShape == null) {
            axisShape = of(Natives.LONG, 1);
        }
        return axisShape;
    }

    private LongPointer longs(int count) {
        if (used + count > LONGS) {
            blocks.add(new Block((long) LONGS * Long.BYTES, "the description of shapes"));
            used = 0;
        }
        long address = blocks.get(blocks.size() - 1).address() + (long) used * Long.BYTES;
        used += count;
        return new LongPointer(natives.pointer(address));
    }

    @Override
    public void close() {
        for (OpaqueDataBuffer axis : axes) {
            if (axis != null) {
                natives.release(axis);
            }
        }
        blocks.forEach(Block::close);
    }
}

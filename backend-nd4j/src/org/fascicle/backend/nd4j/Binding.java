package org.fascicle.backend.nd4j;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Shape;

/** A program with the addresses of one workspace and one number of rows. Made, run and closed on the worker's thread. */
final class Binding implements AutoCloseable {
    final Natives natives;
    final Shapes shapes;
    final int rows;
    private final Addresses addresses;
    private final Map<List<Object>, Ref> refs = new HashMap<>();
    private final List<Block> blocks = new ArrayList<>();
    private Block ones;
    private int onesCount;

    /** Where a tensor's memory starts. */
    interface Addresses {
        long of(Value value);
    }

    Binding(Natives natives, Addresses addresses, int rows) {
        this.natives = natives;
        this.shapes = new Shapes(natives);
        this.addresses = addresses;
        this.rows = rows;
    }

    /** The calls for operations; those that have nothing to do are null. */
    Call[] calls(List<Op> ops) {
        Call[] calls = new Call[ops.size()];
        for (int i = 0; i < calls.length; i++) {
            Op op = ops.get(i);
            try {
                calls[i] = op.out.shape.size(rows) == 0 ? null : Kernels.TABLE.get(op.name()).bind(op, this);
            } catch (BackendException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new BackendException("nd4j cannot run " + op + ": " + e, e);
            }
        }
        return calls;
    }

    int[] extents(Shape shape) {
        return shape.withRows(rows).toArray();
    }

    /** An operand as it lies in memory. */
    Ref in(Op op, int at) {
        return ref(op.in.get(at));
    }

    Ref out(Op op) {
        return ref(op.out);
    }

    Ref ref(Value value) {
        long address = addresses.of(value);
        long count = value.stored().size(rows);
        return refs.computeIfAbsent(List.of(value.type(), address, count), key -> new Ref(natives, value.type(), address, count));
    }

    LongPointer flat(Ref ref) {
        return shapes.of(ref.nativeType(), ref.count);
    }

    LongPointer single(Ref ref) {
        return shapes.of(ref.nativeType());
    }

    LongPointer matrix(Ref ref, int m, int n) {
        return shapes.of(ref.nativeType(), m, n);
    }

    /** The address of so many times 1.0f. */
    long ones(int count) {
        if (count > onesCount) {
            onesCount = count;
            ones = block((long) count * Float.BYTES);
            FloatBuffer floats = Block.view(natives, ones.address(), (long) count * Float.BYTES).asFloatBuffer();
            for (int i = 0; i < count; i++) {
                floats.put(i, 1f);
            }
        }
        return ones.address();
    }

    /** Memory that lives as long as this. */
    Block block(long bytes) {
        Block block = new Block(bytes);
        blocks.add(block);
        return block;
    }

    FloatPointer pointer(long address) {
        return new FloatPointer(natives.pointer(address));
    }

    @Override
    public void close() {
        blocks.forEach(Block::close);
        refs.values().forEach(Ref::close);
        refs.clear();
        shapes.close();
    }
}

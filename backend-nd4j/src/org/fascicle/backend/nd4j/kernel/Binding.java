package org.fascicle.backend.nd4j.kernel;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Shape;
import org.fascicle.backend.nd4j.natives.Block;
import org.fascicle.backend.nd4j.natives.Call;
import org.fascicle.backend.nd4j.natives.Extents;
import org.fascicle.backend.nd4j.natives.Natives;
import org.fascicle.backend.nd4j.natives.Ref;
import org.fascicle.backend.nd4j.natives.Shapes;
import org.jspecify.annotations.Nullable;

/** A program with the addresses of one workspace and one number of rows. Made, run and closed on the worker's thread. */
public final class Binding implements AutoCloseable {
    final Natives natives;
    final Shapes shapes;
    public final int rows;
    private final Addresses addresses;
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final Map<List<Object>, Ref> refs = new HashMap<>();
    private final int stripFrom;
    private final int stripCount;
    private @Nullable Block ones;
    private int onesCount;

    /** Where a tensor's memory starts. */
    public interface Addresses {
        long of(Value value);
    }

    public Binding(Natives natives, Addresses addresses, int rows) {
        this.natives = natives;
        this.shapes = new Shapes(natives);
        this.addresses = addresses;
        this.rows = rows;
        this.stripFrom = 0;
        this.stripCount = Integer.MAX_VALUE;
    }

    private Binding(Binding whole, int from, int count) {
        this.natives = whole.natives;
        this.shapes = whole.shapes;
        this.addresses = whole.addresses;
        this.rows = whole.rows;
        this.stripFrom = from;
        this.stripCount = count;
    }

    /** The same for some elements of all tensors of more than one element; closed with this. */
    Binding strip(int from, int count) {
        Binding strip = new Binding(this, from, count);
        resources.add(() -> strip.refs.values().forEach(Ref::close));
        return strip;
    }

    /**
     * The calls for operations; those that have nothing to do are null.
     *
     * @param border no call does operations before and behind it
     */
    public @Nullable Call[] calls(List<Op> ops, int border) {
        @Nullable
        Call[] calls = new @Nullable Call[ops.size()];
        for (int i = 0; i < calls.length;) {
            int length = Strips.length(this, ops, i, i < border ? border : calls.length);
            calls[i] = length > 1 ? Strips.bind(this, ops.subList(i, i + length)) : call(ops.get(i));
            i += Math.max(1, length);
        }
        return calls;
    }

    private @Nullable Call call(Op op) {
        try {
            return op.out.shape.size(rows) == 0 ? null : Kernels.of(op).bind(op, this);
        } catch (BackendException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BackendException("nd4j cannot run " + op + ": " + e, e);
        }
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

    public Ref ref(Value value) {
        long size = value.stored().size(rows);
        long count = size == 1 ? 1 : Math.min(size, stripCount);
        long address = addresses.of(value) + (size == 1 ? 0 : (long) stripFrom * Extents.width(value.type()));
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
        Block there = ones;
        if (there == null || count > onesCount) {
            onesCount = count;
            there = block((long) count * Float.BYTES);
            FloatBuffer floats = Block.view(natives, there.address(), there.bytes()).asFloatBuffer();
            MovementKernels.fill(floats, 1f, count);
            ones = there;
        }
        return there.address();
    }

    /** Memory that lives as long as this. */
    Block block(long bytes) {
        Block block = new Block(bytes, "a kernel's own memory");
        resources.add(block);
        return block;
    }

    FloatPointer pointer(long address) {
        return new FloatPointer(natives.pointer(address));
    }

    @Override
    public void close() {
        refs.values().forEach(Ref::close);
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new BackendException(e.toString(), e);
            }
        }
        shapes.close();
    }
}

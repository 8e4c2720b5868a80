package org.fascicle.backend.nd4j.natives;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

import org.bytedeco.javacpp.FloatPointer;
import org.fascicle.api.expr.Type;
import org.jspecify.annotations.Nullable;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/** A piece of memory as native and Java code take it. Made when a program is bound; used by the worker's thread. */
public final class Ref implements AutoCloseable {
    public final Type type;
    public final long address;
    public final int count;
    private final Natives natives;
    private @Nullable OpaqueDataBuffer data;
    private @Nullable ByteBuffer bytes;

    public Ref(Natives natives, Type type, long address, long count) {
        this.natives = natives;
        this.type = type;
        this.address = address;
        this.count = Math.toIntExact(count);
    }

    /** A new pointer, whose position is its holder's to move. */
    public FloatPointer pointer() {
        return new FloatPointer(natives.pointer(address));
    }

    public OpaqueDataBuffer data() {
        if (data == null) {
            data = natives.data(address, nativeType(), count);
        }
        return data;
    }

    public int nativeType() {
        return type == Type.REAL ? Natives.FLOAT : type == Type.BOOL ? Natives.BOOL : Natives.INT;
    }

    public long byteCount() {
        return (long) count * Extents.width(type);
    }

    public ByteBuffer bytes() {
        if (bytes == null) {
            bytes = Block.view(natives, address, byteCount());
        }
        return bytes;
    }

    public FloatBuffer floats() {
        return bytes().asFloatBuffer();
    }

    public IntBuffer ints() {
        return bytes().asIntBuffer();
    }

    @Override
    public void close() {
        if (data != null) {
            natives.release(data);
            data = null;
        }
    }
}

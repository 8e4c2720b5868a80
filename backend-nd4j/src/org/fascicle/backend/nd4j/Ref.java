package org.fascicle.backend.nd4j;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

import org.bytedeco.javacpp.FloatPointer;
import org.fascicle.api.expr.Type;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/** A piece of memory as native and Java code take it. Made when a program is bound; used by the worker's thread. */
final class Ref implements AutoCloseable {
    final Type type;
    final long address;
    final int count;
    private final Natives natives;
    private OpaqueDataBuffer data;
    private ByteBuffer bytes;

    Ref(Natives natives, Type type, long address, long count) {
        this.natives = natives;
        this.type = type;
        this.address = address;
        this.count = Math.toIntExact(count);
    }

    /** A new pointer, whose position is its holder's to move. */
    FloatPointer pointer() {
        return new FloatPointer(natives.pointer(address));
    }

    OpaqueDataBuffer data() {
        if (data == null) {
            data = natives.data(address, nativeType(), count);
        }
        return data;
    }

    int nativeType() {
        return type == Type.REAL ? Natives.FLOAT : type == Type.BOOL ? Natives.BOOL : Natives.INT;
    }

    long byteCount() {
        return (long) count * Extents.width(type);
    }

    ByteBuffer bytes() {
        if (bytes == null) {
            bytes = Block.view(natives, address, byteCount());
        }
        return bytes;
    }

    FloatBuffer floats() {
        return bytes().asFloatBuffer();
    }

    IntBuffer ints() {
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

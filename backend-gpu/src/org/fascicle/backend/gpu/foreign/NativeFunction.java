package org.fascicle.backend.gpu.foreign;

import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.libffi.FFICIF;
import org.lwjgl.system.libffi.FFIType;
import org.lwjgl.system.libffi.LibFFI;

/** A function in C. Integers and addresses alone go in and come out, each as a long. What it describes to libffi stays. Safe for any thread. */
public final class NativeFunction {
    private static final int WORD = 8;

    private final String name;
    private final long address;
    private final int count;
    private final FFICIF description;

    NativeFunction(String name, long address, FFIType result, FFIType[] parameters) {
        this.name = name;
        this.address = address;
        this.count = parameters.length;
        this.description = FFICIF.malloc();
        PointerBuffer types = MemoryUtil.memAllocPointer(Math.max(1, count));
        for (int i = 0; i < count; i++) {
            types.put(i, parameters[i].address());
        }
        types.limit(count);
        int status = LibFFI.ffi_prep_cif(description, LibFFI.FFI_DEFAULT_ABI, result, types);
        if (status != LibFFI.FFI_OK) {
            throw new UnsatisfiedLinkError("libffi cannot call " + name + ": status " + status);
        }
    }

    /** Calls it; an integer result is as wide as the function's. */
    public long call(long... arguments) {
        if (arguments.length != count) {
            throw new IllegalArgumentException(name + " takes " + count + " arguments, not " + arguments.length);
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long words = stack.nmalloc(WORD, WORD * (count + 1));
            PointerBuffer places = stack.mallocPointer(Math.max(1, count));
            for (int i = 0; i < count; i++) {
                long word = words + (long) WORD * (i + 1);
                MemoryUtil.memPutLong(word, arguments[i]);
                places.put(i, word);
            }
            MemoryUtil.memPutLong(words, 0);
            LibFFI.nffi_call(description.address(), address, words, places.address());
            return MemoryUtil.memGetLong(words);
        }
    }

    /** A call with these arguments, ready to be made any number of times. Nothing is allocated by it. Whoever is done closes it. */
    public Prepared prepare(long... arguments) {
        return new Prepared(arguments);
    }

    /** A call whose arguments lie in memory. Used by one thread at a time. */
    public final class Prepared implements AutoCloseable {
        private final long words;
        private final long places;

        private Prepared(long... arguments) {
            if (arguments.length != count) {
                throw new IllegalArgumentException(name + " takes " + count + " arguments, not " + arguments.length);
            }
            words = MemoryUtil.nmemAllocChecked((long) WORD * (count + 1));
            places = MemoryUtil.nmemAllocChecked((long) WORD * Math.max(1, count));
            for (int i = 0; i < count; i++) {
                MemoryUtil.memPutLong(words + (long) WORD * (i + 1), arguments[i]);
                MemoryUtil.memPutAddress(places + (long) WORD * i, words + (long) WORD * (i + 1));
            }
        }

        /** Makes it. */
        public long call() {
            MemoryUtil.memPutLong(words, 0);
            LibFFI.nffi_call(description.address(), address, words, places);
            return MemoryUtil.memGetLong(words);
        }

        @Override
        public void close() {
            MemoryUtil.nmemFree(words);
            MemoryUtil.nmemFree(places);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

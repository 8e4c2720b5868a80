package org.fascicle.backend.jit.machine;

import org.fascicle.api.backend.BackendException;
import org.lwjgl.system.JNI;

/** A compiled function of 64-bit words: {@code extern "C" void NAME(const long *words)}. Safe for any thread. */
public final class NativeFunction {
    private final Code code;
    private final String name;
    private final long address;

    NativeFunction(Code code, String name, long address) {
        this.code = code;
        this.name = name;
        this.address = address;
    }

    /** Calls it with a thread's words. */
    public void call(Words words) {
        call(words.address());
    }

    /**
     * Calls it. It reads and writes whatever its words lead it to: they have to be right.
     *
     * @param words the address of its words, off-heap
     * @throws BackendException if its code is closed
     */
    public void call(long words) {
        code.requireOpen(name);
        JNI.invokePV(words, address);
    }

    @Override
    public String toString() {
        return name;
    }
}

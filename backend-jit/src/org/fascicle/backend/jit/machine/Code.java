package org.fascicle.backend.jit.machine;

import org.fascicle.api.backend.BackendException;

/** Compiled code that is loaded. Safe for any thread. */
public final class Code {
    private final long handle;
    private volatile boolean isOpen = true;

    Code(long handle) {
        this.handle = handle;
    }

    /**
     * A function of it.
     *
     * @param name as it stands in the text, behind {@code extern "C" void}
     * @throws BackendException if there is none of that name, or the code is closed
     */
    public NativeFunction function(String name) {
        synchronized (this) {
            requireOpen(name);
            long address = Linking.address(handle, name);
            if (address == 0) {
                throw new BackendException("the compiled text has no function '" + name + "' that is extern \"C\"");
            }
            return new NativeFunction(this, name, address);
        }
    }

    void requireOpen(String name) {
        if (!isOpen) {
            throw new BackendException("the code of the function '" + name + "' is closed");
        }
    }

    /** Unloads it. Whoever closes it sees to it that no function of it runs; later calls are refused. Does nothing the second time. */
    synchronized void close() {
        if (isOpen) {
            isOpen = false;
            Linking.close(handle);
        }
    }
}

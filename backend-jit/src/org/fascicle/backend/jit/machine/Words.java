package org.fascicle.backend.jit.machine;

import java.nio.ByteBuffer;

/** What a native function is handed: numbers of 64 bits, integers and addresses. Used by one thread. */
public final class Words {
    private static final int MOST = 512;

    private final Block block = Block.allocate(2 * MOST, "the words of a thread");
    private final ByteBuffer words = block.bytes(0, MOST * Long.BYTES);

    /**
     * Sets one.
     *
     * @throws IndexOutOfBoundsException if it is beyond the 512th
     */
    public void put(int at, long value) {
        words.putLong(at * Long.BYTES, value);
    }

    /** Where they lie. */
    public long address() {
        return block.address();
    }
}

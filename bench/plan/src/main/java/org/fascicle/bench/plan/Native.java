package org.fascicle.bench.plan;

import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryUtil;

/** The functions of {@code native.cc}, each with the number of its words. */
enum Native {
    MULTIPLY("multiply", 11),
    MULTIPLY_TRANSPOSED("multiplyTransposed", 10),
    TRANSPOSE("transpose", 7),
    COPY("copy", 3),
    ELU("eluOfRows", 4),
    ELU_GRADIENT("eluGradient", 3),
    COLUMN_SUMS("columnSums", 5),
    DECAY("decay", 5),
    NESTEROV("nesterov", 5),
    ADAM("adam", 6),
    SOFTMAX("softmax", 6),
    STATISTICS("statistics", 5),
    COMBINE("combine", 9),
    NORMALIZE("normalize", 10),
    NORMAL_GRADIENT_PARTS("normalGradientParts", 11),
    NORMAL_GRADIENT("normalGradient", 13),
    FACTORS("factors", 8);

    private final long address;
    private final int count;

    Native(String name, int count) {
        address = NativeCode.function(name);
        this.count = count;
    }

    /** The words of one thread's calls, outside the heap. */
    static final class Words {
        private final long at;
        private int count;

        Words(long at) {
            this.at = at;
        }

        /** The next word. */
        Words with(long word) {
            MemoryUtil.memPutLong(at + (long) count++ * Long.BYTES, word);
            return this;
        }

        /** Calls a function with these words, and begins anew. */
        void call(Native function) {
            if (count != function.count) {
                throw new IllegalStateException(function + " takes " + function.count + " words, not " + count);
            }
            count = 0;
            JNI.invokePV(at, function.address);
        }
    }
}

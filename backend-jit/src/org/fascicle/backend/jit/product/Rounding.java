package org.fascicle.backend.jit.product;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.backend.jit.kernel.Form;

/** Rounds reals to bfloat16, as {@link Bfloat16} does. Safe for any thread. */
public interface Rounding {
    /** The 16 bits of each. */
    void round(float[] from, int at, int count, short[] to);

    /** The best for a form. */
    static Rounding of(Form form) {
        return form == Form.VECTOR ? new VectorRounding() : Rounding::oneByOne;
    }

    /** In a plain loop. */
    static void oneByOne(float[] from, int at, int count, short[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = (short) Bfloat16.bits(from[at + i]);
        }
    }
}

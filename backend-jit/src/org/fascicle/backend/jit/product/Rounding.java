package org.fascicle.backend.jit.product;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.backend.jit.kernel.Form;

/** Rounds reals to bfloat16, as {@link Bfloat16} does. Safe for any thread. */
public class Rounding {
    /** The best for a form. */
    public static Rounding of(Form form) {
        return form == Form.VECTOR ? new VectorRounding() : new Rounding();
    }

    /** The 16 bits of each. */
    public void round(float[] from, int at, int count, short[] to, int into) {
        for (int i = 0; i < count; i++) {
            to[into + i] = (short) Bfloat16.bits(from[at + i]);
        }
    }

    /** The bits of reals of two rows: of the first in the lower half of a word, which is the first in memory, of the second in the upper. */
    public void pair(float[] first, int at, float[] second, int beside, int count, int[] to, int into) {
        for (int i = 0; i < count; i++) {
            to[into + i] = Bfloat16.bits(first[at + i]) | Bfloat16.bits(second[beside + i]) << Short.SIZE;
        }
    }
}

package org.fascicle.api.expr;

/**
 * The element types of an expression. Techniques write {@link #REAL}; the program's precision says which
 * floating-point format that is, never a technique.
 */
public enum Type {
    /** A real number: float32 or float64, as the program is compiled. */
    REAL("real"),
    /** A signed 32-bit integer: labels, indices, counts. Arithmetic wraps. */
    INT32("int32"),
    /** Unsigned 32 bits as a random draw gives them. Only {@code cast} reads them. */
    UINT32("uint32"),
    /** A truth value. */
    BOOL("bool");

    private final String spelling;

    Type(String spelling) {
        this.spelling = spelling;
    }

    /** The name as messages and graphs print it: {@code real}, {@code int32}, … */
    @Override
    public String toString() {
        return spelling;
    }
}

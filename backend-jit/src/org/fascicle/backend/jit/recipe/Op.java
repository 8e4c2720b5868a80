package org.fascicle.backend.jit.recipe;

/** What generated code can do with one lane. Everything else is made of these, once, for both forms of a kernel. */
public enum Op {
    /** An element of a slot's array. */
    INPUT,
    /** A number that the kernel is handed. */
    NUMBER,
    /** A number that belongs to a formula. */
    LITERAL,

    ADD, SUB, MUL, DIV, MIN, MAX, FMA, NEG, ABS, SQRT,
    GT, GE, EQ,

    INT_ADD, INT_SUB, INT_MUL, INT_MIN, INT_MAX, INT_NEG, INT_ABS, INT_AND, INT_OR, INT_XOR,
    /** Shifts by a literal number of bits. */
    SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED,
    INT_GT, INT_EQ,

    AND, OR, NOT,
    /** The second operand where the first is true, else the third. */
    SELECT, INT_SELECT,

    /** The bits of a float as an int, and back. */
    BITS, FLOAT,
    /** A signed int as a float. */
    /** A function of {@code Functions}, lane by lane. */
    CALL;

    /** Whether operands can change places. */
    boolean isSymmetric() {
        switch (this) {
            case ADD:
            case MUL:
            case EQ:
            case INT_ADD:
            case INT_MUL:
            case INT_AND:
            case INT_OR:
            case INT_XOR:
            case INT_EQ:
            case AND:
            case OR:
                return true;
            default:
                return false;
        }
    }
}

package org.fascicle.backend.jit.render;

/** What a kernel's function is handed: which of the 64-bit words holds what. Addresses are of elements of four bytes. */
public final class KernelWords {
    /** The first turn of the outer loop. */
    public static final int OUTER_FROM = 0;
    /** The turn before which it ends. */
    public static final int OUTER_TO = 1;
    /** The first turn of the inner loop. */
    public static final int INNER_FROM = 2;
    /** The turn before which it ends. */
    public static final int INNER_TO = 3;
    /** 1 if a reduction begins here; 0 if it goes on with what its result holds. */
    public static final int FIRST = 4;
    /** The address of the numbers that are reals. */
    public static final int NUMBERS = 5;
    /** The address of the numbers that are ints; a number has one place, in one of the two. */
    public static final int INTEGERS = 6;
    /** How long rows are that are read again and again. */
    public static final int PERIOD = 7;
    private static final int SLOTS = 8;
    private static final int OF_SLOT = 2;
    /** How many elements of a row that is read again and again lie behind it once more. */
    public static final int REPEATED = 16;

    private KernelWords() {}

    /** The address of a slot's element at outer 0, inner 0; of a row that is read again and again, that of a copy. */
    public static int address(int slot) {
        return SLOTS + OF_SLOT * slot;
    }

    /** How far apart a slot's turns of the outer loop are, in elements. */
    public static int stride(int slot) {
        return address(slot) + 1;
    }

    /** How many words there are. */
    public static int count(int slots) {
        return address(slots);
    }
}

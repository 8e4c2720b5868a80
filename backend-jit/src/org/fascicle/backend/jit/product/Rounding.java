package org.fascicle.backend.jit.product;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.backend.jit.kernel.LateFunction;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.machine.Words;

/** Rounds reals to bfloat16, as {@link Bfloat16} does, and picks lines of what was rounded. Safe for any thread. */
public final class Rounding {
    private final LateFunction round;
    private final LateFunction halves;
    private final LateFunction pairs;
    private final LateFunction pick;

    public Rounding(Natives natives) {
        this.round = function(natives, "round");
        this.halves = function(natives, "halves");
        this.pairs = function(natives, "pairs");
        this.pick = function(natives, "pick_halves");
    }

    private static LateFunction function(Natives natives, String name) {
        return new LateFunction(natives, NativeGemm.class, NativeGemm.TEXT, name);
    }

    /** Rounds reals to reals. */
    void reals(long from, long to, long count, Words words) {
        move(round, from, to, count, words);
    }

    /** The 16 bits of each. */
    void halves(long from, long to, long count, Words words) {
        move(halves, from, to, count, words);
    }

    /**
     * The bits of a matrix in pairs of rows, of a strip of columns: those of the first in the lower half of a word, which is the first in
     * memory, of the second in the upper.
     *
     * @param rows of the matrix, the last without a second if they are odd
     * @param columns of the strip
     * @param ld the length of a row in memory
     * @param strip the words from one pair of rows to the next; those behind the columns become 0
     */
    void pairs(long from, long to, int rows, int columns, int ld, int strip, Words words) {
        words.put(0, from);
        words.put(1, ld);
        words.put(2, rows);
        words.put(3, columns);
        words.put(4, strip);
        words.put(5, to);
        pairs.call(words);
    }

    /**
     * Brings lines of a rounded tensor, by their numbers.
     *
     * @param table where the tensor's copy begins
     * @param begin the element, from there on, with which the first of {@code length} lines begins
     * @param indices where the numbers lie; one outside the lines is clamped into range
     * @param lines how many
     * @param each the elements of a line
     */
    void pick(long table, int begin, int length, long indices, long to, int lines, int each, Words words) {
        words.put(0, table);
        words.put(1, begin);
        words.put(2, length);
        words.put(3, indices);
        words.put(4, to);
        words.put(5, lines);
        words.put(6, each);
        pick.call(words);
    }

    private static void move(LateFunction function, long from, long to, long count, Words words) {
        words.put(0, from);
        words.put(1, count);
        words.put(2, to);
        function.call(words);
    }
}

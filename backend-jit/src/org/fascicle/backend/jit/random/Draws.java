package org.fascicle.backend.jit.random;

import org.fascicle.api.expr.Philox;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.kernel.Vectors;

/** Makes random words, the same ones in every form. Safe for any thread. */
public interface Draws {
    /** The elements of one call of the generator. */
    int WORDS = 4;
    /** One call after the other. */
    Draws PLAIN = Draws::plain;

    /** The fastest that this virtual machine and processor have. */
    static Draws of(Form form) {
        return form == Form.VECTOR && Vectors.width() == Scratch.LANES ? new VectorDraws() : PLAIN;
    }

    /**
     * Fills a part of an array.
     *
     * @param key seed and counter
     * @param block the first call's number: the first element's, divided by 4
     * @param to receives the words
     * @param at where the first goes
     * @param count how many
     * @param scratch the thread's
     */
    void fill(Key key, int block, int[] to, int at, int count, Scratch scratch);

    private static void plain(Key key, int block, int[] to, int at, int count, Scratch scratch) {
        int[] words = scratch.intLeft;
        for (int i = 0; i < count; i += WORDS) {
            Philox.words(key.seed, block + i / WORDS, key.step, key.path, key.draw, words);
            for (int word = 0; word < WORDS && i + word < count; word++) {
                to[at + i + word] = words[word] >>> key.shift;
            }
        }
    }

    /** What stays the same for all elements of a draw in a step. */
    final class Key {
        final int path;
        final int draw;
        final int shift;
        long seed;
        int step;

        public Key(Node draws) {
            this(Philox.hash(draws.attributes().text("path")), draws.attributes().integer("draw"),
                    Integer.SIZE - draws.attributes().integer("bits"));
        }

        public Key(int path, int draw, int shift) {
            this.path = path;
            this.draw = draw;
            this.shift = shift;
        }
    }
}

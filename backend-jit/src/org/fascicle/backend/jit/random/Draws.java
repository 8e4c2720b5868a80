package org.fascicle.backend.jit.random;

import org.fascicle.api.expr.Philox;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.machine.Words;
import org.jspecify.annotations.Nullable;

/** Makes random words, by compiled code. Safe for any thread. */
public final class Draws {
    /** The elements of one call of the generator. */
    static final int WORDS = 4;

    private final Natives natives;
    private volatile @Nullable NativeFunction draw;

    public Draws(Natives natives) {
        this.natives = natives;
    }

    /** Compiles what is needed, unless that has been done. */
    void prepare() {
        if (draw == null) {
            draw = natives.function(Draws.class, "random.cc", "draw");
        }
    }

    /**
     * Fills memory.
     *
     * @param key seed and counter
     * @param block the first call's number: the first element's, divided by 4
     * @param to where the words go
     * @param count how many
     * @param words the thread's
     */
    void fill(Key key, int block, long to, int count, Words words) {
        NativeFunction function = draw;
        if (function == null) {
            throw new IllegalStateException("the generator has not been prepared");
        }
        words.put(0, to);
        words.put(1, count);
        words.put(2, block);
        words.put(3, key.seed);
        words.put(4, key.step);
        words.put(5, key.path);
        words.put(6, key.draw);
        words.put(7, key.shift);
        function.call(words);
    }

    /** What stays the same for all elements of a draw in a step. */
    public static final class Key {
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

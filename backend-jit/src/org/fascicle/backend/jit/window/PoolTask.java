package org.fascicle.backend.jit.window;

import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.machine.Words;
import org.fascicle.backend.jit.task.Room;
import org.jspecify.annotations.Nullable;

/** Maxima and sums under a window, channel by channel, and their gradients. Blocks are examples. */
public final class PoolTask extends ExampleTask {
    /** Which of the four. */
    public enum Kind {
        /** The greatest of the cells. */
        MAXIMUM("max_pool"),
        /** The sum of the cells. */
        SUM("sum_pool"),
        /** A maximum's gradient goes to the first of the greatest cells. */
        MAXIMUM_GRADIENT("max_pool_grad"),
        /** A sum's gradient goes to all cells. */
        SUM_GRADIENT("sum_pool_grad");

        private final String function;

        Kind(String function) {
            this.function = function;
        }
    }

    static final String TEXT = "window.cc";
    private static final int DESCRIBED = 3;

    private final NativeFunction function;
    private final Sliding window;
    private final Room image;
    private final Room places;
    private final @Nullable Room gradient;

    /**
     * A task.
     *
     * @param image the cells; the result of {@link Kind#SUM_GRADIENT}
     * @param places an element for each place and channel
     * @param gradient the result of {@link Kind#MAXIMUM_GRADIENT}, as large as the image; else null
     */
    public PoolTask(Natives natives, Kind kind, Sliding window, Room image, Room places, @Nullable Room gradient, int examples) {
        super(examples);
        this.function = natives.function(PoolTask.class, TEXT, kind.function);
        this.window = window;
        this.image = image;
        this.places = places;
        this.gradient = gradient;
    }

    @Override
    public void run(int example, Scratch scratch) {
        Words words = scratch.words;
        words.put(0, image.address(example * window.imageSize()));
        words.put(1, places.address(example * window.places() * window.channels));
        words.put(2, gradient == null ? 0 : gradient.address(example * window.imageSize()));
        window.describe(words, DESCRIBED);
        function.call(words);
    }

    @Override
    public long work() {
        return (long) examples * window.places() * window.covered();
    }

    @Override
    public long moved() {
        return (long) examples * (window.imageSize() + window.places() * window.channels);
    }
}

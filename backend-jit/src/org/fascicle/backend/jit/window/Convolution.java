package org.fascicle.backend.jit.window;

import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.task.Room;

/** What a convolution and its two gradients have in common: window, number of examples and of outputs. Immutable. */
public final class Convolution {
    /** About how many elements are laid out at a time: so many stay in the first cache. */
    private static final int LAID_OUT = 1 << 13;

    public final Sliding window;
    final Layout layout;
    final int examples;
    public final int outputs;
    /** How many lines of places are laid out at a time. */
    final int linesAtOnce;

    public Convolution(Natives natives, Sliding window, int examples, int outputs) {
        this.window = window;
        this.layout = new Layout(natives, window);
        this.examples = examples;
        this.outputs = outputs;
        int line = Math.max(1, window.columns * window.covered());
        this.linesAtOnce = Math.max(1, Math.min(window.lines, LAID_OUT / line));
    }

    /** The memory that holds an example's field: the images' own, or some of the thread that is filled here. */
    Block field(Room images, int example, Scratch scratch) {
        if (!window.isPadded()) {
            return images.block;
        }
        Block field = scratch.field(window.fieldSize);
        layout.fill(images.block, images.offset + example * window.imageSize(), field, scratch);
        return field;
    }

    /** Where an example's field begins in that memory. */
    int fieldBegin(Room images, int example) {
        return window.isPadded() ? 0 : images.offset + example * window.imageSize();
    }

    /** Room for the lines that are laid out. */
    Block rows(Scratch scratch) {
        return scratch.rows(linesAtOnce * window.columns * window.covered() + Scratch.LANES);
    }

    int placeAt(Room places, int example, int line) {
        return places.offset + (example * window.places() + line * window.columns) * outputs;
    }

    /** How many elements images and places have. */
    long moved() {
        return (long) examples * (window.imageSize() + window.places() * outputs);
    }

    /** About how many vector operations a product for all places takes. */
    long work() {
        return (long) examples * window.places() * window.covered() * outputs / Scratch.LANES;
    }
}

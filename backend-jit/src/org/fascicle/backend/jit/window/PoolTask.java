package org.fascicle.backend.jit.window;

import java.util.Arrays;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Room;
import org.jspecify.annotations.Nullable;

/** Maxima and sums under a window, channel by channel, and their gradients. Blocks are examples. */
public final class PoolTask extends ExampleTask {
    /** Which of the four. */
    public enum Kind {
        /** The greatest of the cells. */
        MAXIMUM,
        /** The sum of the cells. */
        SUM,
        /** A maximum's gradient goes to the first of the greatest cells. */
        MAXIMUM_GRADIENT,
        /** A sum's gradient goes to all cells. */
        SUM_GRADIENT
    }

    private final Kind kind;
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
    public PoolTask(Kind kind, Sliding window, Room image, Room places, @Nullable Room gradient, int examples) {
        super(examples);
        this.kind = kind;
        this.window = window;
        this.image = image;
        this.places = places;
        this.gradient = gradient;
    }

    @Override
    public void run(int example, Scratch scratch) {
        Room firsts = gradient;
        int cells = example * window.imageSize();
        int place = places.offset + example * window.places() * window.channels;
        if (kind == Kind.SUM_GRADIENT) {
            clear(image, cells);
        } else if (firsts != null) {
            clear(firsts, cells);
        } else {
            float neutral = kind == Kind.SUM ? 0f : Float.NEGATIVE_INFINITY;
            Arrays.fill(places.floats, place, place + window.places() * window.channels, neutral);
        }
        for (int line = 0; line < window.lines; line++) {
            for (int column = 0; column < window.columns; column++, place += window.channels) {
                if (firsts != null) {
                    toFirst(firsts, line, column, cells, place);
                } else {
                    visit(line, column, image.offset + cells, place);
                }
            }
        }
    }

    private void clear(Room room, int cells) {
        Arrays.fill(room.floats, room.offset + cells, room.offset + cells + window.imageSize(), 0f);
    }

    private void visit(int line, int column, int cells, int place) {
        for (int i = 0; i < window.windowHeight; i++) {
            for (int j = 0; j < window.windowWidth; j++) {
                int cell = window.cell(line, column, i, j);
                if (cell >= 0) {
                    combine(image.floats, cells + cell, places.floats, place);
                }
            }
        }
    }

    private void combine(float[] x, int cell, float[] y, int place) {
        for (int c = 0; c < window.channels; c++) {
            if (kind == Kind.MAXIMUM) {
                y[place + c] = Math.max(y[place + c], x[cell + c]);
            } else if (kind == Kind.SUM) {
                y[place + c] += x[cell + c];
            } else {
                x[cell + c] += y[place + c];
            }
        }
    }

    private void toFirst(Room gradient, int line, int column, int cells, int place) {
        for (int c = 0; c < window.channels; c++) {
            int first = -1;
            for (int i = 0; i < window.windowHeight; i++) {
                for (int j = 0; j < window.windowWidth; j++) {
                    int cell = window.cell(line, column, i, j);
                    if (cell >= 0 && (first < 0 || isGreater(at(cells + cell + c), at(cells + first + c)))) {
                        first = cell;
                    }
                }
            }
            if (first >= 0) {
                gradient.floats[gradient.offset + cells + first + c] += places.floats[place + c];
            }
        }
    }

    private float at(int cell) {
        return image.floats[image.offset + cell];
    }

    private static boolean isGreater(float x, float than) {
        return x > than || Float.isNaN(x) && !Float.isNaN(than);
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

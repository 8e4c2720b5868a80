package org.fascicle.backend.jit.window;

import java.util.List;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;

/**
 * A task that goes through images piece by piece, several pieces at a time: each example's image is read from one end to the other
 * before, because it may lie far away, and only so the processor reads ahead. Blocks are examples.
 */
final class FetchedTask extends ExampleTask {
    /** The elements of a line of memory. */
    private static final int LINE = 16;

    private final CutTask task;
    private final Room images;
    private final int size;

    /** Where a task reads images of so many elements. */
    FetchedTask(CutTask task, Room images, int size, int examples) {
        super(examples);
        this.task = task;
        this.images = images;
        this.size = size;
    }

    @Override
    public void run(int example, Scratch scratch) {
        int begin = images.offset + example * size;
        scratch.touched = touch(images.floats, begin, begin + size);
        task.part(example, example + 1, scratch);
    }

    // Four sums, so that none waits for the one before it.
    private static float touch(float[] x, int begin, int end) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = begin; i + 3 * LINE < end; i += 4 * LINE) {
            a += x[i];
            b += x[i + LINE];
            c += x[i + 2 * LINE];
            d += x[i + 3 * LINE];
        }
        return a + b + c + d;
    }

    @Override
    public long work() {
        return task.work();
    }

    @Override
    public long moved() {
        return task.moved();
    }

    @Override
    public List<Reach> reaches() {
        return task.reaches();
    }
}

package org.fascicle.backend.jit.window;

import java.util.List;

import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;

/**
 * A task that goes through images piece by piece, several pieces at a time: each example's image is read from one end to the other
 * before, because it may lie far away, and only so the processor reads ahead. Blocks are examples.
 */
final class FetchedTask extends ExampleTask {
    private final NativeFunction fetch;
    private final CutTask task;
    private final Room images;
    private final int size;

    /** Where a task reads images of so many elements. */
    FetchedTask(Natives natives, CutTask task, Room images, int size, int examples) {
        super(examples);
        this.fetch = natives.function(FetchedTask.class, PoolTask.TEXT, "fetch");
        this.task = task;
        this.images = images;
        this.size = size;
    }

    @Override
    public void run(int example, Scratch scratch) {
        scratch.words.put(0, images.address(example * size));
        scratch.words.put(1, size);
        fetch.call(scratch.words);
        task.part(example, example + 1, scratch);
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

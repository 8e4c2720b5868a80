package org.fascicle.backend.jit.movement;

import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.machine.Words;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/**
 * The opposite of {@link GatherTask}: zeros, and each update added where gather would read it, in the order of the updates.
 */
public final class ScatterTask implements Task {
    private final NativeFunction scatter;
    private final Room whole;
    private final Room indices;
    private final Room updates;
    private final int batch;
    private final int outer;
    private final int length;
    private final int inner;
    private final int count;

    public ScatterTask(Natives natives, Room whole, Room indices, Room updates, int batch, int outer, int length, int inner,
            int count) {
        this.scatter = natives.function(ScatterTask.class, Elements.TEXT, "scatter_add");
        this.whole = whole;
        this.indices = indices;
        this.updates = updates;
        this.batch = batch;
        this.outer = outer;
        this.length = length;
        this.inner = inner;
        this.count = count;
    }

    @Override
    public int blocks() {
        return batch * outer;
    }

    @Override
    public void run(int line, Scratch scratch) {
        Words words = scratch.words;
        words.put(0, whole.address());
        words.put(1, indices.address());
        words.put(2, updates.address());
        words.put(3, line);
        words.put(4, outer);
        words.put(5, length);
        words.put(6, inner);
        words.put(7, count);
        scatter.call(words);
    }
}

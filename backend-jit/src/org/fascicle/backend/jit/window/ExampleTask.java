package org.fascicle.backend.jit.window;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.CutTask;

/** A task whose blocks are examples, each computed by itself: an example is a row of the batch. */
abstract class ExampleTask implements CutTask {
    final int examples;

    ExampleTask(int examples) {
        this.examples = examples;
    }

    @Override
    public final int blocks() {
        return examples;
    }

    @Override
    public final boolean isCut() {
        return true;
    }

    @Override
    public final int extent() {
        return examples;
    }

    @Override
    public void part(int from, int to, Scratch scratch) {
        for (int example = from; example < to; example++) {
            run(example, scratch);
        }
    }
}

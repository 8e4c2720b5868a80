package org.fascicle.backend.jit.loop;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Blocks;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Task;
import org.fascicle.backend.jit.task.TaskException;

/**
 * A loop: the tasks of its step are run for one step after the other, on memory that holds one step. Where each row of the batch is
 * computed from the same row alone, a block is some rows, and goes through all steps by itself: no thread waits for another in between,
 * and what a step leaves is in the cache for the next. Else there is one block.
 */
public final class LoopTask implements Task {
    /** More blocks than this would read the matrices of the step too often. */
    private static final int MOST = 16;
    /** The rows of a tile of a product. */
    private static final int UNIT = 8;

    /** How many steps there are, and what they read and write. */
    public static final class Steps {
        /** The sequences, and where a step reads them. */
        public final List<Part> sequences = new ArrayList<>();
        /** What carries are at first, and where a step reads them. */
        public final List<Part> initial = new ArrayList<>();
        /** What has to be kept until all carries are written. */
        public final List<Part> held = new ArrayList<>();
        /** What carries become, and where the next step reads them. */
        public final List<Part> carried = new ArrayList<>();
        /** Carries behind the last step, and where they are wanted. */
        public final List<Part> last = new ArrayList<>();
        /** What steps give is stacked here, from there. */
        public final List<Part> outputs = new ArrayList<>();
        private final int count;
        private final boolean isBackwards;
        private final int rows;

        public Steps(int count, boolean isBackwards, int rows) {
            this.count = count;
            this.isBackwards = isBackwards;
            this.rows = rows;
        }
    }

    private final Steps steps;
    private final Task[] tasks;
    private final List<Node> causes;
    private final boolean isCut;
    private final int blocks;

    /**
     * A loop.
     *
     * @param tasks of a step, in their order
     * @param causes what they compute
     * @param isCut whether all of them can compute some rows by themselves
     */
    public LoopTask(Steps steps, List<Task> tasks, List<Node> causes, boolean isCut) {
        this.steps = steps;
        this.tasks = tasks.toArray(new Task[0]);
        this.causes = List.copyOf(causes);
        this.isCut = isCut;
        int units = Blocks.units(steps.rows, UNIT);
        this.blocks = isCut ? Blocks.count(units, Math.min(MOST, units)) : 1;
    }

    /** Whether blocks are rows, each of which goes through all steps by itself. */
    public boolean isCut() {
        return isCut;
    }

    @Override
    public int blocks() {
        return blocks;
    }

    @Override
    public void run(int block, Scratch scratch) {
        int from = isCut ? Blocks.begin(block, blocks, steps.rows, UNIT) : 0;
        int to = isCut ? Blocks.begin(block + 1, blocks, steps.rows, UNIT) : steps.rows;
        copy(steps.initial, from, to);
        for (int i = 0; i < steps.count; i++) {
            int step = steps.isBackwards ? steps.count - 1 - i : i;
            for (int part = 0; part < steps.sequences.size(); part++) {
                steps.sequences.get(part).read(step, steps.count, steps.rows, from, to);
            }
            compute(from, to, scratch);
            for (int part = 0; part < steps.outputs.size(); part++) {
                steps.outputs.get(part).write(step, steps.count, steps.rows, from, to);
            }
            copy(steps.held, from, to);
            copy(steps.carried, from, to);
        }
        copy(steps.last, from, to);
    }

    private void copy(List<Part> parts, int from, int to) {
        for (int part = 0; part < parts.size(); part++) {
            parts.get(part).copy(steps.rows, from, to);
        }
    }

    private void compute(int from, int to, Scratch scratch) {
        int at = 0;
        try {
            for (; at < tasks.length; at++) {
                if (isCut) {
                    ((CutTask) tasks[at]).part(from, to, scratch);
                } else {
                    whole(tasks[at], scratch);
                }
            }
        } catch (RuntimeException e) {
            throw e instanceof TaskException ? e : new TaskException(causes.get(at), e);
        }
    }

    private static void whole(Task task, Scratch scratch) {
        for (int block = 0; block < task.blocks(); block++) {
            task.run(block, scratch);
        }
        task.finish(scratch);
    }

    @Override
    public long work() {
        long work = 0;
        for (Task task : tasks) {
            work += task.work();
        }
        return work * steps.count;
    }

    @Override
    public List<Reach> reaches() {
        List<Reach> reaches = new ArrayList<>();
        steps.sequences.forEach(part -> reaches.add(Reach.read(part.whole, part.size * steps.count)));
        steps.initial.forEach(part -> reaches.add(Reach.read(part.whole, part.size)));
        steps.outputs.forEach(part -> reaches.add(Reach.written(part.whole, part.size * steps.count)));
        steps.last.forEach(part -> reaches.add(Reach.written(part.part, part.size)));
        for (Task task : tasks) {
            List<Reach> within = task.reaches();
            if (within.isEmpty()) {
                // What this one reads of what is the same in all steps is not known.
                return List.of();
            }
            reaches.addAll(within);
        }
        return reaches;
    }
}

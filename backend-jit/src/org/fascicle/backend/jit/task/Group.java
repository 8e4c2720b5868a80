package org.fascicle.backend.jit.task;

import java.util.List;

import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Scratch;

/** Tasks of which none reads or writes what another writes: their blocks run in any order, at the same time. */
public final class Group implements Task {
    final List<Task> tasks;
    final List<Node> causes;
    /** By task, the number of its first block; then the number of all. */
    private final int[] begins;

    public Group(List<? extends Task> tasks, List<Node> causes) {
        this.tasks = List.copyOf(tasks);
        this.causes = List.copyOf(causes);
        this.begins = new int[tasks.size() + 1];
        for (int i = 0; i < tasks.size(); i++) {
            begins[i + 1] = begins[i] + tasks.get(i).blocks();
        }
    }

    @Override
    public List<? extends Task> parts() {
        return tasks;
    }

    @Override
    public int blocks() {
        return begins[tasks.size()];
    }

    @Override
    public void run(int block, Scratch scratch) {
        int task = 0;
        while (begins[task + 1] <= block) {
            task++;
        }
        try {
            tasks.get(task).run(block - begins[task], scratch);
        } catch (RuntimeException e) {
            throw new TaskException(causes.get(task), e);
        }
    }

    @Override
    public void finish(Scratch scratch) {
        for (int i = 0; i < tasks.size(); i++) {
            tasks.get(i).finish(scratch);
        }
    }
}

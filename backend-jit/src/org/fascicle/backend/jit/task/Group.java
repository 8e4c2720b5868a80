package org.fascicle.backend.jit.task;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Scratch;

/**
 * Tasks of which none reads or writes what another writes: their blocks run in any order, at the same time. The longest blocks
 * come first and last, half of each task's here and half there, the shortest in the middle: threads that take them from both
 * ends meet among those, and none waits long for another.
 */
public final class Group implements Task {
    final List<Task> tasks;
    final List<Node> causes;
    /** By block, which task it is of, and which of its blocks it is. */
    private final int[] taskOf;
    private final int[] blockOf;

    public Group(List<? extends Task> tasks, List<Node> causes) {
        this.tasks = List.copyOf(tasks);
        this.causes = List.copyOf(causes);
        int count = tasks.stream().mapToInt(Task::blocks).sum();
        this.taskOf = new int[count];
        this.blockOf = new int[count];
        long ahead = 0;
        int front = 0;
        int back = count;
        for (int task : longestFirst(tasks)) {
            int blocks = tasks.get(task).blocks();
            int half = (blocks + (ahead > 0 ? 0 : 1)) / 2;
            ahead += (2 * half - blocks) * each(tasks.get(task));
            place(task, 0, half, front);
            front += half;
            back -= blocks - half;
            place(task, half, blocks, back);
        }
    }

    private static List<Integer> longestFirst(List<? extends Task> tasks) {
        return IntStream.range(0, tasks.size()).boxed()
                .sorted(Comparator.comparingLong(task -> -each(tasks.get(task)))).collect(Collectors.toList());
    }

    private static long each(Task task) {
        return task.work() / Math.max(1, task.blocks());
    }

    private void place(int task, int from, int to, int at) {
        for (int block = from; block < to; block++) {
            taskOf[at + block - from] = task;
            blockOf[at + block - from] = block;
        }
    }

    @Override
    public List<? extends Task> parts() {
        return tasks;
    }

    @Override
    public int blocks() {
        return taskOf.length;
    }

    @Override
    public void run(int block, Scratch scratch) {
        int task = taskOf[block];
        try {
            tasks.get(task).run(blockOf[block], scratch);
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

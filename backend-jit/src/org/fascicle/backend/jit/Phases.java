package org.fascicle.backend.jit;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Node;

/**
 * Joins the tasks of a program, in their order: neighbours that work row by row become a {@link Phase}, neighbours that do
 * not concern each other a {@link Group}. Threads wait for each other only between what is left. Used once.
 */
final class Phases {
    /** Tasks that touch fewer elements are done one after the other before other threads have begun. */
    private static final int WORTH_SHARING = 1 << 13;

    private final List<Task> tasks = new ArrayList<>();
    private final List<Node> causes = new ArrayList<>();
    private final List<RowTask> byRows = new ArrayList<>();
    private final List<Node> rowCauses = new ArrayList<>();
    /** What is done before the rows are begun; those tasks do not concern each other. */
    private final List<Task> early = new ArrayList<>();
    private final List<Node> earlyCauses = new ArrayList<>();
    private final List<Task> apart = new ArrayList<>();
    private final List<Node> apartCauses = new ArrayList<>();
    private final List<Reach> reaches = new ArrayList<>();

    /** Joins what runs in any case, and what waits for the guard. */
    static void join(Binding binding) {
        Phases phases = new Phases();
        phases.addAll(binding, 0, binding.guardedFrom);
        int guardedFrom = phases.tasks.size();
        phases.addAll(binding, binding.guardedFrom, binding.tasks.size());
        binding.guardedFrom = guardedFrom;
        binding.tasks.clear();
        binding.tasks.addAll(phases.tasks);
        binding.causes.clear();
        binding.causes.addAll(phases.causes);
    }

    private void addAll(Binding binding, int from, int to) {
        for (int i = from; i < to; i++) {
            add(binding.tasks.get(i), binding.causes.get(i));
        }
        endAll();
    }

    private void add(Task task, Node node) {
        List<Reach> reach = task.reaches();
        if (task.isEarly() && !byRows.isEmpty()) {
            early.add(task);
            earlyCauses.add(node);
        } else if (hasRows(node) && task instanceof RowTask && ((RowTask) task).isByRows()) {
            endApart();
            byRows.add((RowTask) task);
            rowCauses.add(node);
        } else if (reach.isEmpty()) {
            endAll();
            tasks.add(task);
            causes.add(node);
        } else {
            endRows();
            if (reaches.stream().anyMatch(known -> reach.stream().anyMatch(known::meets))) {
                endApart();
            }
            apart.add(task);
            apartCauses.add(node);
            reaches.addAll(reach);
        }
    }

    // A window slides over a fixed number of images as it does over those of a batch.
    private static boolean hasRows(Node node) {
        return node.shape().rank() > 0 && node.shape().extent(0) == Shape.ROWS;
    }

    private void endAll() {
        endRows();
        endApart();
    }

    private void endRows() {
        if (!early.isEmpty()) {
            tasks.add(new Group(early, earlyCauses));
            causes.add(earlyCauses.get(0));
        }
        early.clear();
        earlyCauses.clear();
        if (!byRows.isEmpty()) {
            tasks.add(byRows.size() == 1 ? byRows.get(0) : new Phase(byRows, rowCauses));
            causes.add(rowCauses.get(0));
        }
        byRows.clear();
        rowCauses.clear();
    }

    private void endApart() {
        if (apart.size() > 1 && reaches.stream().mapToLong(Reach::size).sum() >= WORTH_SHARING) {
            tasks.add(new Group(apart, apartCauses));
            causes.add(apartCauses.get(0));
        } else {
            tasks.addAll(apart);
            causes.addAll(apartCauses);
        }
        apart.clear();
        apartCauses.clear();
        reaches.clear();
    }
}

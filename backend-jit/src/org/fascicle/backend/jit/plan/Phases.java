package org.fascicle.backend.jit.plan;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Group;
import org.fascicle.backend.jit.task.Phase;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.RowSums;
import org.fascicle.backend.jit.task.Task;
import org.fascicle.compiler.pass.Cut;

/**
 * Joins the tasks of a program, in their order: neighbours that can be cut alike become a {@link Phase}, neighbours that do
 * not concern each other a {@link Group}. Threads wait for each other only between what is left. Used once.
 */
final class Phases {
    /** Tasks that touch fewer elements are done one after the other before other threads have begun. */
    private static final int WORTH_SHARING = 1 << 13;

    private final Binding binding;
    private final List<Task> tasks = new ArrayList<>();
    private final List<Node> causes = new ArrayList<>();
    private final List<CutTask> cut = new ArrayList<>();
    private final List<Node> cutCauses = new ArrayList<>();
    /** What is done before the first of these is begun; those tasks do not concern each other. */
    private final List<Task> early = new ArrayList<>();
    private final List<Node> earlyCauses = new ArrayList<>();
    private final List<Task> apart = new ArrayList<>();
    private final List<Node> apartCauses = new ArrayList<>();
    private final List<Reach> reaches = new ArrayList<>();
    /** The last phase of rows, what is summed up in it, and what tasks behind it touch; empty if that is not known. */
    private final List<CutTask> rows = new ArrayList<>();
    private final List<RowSums> sums = new ArrayList<>();
    private final List<Node> rowsCauses = new ArrayList<>();
    private final List<Reach> behind = new ArrayList<>();
    private int rowsAt;

    private Phases(Binding binding) {
        this.binding = binding;
    }

    /** Joins what runs in any case, and what waits for the guard. */
    static void join(Binding binding) {
        Phases phases = new Phases(binding);
        phases.addAll(0, binding.guardedFrom());
        int guardedFrom = phases.tasks.size();
        phases.addAll(binding.guardedFrom(), binding.tasks.size());
        binding.guardedFrom(guardedFrom);
        binding.tasks.clear();
        binding.tasks.addAll(phases.tasks);
        binding.causes.clear();
        binding.causes.addAll(phases.causes);
    }

    private void addAll(int from, int to) {
        for (int i = from; i < to; i++) {
            add(binding.tasks.get(i), binding.causes.get(i));
        }
        endAll();
    }

    private void add(Task task, Node node) {
        if (task instanceof RowSums && sum((RowSums) task, node)) {
            return;
        }
        if (task.isEarly() && !cut.isEmpty()) {
            early.add(task);
            earlyCauses.add(node);
        } else if (isCut(task)) {
            if (!cut.isEmpty() && binding.kernel(task).run() != binding.kernel(cut.get(0)).run()) {
                endCut();
            }
            cut.add((CutTask) task);
            cutCauses.add(node);
        } else {
            endCut();
            addApart(task, node);
        }
    }

    /** Lets sums over rows be a part of the last phase, if it has those rows and nothing behind it writes what they read. */
    private boolean sum(RowSums task, Node node) {
        endCut();
        List<Reach> reach = task.reaches();
        if (rows.isEmpty() || task.rows() != rows.get(0).extent() || meets(behind, reach)) {
            return false;
        }
        sums.add(task);
        rowsCauses.add(node);
        tasks.set(rowsAt, new Phase(rows, sums, rowsCauses));
        return true;
    }

    private void addApart(Task task, Node node) {
        List<Reach> reach = task.reaches();
        if (reach.isEmpty() || meets(reaches, reach)) {
            endApart();
        }
        if (reach.isEmpty()) {
            tasks.add(task);
            causes.add(node);
            rows.clear();
        } else {
            behind.addAll(reach);
            apart.add(task);
            apartCauses.add(node);
            reaches.addAll(reach);
        }
    }

    private static boolean meets(List<Reach> known, List<Reach> reach) {
        return known.stream().anyMatch(one -> reach.stream().anyMatch(one::meets));
    }

    private boolean isCut(Task task) {
        return binding.kernel(task).cut() != Cut.NONE && task instanceof CutTask && ((CutTask) task).isCut();
    }

    private void endAll() {
        endCut();
        endApart();
        rows.clear();
    }

    private void endCut() {
        if (cut.size() == 1 && early.isEmpty()) {
            addApart(cut.get(0), cutCauses.get(0));
        } else if (!cut.isEmpty()) {
            endApart();
            if (!early.isEmpty()) {
                tasks.add(new Group(early, earlyCauses));
                causes.add(earlyCauses.get(0));
            }
            tasks.add(cut.size() == 1 ? cut.get(0) : new Phase(cut, cutCauses));
            causes.add(cutCauses.get(0));
            remember();
        }
        early.clear();
        earlyCauses.clear();
        cut.clear();
        cutCauses.clear();
    }

    private void remember() {
        rows.clear();
        sums.clear();
        rowsCauses.clear();
        behind.clear();
        if (binding.kernel(cut.get(0)).cut() == Cut.ROWS) {
            rows.addAll(cut);
            rowsCauses.addAll(cutCauses);
            rowsAt = tasks.size() - 1;
        }
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

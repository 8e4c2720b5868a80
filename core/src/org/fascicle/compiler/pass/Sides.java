package org.fascicle.compiler.pass;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

/** Which nodes only guarded commits need: they can wait for the guard. */
final class Sides {
    private Sides() {}

    /** For each node, by index, whether it can wait. */
    static boolean[] guarded(Graph graph) {
        boolean[] needed = new boolean[graph.nodes().size()];
        List<Node> roots = new ArrayList<>(graph.outputs().values());
        graph.guard().ifPresent(roots::add);
        for (Commit commit : graph.commits()) {
            if (!commit.isGuarded() || graph.guard().isEmpty()) {
                roots.add(commit.value());
            }
        }
        roots.forEach(root -> needed[root.index()] = true);
        for (int i = needed.length - 1; i >= 0; i--) {
            if (needed[i]) {
                graph.nodes().get(i).operands().forEach(operand -> needed[operand.index()] = true);
            }
        }
        boolean[] guarded = new boolean[needed.length];
        for (int i = 0; i < needed.length; i++) {
            guarded[i] = !needed[i];
        }
        return guarded;
    }
}

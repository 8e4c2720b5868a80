package org.fascicle.compiler.pass;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Primitive.Access;
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

    /** Lets those groups alone wait for the guard that compute what is written into variables, and those that need such values. */
    static void guardWrites(Graph graph, Reads reads, Map<Node, Group> groupOf) {
        Set<Group> writers = new HashSet<>();
        for (Commit commit : graph.commits()) {
            addWriters(commit.value(), groupOf, writers);
        }
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Node node : graph.nodes()) {
                Group group = groupOf.get(node);
                grown |= group != null && node.operands().stream()
                        .anyMatch(operand -> writers.contains(groupOf.get(reads.source(operand, node)))) && writers.add(group);
            }
        }
        groupOf.values().forEach(group -> group.guarded &= writers.contains(group));
    }

    // What is joined or reshaped may be computed into the variable's memory piece by piece.
    private static void addWriters(Node value, Map<Node, Group> groupOf, Set<Group> writers) {
        Group group = groupOf.get(value);
        if (group != null && group.guarded) {
            writers.add(group);
            if (value.op().access() == Access.MOVEMENT) {
                value.operands().forEach(operand -> addWriters(operand, groupOf, writers));
            }
        }
    }
}

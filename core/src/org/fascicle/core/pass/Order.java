package org.fascicle.core.pass;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

/**
 * An order of groups: what the guard does not concern first, then as the graph has them, or those that work row by row one
 * after the other; and, where that is possible, what writes a variable behind all that read its old value, so that it can be
 * computed in its place.
 */
final class Order {
    private final Graph graph;
    private final Reads reads;
    private final Map<Node, Group> groupOf;
    private final boolean keepsRowsTogether;
    private final Map<Group, Set<Group>> next = new HashMap<>();

    Order(Graph graph, Reads reads, Map<Node, Group> groupOf, boolean keepsRowsTogether) {
        this.keepsRowsTogether = keepsRowsTogether;
        this.graph = graph;
        this.reads = reads;
        this.groupOf = groupOf;
    }

    List<Group> groups() {
        for (Node node : graph.nodes()) {
            Group group = groupOf.get(node);
            if (group != null) {
                next.computeIfAbsent(group, g -> new LinkedHashSet<>());
                for (Node reader : reads.readers(node)) {
                    if (groupOf.get(reader) != group) {
                        next.get(group).add(groupOf.get(reader));
                    }
                }
            }
        }
        Map<String, Node> variables = new HashMap<>();
        graph.nodes().stream().filter(node -> node.op() == Primitives.VARIABLE)
                .forEach(node -> variables.put(node.attributes().text("path"), node));
        for (Commit commit : graph.commits()) {
            Group writer = groupOf.get(written(commit.value()));
            Node variable = variables.get(commit.variable().path());
            if (writer != null && variable != null) {
                writeLast(writer, variable);
            }
        }
        return sorted();
    }

    private static Node written(Node value) {
        Node written = value;
        while (written.op() == Primitives.RESHAPE) {
            written = written.operand(0);
        }
        return written;
    }

    private void writeLast(Group writer, Node variable) {
        Set<Group> readers = new LinkedHashSet<>();
        collectReaders(variable, readers);
        readers.remove(writer);
        Set<Group> behind = behind(writer);
        if (readers.stream().noneMatch(reader -> behind.contains(reader) || reader.guarded && !writer.guarded)) {
            readers.forEach(reader -> next.get(reader).add(writer));
        }
    }

    // A reshape or slice may share the variable's memory, so that its readers are readers of the variable.
    private void collectReaders(Node node, Set<Group> readers) {
        for (Node reader : reads.readers(node)) {
            readers.add(groupOf.get(reader));
            if (reader.op() == Primitives.RESHAPE || reader.op() == Primitives.SLICE) {
                collectReaders(reader, readers);
            }
        }
    }

    private Set<Group> behind(Group group) {
        Set<Group> seen = new HashSet<>();
        List<Group> pending = new ArrayList<>();
        pending.add(group);
        while (!pending.isEmpty()) {
            for (Group follower : next.get(pending.remove(pending.size() - 1))) {
                if (seen.add(follower)) {
                    pending.add(follower);
                }
            }
        }
        return seen;
    }

    private List<Group> sorted() {
        Map<Group, Integer> waitsFor = new HashMap<>();
        next.values().forEach(followers -> followers.forEach(follower -> waitsFor.merge(follower, 1, Integer::sum)));
        List<PriorityQueue<Group>> ready = List.of(queue(), queue());
        next.keySet().stream().filter(group -> !waitsFor.containsKey(group))
                .forEach(group -> ready.get(kind(group)).add(group));
        List<Group> order = new ArrayList<>();
        int kind = 0;
        while (!ready.get(0).isEmpty() || !ready.get(1).isEmpty()) {
            kind = goesOn(ready.get(kind), ready.get(1 - kind)) ? kind : 1 - kind;
            Group group = ready.get(kind).poll();
            order.add(group);
            for (Group follower : next.get(group)) {
                if (waitsFor.merge(follower, -1, Integer::sum) == 0) {
                    ready.get(kind(follower)).add(follower);
                }
            }
        }
        if (order.size() != next.size()) {
            throw new IllegalStateException("kernels wait for each other in a circle");
        }
        return order;
    }

    private static PriorityQueue<Group> queue() {
        return new PriorityQueue<>(Comparator.comparing((Group group) -> group.guarded)
                .thenComparing(group -> group.nodes.last().index()));
    }

    private int kind(Group group) {
        return keepsRowsTogether && RowWise.of(group.nodes) ? 1 : 0;
    }

    /** Whether the next group is of the same kind: where one is ready, unless it waits for the guard and others do not. */
    private static boolean goesOn(PriorityQueue<Group> same, PriorityQueue<Group> other) {
        return !same.isEmpty() && (other.isEmpty() || other.peek().guarded || !same.peek().guarded);
    }
}

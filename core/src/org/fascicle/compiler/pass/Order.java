package org.fascicle.compiler.pass;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * An order of groups: what the guard does not concern first, then as the graph has them, or those that can be cut
 * alike one after the other; and, where that is possible, what writes a variable behind all that read its old value, so that it can be
 * computed in its place.
 */
final class Order {
    private final Graph graph;
    private final Reads reads;
    private final Map<Node, Group> groupOf;
    private final FusionPolicy policy;
    private final Map<Group, Set<Group>> next = new HashMap<>();

    Order(Graph graph, Reads reads, Map<Node, Group> groupOf, FusionPolicy policy) {
        this.policy = policy;
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
            readers.forEach(reader -> followers(reader).add(writer));
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

    private Set<Group> followers(Group group) {
        return Objects.requireNonNull(next.get(group));
    }

    private Set<Group> behind(Group group) {
        Set<Group> seen = new HashSet<>();
        List<Group> pending = new ArrayList<>();
        pending.add(group);
        while (!pending.isEmpty()) {
            for (Group follower : followers(pending.remove(pending.size() - 1))) {
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
        TreeSet<Group> ready = new TreeSet<>(Comparator.comparing((Group group) -> group.guarded)
                .thenComparing(group -> group.nodes.last().index()));
        next.keySet().forEach(group -> group.complete(reads));
        next.keySet().stream().filter(group -> !waitsFor.containsKey(group)).forEach(ready::add);
        List<Group> order = new ArrayList<>();
        Group last = null;
        while (!ready.isEmpty()) {
            Group group = choose(ready, last);
            ready.remove(group);
            order.add(group);
            last = group;
            for (Group follower : followers(group)) {
                if (waitsFor.merge(follower, -1, Integer::sum) == 0) {
                    follower.readyAt = order.size();
                    ready.add(follower);
                }
            }
        }
        if (order.size() != next.size()) {
            throw new IllegalStateException("kernels wait for each other in a circle");
        }
        return order;
    }

    /** One that goes on as the last did; else a view, one with rows, with columns, one that cannot be cut. */
    private Group choose(TreeSet<Group> ready, @Nullable Group last) {
        List<Group> possible =
                ready.stream().filter(group -> group.guarded == ready.first().guarded).collect(Collectors.toList());
        if (!policy.keepsRowsTogether()) {
            possible = possible.subList(0, 1);
        }
        for (Group group : possible) {
            if (last != null && last.guarded == group.guarded && (last.cut == Cut.ROWS && group.isRowWise()
                    || last.cut == Cut.COLUMNS && group.columns() == last.columns())) {
                return cut(group, last.cut, last.run);
            }
        }
        int run = last == null ? 0 : last.run + 1;
        for (Group group : possible) {
            // Of variables, most often: computed nowhere, and ready before all that reads them.
            if (group.isView()) {
                return cut(group, Cut.NONE, run);
            }
        }
        for (Group group : possible) {
            if (group.isRowWise()) {
                return cut(group, Cut.ROWS, run);
            }
        }
        for (Group group : possible) {
            if (group.columns() > 0 && policy.keepsColumnsTogether(group.columns())) {
                return cut(group, Cut.COLUMNS, run);
            }
        }
        // What has been ready for longest waits for none of those right before it.
        return cut(possible.stream().min(Comparator.comparingInt(group -> group.readyAt)).orElseThrow(), Cut.NONE, run);
    }

    private static Group cut(Group group, Cut cut, int run) {
        group.cut = cut;
        group.run = run;
        return group;
    }
}

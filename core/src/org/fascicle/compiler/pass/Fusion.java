package org.fascicle.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Loop;
import org.fascicle.api.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * Fuses the operations of a graph into kernels, as far as a policy permits: elementwise chains, elementwise operations
 * before and behind a reduction or a heavy operation, reductions of the same lines. Kernels never wait for each other in a
 * circle, and what waits for the guard is never in one kernel with the rest. Nothing is computed twice but truth values that a
 * policy wants computed {@linkplain FusionPolicy#computesAgain again} from what is stored anyway.
 */
public final class Fusion {
    private final Graph graph;
    private final FusionPolicy policy;
    private final Reads reads;
    private final boolean[] guarded;
    private final Map<Node, Group> groupOf = new HashMap<>();
    private final Map<List<Object>, Group> loops = new HashMap<>();
    private final Set<Node> again = new HashSet<>();

    private Fusion(Graph graph, FusionPolicy policy) {
        this.graph = graph;
        this.policy = policy;
        this.reads = new Reads(graph, policy);
        this.guarded = Sides.guarded(graph);
    }

    /**
     * The kernels of a graph.
     *
     * @param graph what to compute
     * @param policy what may be computed together
     */
    public static Schedule schedule(Graph graph, FusionPolicy policy) {
        return new Fusion(graph, policy).schedule();
    }

    private Schedule schedule() {
        for (Node node : graph.nodes()) {
            if (reads.isComputed(node)) {
                groupOf.put(node, group(node));
                node.operands().forEach(operand -> join(operand, node));
            }
        }
        if (policy.guardsWritesAlone()) {
            Sides.guardWrites(graph, reads, groupOf);
        }
        new Lines(graph, reads, groupOf, policy, this::meetElsewhere).join();
        graph.nodes().stream().filter(node -> groupOf.containsKey(node) && isComputedAgain(node)).forEach(again::add);
        List<Kernel> kernels = new ArrayList<>();
        for (Group group : new Order(graph, reads, groupOf, policy).groups()) {
            Kernel kernel = kernel(kernels.size(), group);
            // Nothing is left of a group that was there for what all its readers compute again.
            if (!kernel.outputs().isEmpty()) {
                kernels.add(kernel);
            }
        }
        return new Schedule(graph, kernels);
    }

    /** A group of its own; of a loop, the one of all its results. */
    private Group group(Node node) {
        if (node.op() != Primitives.SCAN) {
            return new Group(node, guarded[node.index()], policy.weight(node));
        }
        Group group = loops.computeIfAbsent(Loop.key(node), key -> new Group(node, guarded[node.index()], policy.weight(node)));
        group.nodes.add(node);
        // One that does not wait for the guard is reason enough to run the loop before it.
        group.guarded &= guarded[node.index()];
        return group;
    }

    private void join(Node operand, Node node) {
        Group producer = groupOf.get(operand);
        Group consumer = Objects.requireNonNull(groupOf.get(node));
        if (producer == null || producer == consumer || !fits(producer, consumer) || meetElsewhere(producer, consumer)) {
            return;
        }
        consumer.absorb(producer);
        producer.nodes.forEach(moved -> groupOf.put(moved, consumer));
    }

    private boolean fits(Group producer, Group consumer) {
        if (producer.guarded != consumer.guarded || producer.weight + consumer.weight > policy.maximumWeight()
                || producer.anchor != null && !isEpilogue(producer.anchor, consumer)) {
            return false;
        }
        boolean before = false;
        boolean behind = false;
        for (Node node : consumer.nodes) {
            for (Node operand : node.operands()) {
                Node source = reads.source(operand, node);
                if (!producer.nodes.contains(source)) {
                    continue;
                }
                if (source != operand || !edgeFits(producer, source, consumer, node)) {
                    return false;
                }
                before |= !consumer.epilogue.contains(node);
                behind |= consumer.epilogue.contains(node);
            }
        }
        return before != behind && (before || consumer.anchor != null && isEpilogue(consumer.anchor, producer));
    }

    private boolean isEpilogue(Node anchor, Group group) {
        return group.anchor == null && group.nodes.stream().allMatch(node -> policy.takesEpilogue(anchor, node));
    }

    private boolean edgeFits(Group producer, Node operand, Group consumer, Node node) {
        if (node.op().access() == Access.ELEMENTWISE) {
            return producer.anchor == null ? policy.fuses(operand, node) : producer.isBehindAnchor(operand);
        }
        if (producer.anchor != null) {
            return false;
        }
        boolean folds = node.op() == Primitives.SUM || node.op() == Primitives.REDUCE_MAX;
        return folds ? policy.fuses(operand, node)
                : node.op().access() == Access.HEAVY && policy.takesPrologue(node, operand);
    }

    // Whether a way leads from the producer through a third group to the consumer: joined, they would wait for each other.
    // Nodes behind the present one have no group yet, and cannot be on such a way.
    private boolean meetElsewhere(Group producer, Group consumer) {
        Set<Group> seen = new HashSet<>();
        List<Group> pending = new ArrayList<>();
        pending.add(producer);
        while (!pending.isEmpty()) {
            Group group = pending.remove(pending.size() - 1);
            for (Node node : group.nodes) {
                for (Node reader : reads.readers(node)) {
                    Group next = groupOf.get(reader);
                    if (next == consumer && group != producer) {
                        return true;
                    }
                    if (next != null && next != consumer && next != producer && seen.add(next)) {
                        pending.add(next);
                    }
                }
            }
        }
        return false;
    }

    /** Whether it is not stored for other kernels: all that it is computed from is stored without them, or a number. */
    private boolean isComputedAgain(Node node) {
        return node.type() == Type.BOOL && Group.isElementwise(node) && policy.computesAgain(node) && !reads.isRoot(node)
                && reads.readers(node).stream()
                        .allMatch(reader -> reader.operands().contains(node) && Group.isElementwise(reader))
                && node.operands().stream().allMatch(operand -> isNumber(reads.source(operand, node)) || isStored(operand));
    }

    private static boolean isNumber(Node node) {
        return node.op() == Primitives.CONSTANT || node.op() == Primitives.SCALAR;
    }

    // What is moved may lie in the memory of a variable, which is written when its readers are done: those that are known here.
    private boolean isStored(Node node) {
        Group group = groupOf.get(node);
        return group != null && node.type() == Type.REAL && node.op().access() != Access.MOVEMENT
                && (reads.isRoot(node) || reads.readers(node).stream().anyMatch(reader -> groupOf.get(reader) != group));
    }

    private Kernel kernel(int index, Group group) {
        List<Node> nodes = new ArrayList<>();
        Set<Node> inside = new HashSet<>();
        for (Node node : group.nodes) {
            addInner(node, group, nodes, inside);
            nodes.add(node);
            inside.add(node);
        }
        Set<Node> inputs = new LinkedHashSet<>();
        for (Node node : nodes) {
            node.operands().stream().filter(operand -> !inside.contains(operand)).forEach(inputs::add);
        }
        List<Node> outputs = new ArrayList<>();
        for (Node node : group.nodes) {
            if (reads.isRoot(node) || !again.contains(node)
                    && reads.readers(node).stream().anyMatch(reader -> groupOf.get(reader) != group)) {
                outputs.add(node);
            }
        }
        return new Kernel(index, group, nodes, new ArrayList<>(inputs), outputs);
    }

    /** What is not stored where the reader reads it: access maps, and what is computed again. */
    private void addInner(Node reader, Group group, List<Node> nodes, Set<Node> inside) {
        for (Node operand : reader.operands()) {
            boolean isAgain = again.contains(operand) && groupOf.get(operand) != group;
            if ((isAgain || reads.isMap(operand, reader)) && !inside.contains(operand)) {
                addInner(operand, group, nodes, inside);
                nodes.add(operand);
                inside.add(operand);
            }
        }
    }
}

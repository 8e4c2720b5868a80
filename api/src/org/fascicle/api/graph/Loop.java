package org.fascicle.api.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.ScanBody;

/**
 * Those nodes of a graph that are results of one {@code scan}: a backend runs it once for all of them. Results that no node asks for, and
 * what only they need, are left out. Immutable.
 */
public final class Loop {
    private final List<Node> results;
    private final ScanBody body;
    private final int steps;
    private final boolean isBackwards;
    private final List<Integer> carries;
    private final Graph step;

    private Loop(List<Node> results) {
        this.results = List.copyOf(results);
        Attributes attributes = results.get(0).attributes();
        this.body = ScanLoop.body(attributes);
        this.steps = attributes.integer("steps");
        this.isBackwards = attributes.flag("backwards");
        this.carries = neededCarries();
        this.step = graph();
    }

    /** The loops of a graph, by each of their nodes; several nodes may have one loop. */
    public static Map<Node, Loop> of(Graph graph) {
        Map<List<Object>, List<Node>> families = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node.op() == Primitives.SCAN) {
                families.computeIfAbsent(key(node), key -> new ArrayList<>()).add(node);
            }
        }
        Map<Node, Loop> loops = new IdentityHashMap<>();
        families.values().forEach(family -> {
            Loop loop = new Loop(family);
            family.forEach(node -> loops.put(node, loop));
        });
        return loops;
    }

    /** What scans of one loop have in common, and no others. */
    public static List<Object> key(Node scan) {
        return List.of(scan.operands(), ScanLoop.loop(scan.attributes()));
    }

    /** The nodes, in the order of the graph. */
    public List<Node> results() {
        return results;
    }

    /** The number of a node's result: that of a carry, or the number of carries plus that of an output. */
    public static int result(Node scan) {
        return ScanLoop.result(scan.attributes());
    }

    /** How many steps there are. */
    public int steps() {
        return steps;
    }

    /** Whether the last step comes first. */
    public boolean isBackwards() {
        return isBackwards;
    }

    /** What each step does. */
    public ScanBody body() {
        return body;
    }

    /** The numbers of the carries that are needed: of results, or of the next step. */
    public List<Integer> carries() {
        return carries;
    }

    /**
     * What one step computes, as a graph. Its inputs are those of the body's placeholders that are needed, by their names; its outputs are
     * the next values of needed carries and the outputs of the results, by {@link #output(int)}.
     */
    public Graph step() {
        return step;
    }

    /** The name of a result in {@link #step()}. */
    public static String output(int result) {
        return "result" + result;
    }

    /** The node of {@link #step()} that is a result of it. */
    public Node computed(int result) {
        Node node = step.outputs().get(output(result));
        if (node == null) {
            throw new IllegalArgumentException("nobody needs result " + result + " of a " + body);
        }
        return node;
    }

    /** The operand that a placeholder of the step stands for; a sequence stands for its slices. */
    public Node operand(String placeholder) {
        List<Expr> placeholders = body.placeholders();
        for (int i = 0; i < placeholders.size(); i++) {
            if (placeholders.get(i).attributes().text("name").equals(placeholder)) {
                return results.get(0).operand(i);
            }
        }
        throw new IllegalArgumentException("there is no placeholder '" + placeholder + "' in a " + body);
    }

    private List<Integer> neededCarries() {
        Set<Expr> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Integer> needed = new HashSet<>();
        List<Expr> pending = new ArrayList<>();
        List<Expr> all = body.results();
        for (Node node : results) {
            pending.add(all.get(result(node)));
            if (result(node) < body.next().size()) {
                needed.add(result(node));
            }
        }
        while (!pending.isEmpty()) {
            Expr e = pending.remove(pending.size() - 1);
            if (!seen.add(e)) {
                continue;
            }
            pending.addAll(e.operands());
            int carry = body.carries().indexOf(e);
            if (carry >= 0) {
                needed.add(carry);
                pending.add(body.next().get(carry));
            }
        }
        return needed.stream().sorted().collect(Collectors.toUnmodifiableList());
    }

    private Graph graph() {
        List<Expr> all = body.results();
        Map<Integer, Expr> wanted = new LinkedHashMap<>();
        carries.forEach(carry -> wanted.put(carry, all.get(carry)));
        results.forEach(node -> wanted.put(result(node), all.get(result(node))));
        Graph.Builder builder = new Graph.Builder();
        Map<Expr, Node> nodes = new IdentityHashMap<>();
        String provenance = results.get(0).provenance();
        for (Expr e : wanted.values()) {
            add(e, nodes, builder, provenance);
        }
        wanted.forEach((result, e) -> builder.output(output(result), Objects.requireNonNull(nodes.get(e))));
        return builder.build();
    }

    private static void add(Expr root, Map<Expr, Node> nodes, Graph.Builder builder, String provenance) {
        List<Expr> pending = new ArrayList<>(List.of(root));
        while (!pending.isEmpty()) {
            Expr e = pending.get(pending.size() - 1);
            int before = pending.size();
            if (!nodes.containsKey(e)) {
                e.operands().stream().filter(operand -> !nodes.containsKey(operand)).forEach(pending::add);
            }
            if (pending.size() == before) {
                pending.remove(before - 1);
                nodes.computeIfAbsent(e, any -> builder.add(e,
                        e.operands().stream().map(nodes::get).collect(Collectors.toList()), provenance));
            }
        }
    }
}

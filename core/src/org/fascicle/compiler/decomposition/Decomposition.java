package org.fascicle.compiler.decomposition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.ScanBody;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Loop;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.expression.Traversal;

/**
 * Makes a graph of the primitives that a backend has kernels for: each other operation is decomposed into such as are older, and those
 * again, as far as need be. What can be neither run nor decomposed is refused here, with where it comes from, before anything runs. A
 * decomposition computes the same values, if not always the same last bits, and often takes more time and memory than a kernel would.
 */
public final class Decomposition {
    private final Graph graph;
    private final Set<Primitive> kernels;
    private final String backend;
    private final Graph.Builder builder = new Graph.Builder();
    private final Map<Node, Node> made = new IdentityHashMap<>();
    private final Bodies bodies;
    /** Loops, of each of which all results are made of the same parts. */
    private final Map<List<Object>, Unrolled> unrolled = new HashMap<>();

    /** A loop whose steps are being written out. */
    private static final class Unrolled {
        final List<Expr> results;
        final Map<Expr, Node> nodes;

        Unrolled(List<Expr> results, Map<Expr, Node> nodes) {
            this.results = results;
            this.nodes = nodes;
        }
    }

    private Decomposition(Graph graph, Set<Primitive> kernels, String backend, Bodies bodies) {
        this.bodies = bodies;
        this.graph = graph;
        this.kernels = kernels;
        this.backend = backend;
    }

    /**
     * A graph for a backend.
     *
     * @return the graph itself if the backend has kernels for all of it; in any case one with the same inputs, outputs, variables, commits
     *     and scalars
     * @throws BackendException if an operation has no kernel and cannot be decomposed into such as have; the message names it, where it
     *     comes from, and what is missing
     */
    public static Graph of(Graph graph, Backend backend) {
        return of(graph, backend.primitives(), backend.name());
    }

    /**
     * The same for whatever takes a graph's place.
     *
     * @param kernels the primitives that it has
     * @param name what messages call it
     */
    public static Graph of(Graph graph, Set<Primitive> kernels, String name) {
        Bodies bodies = new Bodies(kernels);
        boolean isComplete = graph.nodes().stream().allMatch(node -> kernels.contains(node.op())
                && (node.op() != Primitives.SCAN || bodies.haveKernels(ScanLoop.body(node.attributes()))));
        return isComplete ? graph : new Decomposition(graph, kernels, name, bodies).build();
    }

    /** The primitives that can be decomposed, most of them for all operands. */
    public static Set<Primitive> possible() {
        return Rules.all();
    }

    private Graph build() {
        for (Node node : graph.nodes()) {
            made.put(node, make(node));
        }
        graph.outputs().forEach((name, node) -> builder.output(name, known(node)));
        for (Commit commit : graph.commits()) {
            builder.commit(commit.variable(), known(commit.value()), commit.isGuarded());
        }
        graph.guard().ifPresent(guard -> builder.guard(known(guard)));
        return builder.build();
    }

    private boolean runsLoop(Attributes scan) {
        return kernels.contains(Primitives.SCAN) && bodies.of(ScanLoop.body(scan)).isPresent();
    }

    private Node known(Node node) {
        return made.getOrDefault(node, node);
    }

    private Node make(Node node) {
        if (node.op() == Primitives.SCALAR && kernels.contains(node.op())) {
            return builder.scalar(graph.scalars().get(node.attributes().integer("index")), node.provenance());
        }
        // An input stands for each operand, whose own expression is not known here.
        Map<Node, Expr> operands = new IdentityHashMap<>();
        Map<Expr, Node> nodes = new IdentityHashMap<>();
        for (Node operand : node.operands()) {
            Expr input = operands.computeIfAbsent(operand, any -> Expressions.input("operand", operand.type(), operand.shape()));
            nodes.put(input, known(operand));
        }
        List<Expr> inputs = node.operands().stream().map(operands::get).collect(Collectors.toList());
        if (node.op() == Primitives.SCAN && !runsLoop(node.attributes())) {
            Unrolled loop = unrolled.computeIfAbsent(Loop.key(node),
                    key -> new Unrolled(Unrolling.results(ScanLoop.of(inputs, node.attributes())), nodes));
            return emit(loop.results.get(Loop.result(node)), loop.nodes, node, List.of());
        }
        return emit(node.op().apply(inputs, node.attributes()), nodes, node, List.of());
    }

    /**
     * The node of an expression.
     *
     * @param nodes of expressions that are there; extended
     * @param cause what is being made, for messages
     * @param inside what is being decomposed, the innermost last
     */
    private Node emit(Expr root, Map<Expr, Node> nodes, Node cause, List<Primitive> inside) {
        for (Expr e : Traversal.postorder(List.of(root), nodes.keySet())) {
            nodes.put(e, node(e, nodes, cause, inside));
        }
        return Objects.requireNonNull(nodes.get(root));
    }

    private Node node(Expr e, Map<Expr, Node> nodes, Node cause, List<Primitive> inside) {
        if (e.op().decomposition().isPresent()) {
            return emit(e.op().decomposition().get().apply(e), nodes, cause, inside);
        }
        if (e.op() == Primitives.SCAN && runsLoop(e.attributes())) {
            ScanBody body = bodies.of(ScanLoop.body(e.attributes())).orElseThrow();
            return builder.add(e.op().apply(e.operands(), ScanLoop.with(e.attributes(), body)),
                    e.operands().stream().map(nodes::get).collect(Collectors.toList()), cause.provenance());
        }
        if (e.op() == Primitives.SCAN) {
            return emit(Unrolling.scan(e).orElseThrow(), nodes, cause, inside);
        }
        if (kernels.contains(e.op())) {
            return builder.add(e, e.operands().stream().map(nodes::get).collect(Collectors.toList()), cause.provenance());
        }
        boolean isCircle = inside.contains(e.op());
        Optional<Expr> parts = isCircle ? Optional.empty() : Rules.decompose(e);
        if (parts.isEmpty()) {
            Primitive missing = isCircle ? inside.get(inside.size() - 1) : e.op();
            throw new BackendException(
                    "the backend '" + backend + "' has no kernel for " + cause + ", and it cannot be decomposed"
                            + (missing == cause.op() ? "" : " into what it has kernels for: '" + missing + "' is missing"));
        }
        List<Primitive> deeper = new ArrayList<>(inside);
        deeper.add(e.op());
        return emit(parts.get(), nodes, cause, deeper);
    }
}

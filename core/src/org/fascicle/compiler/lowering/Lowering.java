package org.fascicle.compiler.lowering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.ScanBody;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.expression.Traversal;
import org.fascicle.compiler.rewrite.Simplifier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a graph of expressions: equal structures become one node, constants are folded in float64, what nothing needs is
 * left out, and rank-0 real arithmetic over named scalars moves to the host. The order of the nodes is a function of the
 * expressions alone: depth first, shallow results before deep ones and the deeper operand first, so that few values live at
 * a time. Used by one thread, once.
 */
public final class Lowering {
    private final Map<Expr, String> provenance;
    private final Map<String, Expr> outputs = new LinkedHashMap<>();
    private final List<Write> writes = new ArrayList<>();
    private final Graph.Builder builder = new Graph.Builder();
    private final Map<Expr, Node> nodes = new IdentityHashMap<>();
    private final Map<Expr, Integer> heights = new IdentityHashMap<>();
    private final Set<Expr> host = Traversal.identitySet();
    private @Nullable Expr guard;

    /**
     * Without outputs or commits yet.
     *
     * @param provenance where expressions come from, by identity; extended
     */
    public Lowering(Map<Expr, String> provenance) {
        this.provenance = provenance;
    }

    /**
     * The graph that computes some values and writes nothing.
     *
     * @param outputs the values by the names under which they can be read, without composites
     * @throws IllegalArgumentException if one of them holds a composite
     */
    public static Graph graph(Map<String, Expr> outputs) {
        Lowering lowering = new Lowering(new IdentityHashMap<>());
        outputs.forEach(lowering::output);
        return lowering.build();
    }

    /** Names a value that can be read after a run. */
    public Lowering output(String name, Expr value) {
        if (outputs.put(name, value) != null) {
            throw new IllegalArgumentException("the output '" + name + "' is there twice");
        }
        return this;
    }

    /** Writes a value to the store at the end of each run; if guarded, only when the guard is true. */
    public Lowering commit(Variable variable, Expr value, boolean guarded) {
        writes.add(new Write(variable, value, guarded));
        return this;
    }

    /** Sets the condition of the guarded commits, bool of rank 0. */
    public Lowering guard(Expr condition) {
        guard = condition;
        return this;
    }

    /**
     * The graph.
     *
     * @throws IllegalArgumentException if an expression holds a composite
     */
    public Graph build() {
        List<Expr> roots = new ArrayList<>(outputs.values());
        writes.forEach(write -> roots.add(write.value));
        if (guard != null) {
            roots.add(guard);
        }
        refuseComposites(roots, new HashSet<>());
        List<Expr> simplified = Signs.apply(new Simplifier(provenance).simplify(roots), provenance);
        measure(simplified);
        List<Expr> shallowFirst = new ArrayList<>(simplified);
        shallowFirst.sort(Comparator.comparing(heights::get));
        shallowFirst.forEach(this::emit);
        int at = 0;
        for (String name : outputs.keySet()) {
            builder.output(name, emitted(simplified.get(at++)));
        }
        for (Write write : writes) {
            builder.commit(write.variable, emitted(simplified.get(at++)), write.guarded);
        }
        if (guard != null) {
            builder.guard(emitted(simplified.get(at)));
        }
        return builder.build();
    }

    private Node emitted(Expr e) {
        return Objects.requireNonNull(nodes.get(e));
    }

    private static void refuseComposites(List<Expr> roots, Set<ScanBody> seen) {
        for (Expr e : Traversal.postorder(roots)) {
            if (e.op().decomposition().isPresent()) {
                throw new IllegalArgumentException(e + " is a composite: rewrite before lowering");
            }
            if (e.op() == Primitives.SCAN && seen.add(ScanLoop.body(e.attributes()))) {
                refuseComposites(ScanLoop.body(e.attributes()).results(), seen);
            }
        }
    }

    private void measure(List<Expr> roots) {
        for (Expr e : Traversal.postorder(roots)) {
            int height = 0;
            boolean onHost = e.shape().equals(Shape.scalar()) && (e.op() == Primitives.SCALAR
                    || e.op() == Primitives.CONSTANT || e.op().access() == Access.ELEMENTWISE);
            for (Expr operand : e.operands()) {
                height = Math.max(height, Objects.requireNonNull(heights.get(operand)) + 1);
                onHost &= host.contains(operand);
            }
            heights.put(e, height);
            if (onHost) {
                host.add(e);
            }
        }
    }

    private void emit(Expr root) {
        Deque<Expr> pending = new ArrayDeque<>();
        pending.push(root);
        while (!pending.isEmpty()) {
            Expr e = pending.peek();
            List<Expr> missing = nodes.containsKey(e) ? List.of() : missing(e);
            if (!missing.isEmpty()) {
                // The deepest is pushed last, and so comes first.
                missing.forEach(pending::push);
                continue;
            }
            pending.pop();
            nodes.computeIfAbsent(e, this::node);
        }
    }

    private List<Expr> missing(Expr e) {
        if (isHostScalar(e)) {
            return List.of();
        }
        List<Expr> missing = new ArrayList<>();
        for (int i = e.operands().size() - 1; i >= 0; i--) {
            if (!nodes.containsKey(e.operands().get(i))) {
                missing.add(e.operands().get(i));
            }
        }
        missing.sort(Comparator.comparing(heights::get));
        return missing;
    }

    private Node node(Expr e) {
        String from = provenance.getOrDefault(e, e.op().name());
        if (isHostScalar(e)) {
            return builder.scalar(e, from);
        }
        return builder.add(e, e.operands().stream().map(nodes::get).collect(Collectors.toList()), from);
    }

    private boolean isHostScalar(Expr e) {
        return e.type() == Type.REAL && e.op() != Primitives.CONSTANT && host.contains(e);
    }

    private static final class Write {
        private final Variable variable;
        private final Expr value;
        private final boolean guarded;

        Write(Variable variable, Expr value, boolean guarded) {
            this.variable = variable;
            this.value = value;
            this.guarded = guarded;
        }
    }
}

package org.fascicle.compiler.pass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

/** Who reads what in a graph, when some movements are access maps of their readers and not values of their own. */
final class Reads {
    private final FusionPolicy policy;
    private final Set<Node> roots = new HashSet<>();
    private final boolean[] computed;
    private final List<List<Node>> readers = new ArrayList<>();

    Reads(Graph graph, FusionPolicy policy) {
        this.policy = policy;
        this.computed = new boolean[graph.nodes().size()];
        roots.addAll(graph.outputs().values());
        graph.guard().ifPresent(roots::add);
        for (Commit commit : graph.commits()) {
            roots.add(commit.value());
        }
        graph.nodes().forEach(node -> readers.add(new ArrayList<>(2)));
        roots.forEach(root -> computed[root.index()] = !Schedule.isSource(root));
        for (int i = computed.length - 1; i >= 0; i--) {
            if (computed[i]) {
                follow(graph.nodes().get(i));
            }
        }
        readers.forEach(Collections::reverse);
    }

    private void follow(Node reader) {
        for (Node operand : reader.operands()) {
            Node source = source(operand, reader);
            computed[source.index()] |= !Schedule.isSource(source);
            readers.get(source.index()).add(reader);
        }
    }

    /** Whether the node is a value of its own: needed, not a source, and not an access map only. */
    boolean isComputed(Node node) {
        return computed[node.index()];
    }

    /** Whether an output, a commit or the guard is this node. */
    boolean isRoot(Node node) {
        return roots.contains(node);
    }

    /**
     * The computed nodes that read a value or source, directly or through access maps; one that reads it twice is there
     * twice.
     */
    List<Node> readers(Node node) {
        return readers.get(node.index());
    }

    /** Whether the reader takes the operand as an access map. */
    boolean isMap(Node operand, Node reader) {
        boolean canBe = operand.op().access() == Access.MOVEMENT && operand.operands().size() == 1
                || Bfloat16.isRounding(operand.op(), operand.attributes());
        return canBe && policy.readsThrough(operand, reader);
    }

    /** The value or source that a reader reads where it names an operand. */
    Node source(Node operand, Node reader) {
        Node source = operand;
        Node through = reader;
        while (isMap(source, through)) {
            through = source;
            source = source.operand(0);
        }
        return source;
    }
}

package org.fascicle.backend.gpu.kernel;

import org.fascicle.api.expr.Expressions;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

import java.util.List;

/**
 * Memory for parts of sums, behind what is planned in the arena of reals: some regions, which kernels take in turn, so that those that
 * follow each other need not wait for each other. To kernels, each region is a tensor like any other.
 */
public final class Scratch {
    private static final int REGIONS = 4;
    private static final List<Node> TENSORS = tensors();

    private Scratch() {}

    private static List<Node> tensors() {
        Graph.Builder builder = new Graph.Builder();
        Node[] nodes = new Node[REGIONS];
        for (int i = 0; i < REGIONS; i++) {
            nodes[i] = builder.add(Expressions.constant(i), List.of(), "parts of sums");
        }
        return List.of(nodes);
    }

    /** The tensors that stand for the regions, in their order. */
    public static List<Node> regions() {
        return TENSORS;
    }

    /** The region that the kernel of a number takes. */
    static Node of(int kernel) {
        return TENSORS.get(kernel % REGIONS);
    }
}

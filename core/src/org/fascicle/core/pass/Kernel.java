package org.fascicle.core.pass;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Node;

/**
 * Operations that are computed together. Immutable.
 *
 * <p>Without an anchor, all its operations are elementwise over one shape. With one, what comes before the anchor has the
 * shape of the anchor's operand and what comes behind has the anchor's shape. Movements among its nodes that are not its
 * anchor are access maps: they are not computed, but tell where, or how rounded, an input is read.
 */
public final class Kernel {
    private final int index;
    private final List<Node> nodes;
    private final Node anchor;
    private final List<Node> inputs;
    private final List<Node> outputs;
    private final boolean guarded;
    private final boolean rowWise;
    private final String structureKey;

    Kernel(int index, List<Node> nodes, Node anchor, List<Node> inputs, List<Node> outputs, boolean guarded) {
        this.index = index;
        this.nodes = List.copyOf(nodes);
        this.anchor = anchor;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.guarded = guarded;
        this.rowWise = isRowWise(this.nodes, anchor);
        this.structureKey = StructureKey.of(this);
    }

    // Reading through a broadcast, or what has no rows, leaves rows where they are.
    private static boolean isRowWise(List<Node> nodes, Node anchor) {
        List<Node> computed = nodes.stream().filter(node -> node == anchor || Group.isElementwise(node))
                .collect(Collectors.toList());
        return RowWise.of(computed) && nodes.stream().allMatch(node -> computed.contains(node)
                || node.op() == Primitives.BROADCAST || !node.shape().isBatched());
    }

    /** Its place in {@link Schedule#kernels()}. */
    public int index() {
        return index;
    }

    /** Its operations and access maps, operands first. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The one operation that is not elementwise: a reduction, a heavy operation or a movement that is carried out. */
    public Optional<Node> anchor() {
        return Optional.ofNullable(anchor);
    }

    /**
     * What it reads: results of other kernels, inputs, variables, constants and scalars, each once, in the order of reading.
     */
    public List<Node> inputs() {
        return inputs;
    }

    /** Which of its nodes have to be stored, because other kernels, commits, the guard or the caller read them. */
    public List<Node> outputs() {
        return outputs;
    }

    /** Whether only guarded commits need it: it comes after the guard and may be left out if that is false. */
    public boolean isGuarded() {
        return guarded;
    }

    /**
     * Whether each row of a batch is computed from the same row of what it reads and from what has no rows, so that kernels
     * of this kind can follow each other block by block of rows.
     */
    public boolean isRowWise() {
        return rowWise;
    }

    /**
     * What a cache of compiled kernels goes by: operations, types and access patterns, without sizes, constants and offsets.
     * Kernels of equal keys differ in their arguments only.
     */
    public String structureKey() {
        return structureKey;
    }

    /** For messages: its index and nodes. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("kernel ").append(index).append(guarded ? " (guarded)" : "");
        nodes.forEach(node -> text.append("\n    ").append(node));
        return text.toString();
    }
}

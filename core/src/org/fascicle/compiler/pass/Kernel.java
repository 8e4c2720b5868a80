package org.fascicle.compiler.pass;

import java.util.List;
import java.util.Optional;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * Operations that are computed together. Immutable.
 *
 * <p>Without an anchor, all its operations are elementwise over one shape. With one, what comes before the anchor has the
 * shape of the anchor's operand and what comes behind has the anchor's shape; where a policy joins lines, there may be more reductions
 * along the anchor's axes, and what comes behind may have the shape of their operands again. Movements among its nodes that are not its
 * anchor are access maps: they are not computed, but say where, or how rounded, an input is read.
 */
public final class Kernel {
    private final int index;
    private final List<Node> nodes;
    private final @Nullable Node anchor;
    private final List<Node> inputs;
    private final List<Node> outputs;
    private final boolean guarded;
    private final Cut cut;
    private final int columns;
    private final int run;
    private final String structureKey;

    Kernel(int index, Group group, List<Node> nodes, List<Node> inputs, List<Node> outputs) {
        this.index = index;
        this.nodes = List.copyOf(nodes);
        this.anchor = group.anchor;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.guarded = group.guarded;
        this.cut = group.cut;
        this.columns = group.columns();
        this.run = group.run;
        this.structureKey = StructureKey.of(this);
    }

    /** Its place in {@link Schedule#kernels()}. */
    public int index() {
        return index;
    }

    /** Its operations and access maps, operands first. */
    public List<Node> nodes() {
        return nodes;
    }

    /**
     * The one operation that is not elementwise: a reduction, a heavy operation or a movement that is carried out; of a loop, all of whose
     * results are computed together, one of them.
     */
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

    /** Whether it waits for the guard: it comes after it and has to be left out if that is false. */
    public boolean isGuarded() {
        return guarded;
    }

    /**
     * Along what it can be cut together with its neighbours of the same {@link #run()}: each row of a batch is computed from the same row
     * of what it reads and from what has no rows, or each element of the last axis from the same element, so that such kernels can follow
     * each other block by block.
     */
    public Cut cut() {
        return cut;
    }

    /** How many elements the last axis has, where it can be cut along {@link Cut#COLUMNS}. */
    public int columns() {
        return columns;
    }

    /** A number that it shares with those neighbours that can be cut together with it; they have one cut, and are all guarded or not. */
    public int run() {
        return run;
    }

    /**
     * The key of a cache of compiled kernels: operations, types and access patterns, without sizes, constants and offsets.
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

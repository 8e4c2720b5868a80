package org.fascicle.backend.nd4j;

import java.util.List;

import org.fascicle.api.graph.Node;

/** One step of a program: an operation, what it reads and what it writes. */
final class Op {
    /** The primitive's name, or {@code copy}. */
    final String name;
    /** For attributes and messages. */
    final Node node;
    final List<Value> in;
    final Root out;
    /** Whether its result is the same in every run, so that it runs once, when the workspace is opened. */
    final boolean once;
    /** Its place in the order in which it was lowered. */
    final int index;
    /** Whether only guarded commits need it. */
    boolean guarded;
    /** Attributes that the lowering changed: axes of a transpose, flags of a matmul. */
    int[] axes;
    boolean transposeA;
    boolean transposeB;
    /** For operations that read broadcast operands: how many leading axes of the result a row operand leaves out. */
    int split;

    Op(int index, String name, Node node, List<Value> in, Root out, boolean once) {
        this.index = index;
        this.name = name;
        this.node = node;
        this.in = in;
        this.out = out;
        this.once = once;
    }

    @Override
    public String toString() {
        return name + " of " + node;
    }
}

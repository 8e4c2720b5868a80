package org.fascicle.backend.nd4j.kernel;

import java.util.List;

import org.fascicle.api.graph.Node;

/** One step of a program: an operation, what it reads and what it writes. Immutable. */
public final class Op {
    /** For attributes and messages. */
    final Node node;
    final List<Value> in;
    final Value out;
    /** Whether the operands of a matrix product are transposed; a transpose that was folded in flips the flag. */
    final boolean transposeA;
    final boolean transposeB;
    /** Which parts of a concatenation are not in their place yet. */
    final List<Integer> missing;

    public Op(Node node, List<Value> in, Value out, boolean transposeA, boolean transposeB, List<Integer> missing) {
        this.node = node;
        this.in = in;
        this.out = out;
        this.transposeA = transposeA;
        this.transposeB = transposeB;
        this.missing = missing;
    }

    String name() {
        return node.op().name();
    }

    /** Where the second group of axes begins if an operand is a row or a column, else 0. */
    int split() {
        return in.stream().mapToInt(value -> value.repeat().split).max().orElse(0);
    }

    @Override
    public String toString() {
        return node.toString();
    }
}

package org.fascicle.api.graph;

import java.util.List;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;

/**
 * One operation of a graph. Its primitive is never a composite. Immutable; equal to itself only.
 *
 * <p>A {@code scalar} node's attribute {@code index} is its place in the program's scalar buffer.
 */
public final class Node {
    private final int index;
    private final Primitive op;
    private final List<Node> operands;
    private final Attributes attributes;
    private final Type type;
    private final Shape shape;
    private final String provenance;

    Node(int index, Primitive op, List<Node> operands, Attributes attributes, Type type, Shape shape, String provenance) {
        this.index = index;
        this.op = op;
        this.operands = List.copyOf(operands);
        this.attributes = attributes;
        this.type = type;
        this.shape = shape;
        this.provenance = provenance;
    }

    /** Its place in {@link Graph#nodes()}; operands have lower ones. */
    public int index() {
        return index;
    }

    /** What it computes. */
    public Primitive op() {
        return op;
    }

    /** The nodes that it computes from. */
    public List<Node> operands() {
        return operands;
    }

    /** One operand. */
    public Node operand(int at) {
        return operands.get(at);
    }

    /** The operation's constants. */
    public Attributes attributes() {
        return attributes;
    }

    /** The type of its elements. */
    public Type type() {
        return type;
    }

    /** Its shape; one extent may be the batch's rows. */
    public Shape shape() {
        return shape;
    }

    /** Where it comes from, for messages and profiles: {@code dense_1 (gradient)}. Never empty. */
    public String provenance() {
        return provenance;
    }

    /** For messages: {@code %12 = matmul(%3, %7) real [rows, 300] {…} from dense_1}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("%").append(index).append(" = ").append(op.name()).append('(');
        for (int i = 0; i < operands.size(); i++) {
            text.append(i > 0 ? ", %" : "%").append(operands.get(i).index);
        }
        return text.append(") ").append(type).append(' ').append(shape).append(' ').append(attributes)
                .append(" from ").append(provenance).toString();
    }
}

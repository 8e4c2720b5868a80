package org.fascicle.backend.nd4j.kernel;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.Placement;

/** A tensor that an operation reads or writes: where it lies, and how it is to be read. Immutable. */
public final class Value {
    public final Node node;
    public final Placement placement;
    /** The shape as which it is read: the node's, or one that it is repeated to. */
    public final Shape shape;

    private Value(Node node, Placement placement, Shape shape) {
        this.node = node;
        this.placement = placement;
        this.shape = shape;
    }

    /** A tensor as it lies in memory, row-major. */
    public static Value of(Node node, Placement placement) {
        return new Value(node, placement, node.shape());
    }

    /** A tensor that is repeated. */
    public static Value repeated(Node node, Placement placement, Shape shape) {
        return new Value(node, placement, shape);
    }

    public Type type() {
        return node.type();
    }

    /** The shape in which it lies in memory. */
    Shape stored() {
        return node.shape();
    }

    Repeat repeat() {
        return Repeat.of(node.shape(), shape);
    }
}

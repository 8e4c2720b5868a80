package org.fascicle.backend.nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;

/**
 * Lowers one elementwise node. If all its operands are repeated in the same way, it is computed before they are repeated.
 * Otherwise repeated operands are folded in as single numbers, rows or columns where the operation's kernel can, and else spelled
 * out.
 */
final class Elementwise {
    private static final Set<String> MATRIX = Set.of("add", "sub", "mul", "div", "gt", "ge", "eq", "where");
    private static final Set<String> SINGLE = Set.of("max", "min", "pow");

    private final Lowering lowering;
    private final Node node;

    Elementwise(Lowering lowering, Node node) {
        this.lowering = lowering;
        this.node = node;
    }

    Value lower(List<Value> in) {
        Shape before = beforeRepeating(in);
        if (before == null) {
            return lower(in, node.shape());
        }
        List<Value> small = new ArrayList<>();
        for (Value value : in) {
            small.add(value.isSingle() ? value.reshaped(Shape.scalar()).repeated(before) : value.reshaped(before));
        }
        return lower(small, before).repeated(node.shape());
    }

    /** The shape that all operands have before they are repeated, or null if they differ or are not all repeated. */
    private Shape beforeRepeating(List<Value> in) {
        Shape before = Shape.scalar();
        boolean repeated = false;
        for (Value value : in) {
            repeated |= value.isRepeated();
            if (!value.isSingle()) {
                if (!value.isRepeated() || before.rank() > 0 && !before.equals(value.stored)) {
                    return null;
                }
                before = value.stored;
            }
        }
        return repeated && !before.equals(node.shape()) ? before : null;
    }

    private Value lower(List<Value> in, Shape shape) {
        boolean real = in.get(in.size() - 1).type() == Type.REAL;
        boolean matrix = MATRIX.contains(node.op().name()) && (real || in.size() == 3);
        boolean single = matrix || SINGLE.contains(node.op().name()) || !real && in.get(0).type() != Type.BOOL;
        List<Value> operands = new ArrayList<>();
        int split = 0;
        boolean full = false;
        for (Value value : in) {
            Value operand = value;
            Repeat repeat = Repeat.of(value);
            boolean folds = repeat.kind == Repeat.Kind.SINGLE && single
                    || (repeat.kind == Repeat.Kind.ROW || repeat.kind == Repeat.Kind.COLUMN) && matrix
                            && (split == 0 || split == repeat.split);
            if (repeat.kind == Repeat.Kind.FULL) {
                operand = value.reshaped(shape);
            } else if (!folds) {
                operand = lowering.plain(value, node);
            } else if (repeat.split > 0) {
                split = repeat.split;
            }
            full |= operand.isPlain();
            operands.add(operand);
        }
        if (!full && operands.size() < 3) {
            operands.set(0, lowering.plain(operands.get(0), node));
        }
        Value result = lowering.emit(node.op().name(), node, operands, node.type(), shape);
        result.root.writer().split = split;
        return result;
    }
}

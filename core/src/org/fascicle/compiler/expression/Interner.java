package org.fascicle.compiler.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;

/**
 * Keeps one expression for each structure: operation, operands (by identity) and attributes. Two draws of random bits with
 * equal attributes are one draw.
 */
public final class Interner {
    private final Map<Key, Expr> known = new HashMap<>();

    /** The expression of this structure; the given one, if it is the first. Its operands must be interned. */
    public Expr intern(Expr e) {
        Expr first = known.putIfAbsent(new Key(e.op(), e.operands(), e.attributes()), e);
        return first == null ? e : first;
    }

    /** The expression of this structure; made, if there is none. The operands must be interned. */
    public Expr make(Primitive op, List<Expr> operands, Attributes attributes) {
        return known.computeIfAbsent(new Key(op, operands, attributes), key -> op.apply(operands, attributes));
    }

    private static boolean isCommutative(Primitive op) {
        return op == Primitives.ADD || op == Primitives.MUL || op == Primitives.AND || op == Primitives.OR
                || op == Primitives.EQ;
    }

    private static final class Key {
        private final Primitive op;
        private final List<Expr> operands;
        private final Attributes attributes;
        private final int hash;

        Key(Primitive op, List<Expr> operands, Attributes attributes) {
            this.op = op;
            this.operands = operands;
            this.attributes = attributes;
            int sum = 0;
            for (int i = 0; i < operands.size(); i++) {
                int weight = isCommutative(op) ? 1 : 2 * i + 1;
                sum += weight * System.identityHashCode(operands.get(i));
            }
            this.hash = (op.name().hashCode() * 31 + attributes.hashCode()) * 31 + sum;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            Key key = (Key) other;
            return op == key.op && attributes.equals(key.attributes) && (same(operands, key.operands)
                    || isCommutative(op) && same(operands, List.of(key.operands.get(1), key.operands.get(0))));
        }

        private static boolean same(List<Expr> a, List<Expr> b) {
            for (int i = 0; i < a.size(); i++) {
                if (i >= b.size() || a.get(i) != b.get(i)) {
                    return false;
                }
            }
            return a.size() == b.size();
        }
    }
}

package org.fascicle.compiler.gradient;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.compiler.expression.Traversal;

/**
 * Expressions as a gradient sees them: what stands in a {@code stop_gradient} is a constant to it. Here each of these is an input, so that
 * the expressions can be computed at another point with the constants of the first one, as central differences need it. Immutable.
 */
public final class Held {
    private final List<Expr> expressions;
    private final Map<String, Expr> constants;

    private Held(List<Expr> expressions, Map<String, Expr> constants) {
        this.expressions = List.copyOf(expressions);
        this.constants = Collections.unmodifiableMap(constants);
    }

    /**
     * What some expressions are to a gradient.
     *
     * @param roots the expressions
     * @param prefix what the names of the inputs begin with; no other input may have such a name
     */
    public static Held of(List<Expr> roots, String prefix) {
        Map<Expr, Expr> became = new IdentityHashMap<>();
        Map<String, Expr> constants = new LinkedHashMap<>();
        for (Expr e : Traversal.postorder(roots)) {
            if (e.op() == Primitives.STOP_GRADIENT) {
                String name = prefix + constants.size();
                constants.put(name, e.operands().get(0));
                became.put(e, Expressions.input(name, e.type(), e.shape()));
            } else {
                became.put(e, Traversal.withOperands(e, became));
            }
        }
        List<Expr> expressions = new ArrayList<>();
        roots.forEach(root -> expressions.add(Objects.requireNonNull(became.get(root))));
        return new Held(expressions, constants);
    }

    /** The expressions, one for each root, with an input for each {@code stop_gradient}. */
    public List<Expr> expressions() {
        return expressions;
    }

    /** What the inputs have to hold, by their names: expressions without such inputs. */
    public Map<String, Expr> constants() {
        return constants;
    }
}

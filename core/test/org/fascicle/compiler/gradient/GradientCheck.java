package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.cast;
import static org.fascicle.api.expr.Expressions.cos;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.expression.Traversal;
import org.fascicle.compiler.rewrite.ExprEvaluator;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.compiler.rewrite.Tensor;

/** Compares gradients with central differences in float64. */
public final class GradientCheck {
    public static final int ROWS = 3;
    private static final double TOLERANCE = 1e-6;

    private final Map<String, Tensor> leaves;
    private int points;
    private int skipped;

    GradientCheck(Map<String, Tensor> leaves) {
        this.leaves = new HashMap<>(leaves);
    }

    /** Checks the gradient of a weighted sum of an expression by all of its real leaves. */
    void check(Expr e) {
        Expr loss = Rewriter.rewrite(List.of(weighted(e)), new IdentityHashMap<>()).get(0);
        List<Expr> wrt = new ArrayList<>();
        for (Expr leaf : Traversal.postorder(List.of(loss))) {
            boolean named = leaf.op() == Primitives.INPUT || leaf.op() == Primitives.VARIABLE;
            if (named && leaf.type() == Type.REAL) {
                wrt.add(leaf);
            }
        }
        assertTrue(!wrt.isEmpty(), "nothing to differentiate by");
        List<Tensor> gradients = evaluator().evaluate(Differentiator.gradients(loss, wrt, new IdentityHashMap<>()));
        for (int i = 0; i < wrt.size(); i++) {
            compare(loss, wrt.get(i), gradients.get(i));
        }
        assertTrue(skipped <= 0.05 * points, skipped + " of " + points + " points skipped");
    }

    /** A sum in which each element has a weight of its own. */
    static Expr weighted(Expr e) {
        Expr weights = cos(e.shape().rank() == 0 ? iota(Shape.of(1), 0).cast(Type.REAL).add(1) : places(e.shape()));
        return sum(e.mul(weights));
    }

    private static Expr places(Shape shape) {
        Expr place = null;
        for (int axis = 0; axis < shape.rank(); axis++) {
            Expr along = cast(iota(shape, axis), Type.REAL);
            place = place == null ? along.add(0.4) : place.mul(1.7).add(along);
        }
        return place;
    }

    private void compare(Expr loss, Expr leaf, Tensor gradient) {
        String name = leaf.attributes().text(leaf.op() == Primitives.INPUT ? "name" : "path");
        assertEquals(leaf.shape().withRows(ROWS), gradient.shape);
        Tensor at = leaves.get(name);
        double[] numeric = gradient.data.clone();
        for (int i = 0; i < at.data.length; i++) {
            numeric[i] = slope(loss, name, at, i, gradient.data[i]);
        }
        double scale = 1e-3;
        for (double number : numeric) {
            scale = Math.max(scale, Math.abs(number));
        }
        for (int i = 0; i < numeric.length; i++) {
            assertEquals(numeric[i], gradient.data[i], TOLERANCE * scale, name + "[" + i + "]");
        }
    }

    private double slope(Expr loss, String name, Tensor at, int i, double ifSkipped) {
        double h = 1e-5 * Math.max(1, Math.abs(at.data[i]));
        double[] losses = new double[2];
        List<List<Double>> predicates = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            double[] moved = at.data.clone();
            moved[i] += side == 0 ? -h : h;
            leaves.put(name, new Tensor(at.type, at.shape, moved));
            losses[side] = evaluator().evaluate(loss).data[0];
            predicates.add(predicates(loss));
        }
        leaves.put(name, at);
        points++;
        if (!predicates.get(0).equals(predicates.get(1))) {
            skipped++;
            return ifSkipped;
        }
        return (losses[1] - losses[0]) / (2 * h);
    }

    /** Everything discrete that the value depends on: where it changes, there is a kink. */
    private List<Double> predicates(Expr loss) {
        List<Expr> discrete = new ArrayList<>();
        for (Expr e : Traversal.postorder(List.of(loss))) {
            Expr x = e.operands().isEmpty() ? null : e.operands().get(0);
            switch (e.op().name()) {
                case "gt":
                case "ge":
                case "eq":
                case "floor":
                case "sign":
                    discrete.add(e);
                    break;
                case "abs":
                    discrete.add(x.gt(0));
                    break;
                case "max":
                case "min":
                    discrete.add(x.gt(e.operands().get(1)));
                    break;
                case "reduce_max":
                    discrete.add(x.eq(Axes.expand(e, x.shape(), e.attributes().integers("axes"),
                            e.attributes().flag("keep"))));
                    break;
                default:
            }
        }
        List<Double> values = new ArrayList<>();
        evaluator().evaluate(discrete).forEach(t -> {
            for (double number : t.data) {
                values.add(number);
            }
        });
        return values;
    }

    private ExprEvaluator evaluator() {
        return new ExprEvaluator(ROWS, leaves, Map.of("rate", 0.3));
    }
}

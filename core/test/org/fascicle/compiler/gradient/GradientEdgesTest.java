package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.erfinv;
import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.expm1;
import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.max;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.softplus;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.variable;
import static org.fascicle.api.expr.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.expression.Traversal;
import org.fascicle.compiler.rewrite.ExprEvaluator;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.compiler.rewrite.Tensor;
import org.junit.jupiter.api.Test;

/** Ties, kinks, infinities: what the table of primitives promises where central differences cannot check it. */
class GradientEdgesTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static double[] gradient(UnaryOperator<Expr> f, double... at) {
        Expr x = variable("x", Type.REAL, Shape.of(at.length));
        return gradients(sum(f.apply(x)), List.of(x), Map.of("x", at)).get(0);
    }

    @Test
    void aValueMayHaveTheGradientOfAnother() {
        assertArrayEquals(new double[] {4, -6, 0}, gradient(x -> x.square().mul(0.5).withGradientOf(x.square()), 2, -3, 0));
        assertArrayEquals(new double[] {-1, -1}, gradient(x -> x.withGradientOf(x.neg()), 2, -3));
        // The value of the first, the gradient of the second: d/dx sign(x) · x² with sign(x) as x.
        assertArrayEquals(new double[] {2 * 2 + 4, -2 * -3 + 9},
                gradient(x -> Expressions.sign(x).withGradientOf(x).mul(x.square()), 2, -3));
        assertArrayEquals(new double[] {0, 0}, gradient(x -> x.withGradientOf(constant(1).mul(x.mul(0))), 2, -3));
        // An unselected branch gets exactly 0, whatever its surrogate.
        assertArrayEquals(new double[] {1, 0}, gradient(x -> where(x.gt(0), x, x.withGradientOf(x.mul(0))), 1, -1));
    }

    private static List<double[]> gradients(Expr loss, List<Expr> wrt, Map<String, double[]> at) {
        Map<String, Tensor> leaves = new HashMap<>();
        at.forEach((path, numbers) -> leaves.put(path, Tensor.real(Shape.of(numbers.length), numbers)));
        Expr plain = Rewriter.rewrite(List.of(loss), new IdentityHashMap<>()).get(0);
        List<Expr> gradients = Differentiator.gradients(plain, wrt, new IdentityHashMap<>());
        return new ExprEvaluator(1, leaves, Map.of()).evaluate(gradients).stream()
                .map(t -> t.data).collect(Collectors.toList());
    }

    private static Expr elu(Expr z) {
        return where(z.gt(0), z, expm1(z).mul(0.5));
    }

    @Test
    void eluIsFiniteEverywhere() {
        double[] at = {0, 88, -88, 89, -89, 1000, -1000, 1e4, -1e4, 1e30, -1e30};
        double[] g = gradient(GradientEdgesTest::elu, at);
        for (int i = 0; i < at.length; i++) {
            assertEquals(at[i] > 0 ? 1 : 0.5 * Math.exp(at[i]), g[i], 1e-15, "at " + at[i]);
        }
    }

    @Test
    void eluOfEluAndItsSquareAreFinite() {
        assertArrayEquals(new double[] {1, 0, 1}, gradient(z -> elu(elu(z)), 1e4, -1e4, 89), 1e-30);
        assertArrayEquals(new double[] {2e4, 0}, gradient(z -> elu(z).mul(elu(z)), 1e4, -1e4), 1e-30);
    }

    @Test
    void aBranchThatWasNotTakenHasNoPartThoughItsValueIsUsedTwice() {
        UnaryOperator<Expr> f = z -> {
            Expr u = exp(z);
            return where(z.gt(0), z, u.add(u.mul(u)));
        };
        assertArrayEquals(new double[] {1, 3}, gradient(f, 1000, 0), 0);
    }

    @Test
    void nestedSelectionsMaskEachOther() {
        UnaryOperator<Expr> f = z -> {
            Expr root = sqrt(z);
            Expr inner = where(z.gt(1), log(z), where(z.gt(0), root, root.mul(root).add(1).div(z)));
            return where(z.ge(0).not(), z.mul(3), where(z.eq(0), z, inner));
        };
        assertArrayEquals(new double[] {3, 1, 1, 0.5}, gradient(f, -4, 0, 0.25, 2), 1e-12);
    }

    @Test
    void oneSideMaskedByTwoSelectionsStaysMaskedAfterASum() {
        // u has an infinite derivative at 0; two differing selections use it, and neither takes it there.
        UnaryOperator<Expr> f = z -> {
            Expr u = log(z);
            return where(z.gt(0.5), u, 0).add(where(z.gt(0.25), u.mul(2), 0));
        };
        assertArrayEquals(new double[] {0, 5, 3}, gradient(f, 0, 0.4, 1), 1e-12);
    }

    @Test
    void rootsAndNormsHaveNoGradientAtZero() {
        assertArrayEquals(new double[] {0, 0.25}, gradient(Expressions::sqrt, 0, 4), 0);
        assertArrayEquals(new double[] {0, 0}, gradient(z -> sqrt(sum(z.square())), 0, 0), 0);
        assertArrayEquals(new double[] {0.6, 0.8}, gradient(z -> sqrt(sum(z.square())), 3, 4), 1e-15);
        assertTrue(Double.isNaN(gradient(Expressions::sqrt, -1)[0]));
    }

    @Test
    void absHasNoGradientAtZero() {
        assertArrayEquals(new double[] {0, 0, -1, 1}, gradient(Expressions::abs, 0, -0.0, -INF, INF), 0);
    }

    @Test
    void aTieOfTwoGoesToTheFirst() {
        Expr a = variable("a", Type.REAL, Shape.of(3));
        Expr b = variable("b", Type.REAL, Shape.of(3));
        Map<String, double[]> at = Map.of("a", new double[] {1, 2, 3}, "b", new double[] {1, 3, 2});
        assertArrayEquals(new double[] {1, 0, 1}, gradients(sum(maximum(a, b)), List.of(a, b), at).get(0), 0);
        assertArrayEquals(new double[] {0, 1, 0}, gradients(sum(maximum(a, b)), List.of(a, b), at).get(1), 0);
        assertArrayEquals(new double[] {1, 1, 0}, gradients(sum(minimum(a, b)), List.of(a, b), at).get(0), 0);
        assertArrayEquals(new double[] {0, 0, 1}, gradients(sum(minimum(a, b)), List.of(a, b), at).get(1), 0);
        assertArrayEquals(new double[] {1, 1}, gradient(z -> maximum(z, z), 5, -5), 0);
    }

    @Test
    void whatMaxDidNotTakeMayBeInfinite() {
        assertArrayEquals(new double[] {1, 1}, gradient(z -> maximum(z, log(z)), 0, 1e4), 0);
        assertArrayEquals(new double[] {1}, gradient(z -> minimum(z, exp(z)), 1000), 0);
    }

    @Test
    void tiesOfAReductionShare() {
        assertArrayEquals(new double[] {0.5, 0, 0.5}, gradient(z -> max(z), 7, 1, 7), 0);
        assertArrayEquals(new double[] {1, 1, 0}, gradient(z -> max(z).mul(2), INF, INF, 1), 0);
        assertArrayEquals(new double[] {0, 0}, gradient(z -> max(z), Double.NaN, 1), 0);
    }

    @Test
    void powerEdges() {
        Expr a = variable("a", Type.REAL, Shape.of(4));
        Expr b = variable("b", Type.REAL, Shape.of(4));
        Map<String, double[]> at = Map.of("a", new double[] {0, -2, 0, 2}, "b", new double[] {0, 2, 3, 3});
        List<double[]> g = gradients(sum(a.pow(b)), List.of(a, b), at);
        assertArrayEquals(new double[] {0, -4, 0, 12}, g.get(0), 0);
        assertArrayEquals(new double[] {0, 0, 0, 8 * Math.log(2)}, g.get(1), 1e-15);
        assertArrayEquals(new double[] {0, -4, 6}, gradient(z -> z.pow(2), 0, -2, 3), 0);
        assertArrayEquals(new double[] {0, 0}, gradient(z -> z.pow(0), 0, -2), 0);
    }

    @Test
    void smoothActivationsAreFiniteFarOut() {
        double[] far = {-1e30, -1e4, -89, 89, 1e4, 1e30};
        assertArrayEquals(new double[] {0, 0, 0, 1, 1, 1}, gradient(Expressions::softplus, far), 1e-30);
        assertArrayEquals(new double[6], gradient(Expressions::tanh, far), 0);
        assertArrayEquals(new double[6], gradient(Expressions::sigmoid, far), 1e-30);
        assertArrayEquals(new double[] {0.5, 0.25}, new double[] {
            gradient(Expressions::softplus, 0)[0], gradient(Expressions::sigmoid, 0)[0]}, 1e-15);
    }

    @Test
    void logisticLossOfFarLogitsIsFinite() {
        double[] g = gradient(z -> log(sigmoid(z)).add(log(constant(1).sub(sigmoid(z)))), 1e4, -1e4, 0);
        assertArrayEquals(new double[] {-1, 1, 0}, g, 1e-15);
        double[] s = gradient(z -> log(Expressions.softmax(z)), 1e4, -1e4, 0);
        assertArrayEquals(new double[] {-2, 1, 1}, s, 1e-15);
    }

    @Test
    void infinityOfErfinvStaysMasked() {
        assertArrayEquals(new double[] {0}, gradient(z -> where(abs(z).lt(1), erfinv(z), 0), 1), 0);
    }

    @Test
    void aDeepNetworkNeedsNoDeepStack() {
        Expr x = variable("x", Type.REAL, Shape.of(2));
        Expr h = x;
        for (int i = 0; i < 12_000; i++) {
            h = where(h.gt(-1e9), h.add(constant(1e-6)), h.mul(0.5));
        }
        double[] g = gradients(sum(h), List.of(x), Map.of("x", new double[] {1, 2})).get(0);
        assertArrayEquals(new double[] {1, 1}, g, 0);
    }

    @Test
    void readingsOfOneVariableAddUp() {
        Expr one = variable("x", Type.REAL, Shape.of(2));
        Expr other = variable("x", Type.REAL, Shape.of(2));
        Map<String, double[]> at = Map.of("x", new double[] {1, 2});
        double[] g = gradients(sum(one.mul(3).add(other.mul(4))), List.of(other), at).get(0);
        assertArrayEquals(new double[] {7, 7}, g, 0);
    }

    @Test
    void gradientsOfInnerExpressions() {
        Expr x = variable("x", Type.REAL, Shape.of(2));
        Expr inner = x.mul(2);
        Expr loss = sum(inner.square());
        List<double[]> g = gradients(loss, Traversal.postorder(List.of(loss)).stream().filter(e -> e == inner || e == x)
                .collect(Collectors.toList()), Map.of("x", new double[] {1, 3}));
        assertArrayEquals(new double[] {8, 24}, g.get(0), 0);
        assertArrayEquals(new double[] {4, 12}, g.get(1), 0);
    }

    @Test
    void onlyRealNumbersHaveGradients() {
        Expr x = variable("x", Type.REAL, Shape.of(2));
        assertThrows(IllegalArgumentException.class,
                () -> Differentiator.gradients(x, List.of(x), new IdentityHashMap<>()));
        IllegalArgumentException composite = assertThrows(IllegalArgumentException.class,
                () -> Differentiator.gradients(sum(softplus(x)), List.of(x), new IdentityHashMap<>()));
        assertTrue(composite.getMessage().contains("softplus"));
    }

    @Test
    void productsNeedNoTransposes() {
        Expr x = variable("x", Type.REAL, Shape.of(3, 4));
        Expr w = variable("w", Type.REAL, Shape.of(4, 5));
        Expr loss = sum(matmul(x, w).square());
        List<Expr> made = Traversal.postorder(Differentiator.gradients(loss, List.of(x, w), new IdentityHashMap<>()));
        assertEquals(3, made.stream().filter(e -> e.op() == Primitives.MATMUL).count());
        assertEquals(0, made.stream().filter(e -> e.op() == Primitives.TRANSPOSE).count());
        assertEquals(1, made.stream().filter(e -> e.op() == Primitives.MUL).count(), "2y and nothing multiplied by 1");
    }

    @Test
    void provenanceOfGradients() {
        Expr x = variable("x", Type.REAL, Shape.of(3));
        Expr h = tanh(x);
        Expr loss = sum(h.square());
        Map<Expr, String> provenance = new IdentityHashMap<>();
        provenance.put(h, "dense_1");
        Expr gradient = Differentiator.gradients(loss, List.of(x), provenance).get(0);
        assertEquals("dense_1 (gradient)", provenance.get(gradient));
        assertTrue(Traversal.postorder(List.of(gradient)).stream().noneMatch(e -> e == h
                && !"dense_1".equals(provenance.get(e))));
    }
}

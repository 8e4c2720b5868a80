package org.fascicle.compiler.rewrite;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.log1p;
import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.logSoftmax;
import static org.fascicle.api.expr.Expressions.logSumExp;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.softplus;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.expression.Traversal;
import org.fascicle.compiler.lowering.Lowering;
import org.junit.jupiter.api.Test;

class RewriterTest {
    private final Expr x = input("x", Type.REAL, Shape.of(Shape.ROWS, 3));
    private final Expr middle = input("middle", Type.REAL, Shape.of(2, Shape.ROWS, 3));

    private static Expr rewrite(Expr e) {
        return Rewriter.rewrite(List.of(e), new IdentityHashMap<>()).get(0);
    }

    private static String lowered(Expr e) {
        return new Lowering(new IdentityHashMap<>()).output("y", rewrite(e)).build().toString()
                .replaceAll(" from .*", "");
    }

    private static void becomes(Expr stable, Expr written) {
        assertEquals(lowered(stable), lowered(written));
    }

    @Test
    void canonicalComposites() {
        becomes(logSoftmax(x), log(softmax(x)));
        becomes(softplus(x.neg()).neg(), log(sigmoid(x)));
        becomes(softplus(x).neg(), log(constant(1).sub(sigmoid(x))));
        becomes(softplus(x).neg(), log1p(sigmoid(x).neg()));
        becomes(sigmoid(x.neg()), constant(1).sub(sigmoid(x)));
        becomes(sigmoid(x), constant(1).div(exp(x.neg()).add(1)));
        becomes(softplus(x), log(exp(x).add(1)));
        becomes(softplus(x), log1p(exp(x)));
        becomes(logSumExp(x), log(sum(exp(x), 1)));
        becomes(reshape(logSumExp(x), Shape.of(Shape.ROWS, 1)), log(sumKeep(exp(x), 1)));
        becomes(x, log(exp(x)));
    }

    @Test
    void otherSumsStay() {
        assertTrue(lowered(log(sum(exp(x), 0))).contains("log("));
        assertTrue(lowered(log(sum(exp(x)))).contains("log("));
        assertTrue(!lowered(log(sum(exp(middle), 2))).contains("reduce_max"), "a reshape cannot move the rows");
    }

    @Test
    void valuesStayAndExtremesAreFinite() {
        double[] numbers = {-2, 0.5, 1, 1e4, -1e4, 3, 0, 800, -800};
        ExprEvaluator evaluator = new ExprEvaluator(3, Map.of("x", Tensor.real(Shape.of(3, 3), numbers)), Map.of());
        for (Expr written : List.of(log(softmax(x)), log(sigmoid(x)), log(constant(1).sub(sigmoid(x))),
                log(sum(exp(x), 1)), log1p(exp(x)), constant(1).div(exp(x.neg()).add(1)))) {
            double[] before = evaluator.evaluate(written).data;
            double[] after = evaluator.evaluate(rewrite(written)).data;
            for (int i = 0; i < after.length; i++) {
                assertTrue(Double.isFinite(after[i]), written + " at " + i);
                if (Double.isFinite(before[i])) {
                    assertEquals(before[i], after[i], 1e-12 * Math.max(1, Math.abs(before[i])));
                }
            }
        }
        assertArrayEquals(numbers, evaluator.evaluate(rewrite(log(exp(x)))).data);
    }

    @Test
    void sharedStaysSharedAndUntouchedStaysItself() {
        Expr shared = tanh(x);
        Expr root = shared.add(shared.mul(softmax(shared)));
        List<Expr> rewritten = Rewriter.rewrite(List.of(root, shared), new IdentityHashMap<>());
        assertSame(shared, rewritten.get(1));
        assertEquals(1, Traversal.postorder(rewritten).stream().filter(e -> e.op().name().equals("tanh")).count());
        Expr twice = softmax(x).add(softmax(x));
        assertEquals(1, Traversal.postorder(List.of(rewrite(twice))).stream()
                .filter(e -> e.op().name().equals("reduce_max")).count());
    }

    @Test
    void provenanceIsInherited() {
        Expr probabilities = softmax(x);
        Expr logs = log(probabilities);
        Map<Expr, String> provenance = new IdentityHashMap<>();
        provenance.put(probabilities, "dense_2");
        provenance.put(logs, "loss");
        Expr root = Rewriter.rewrite(List.of(logs), provenance).get(0);
        assertEquals("loss", provenance.get(root));
        assertTrue(Traversal.postorder(List.of(root)).stream().allMatch(e -> e == x || provenance.containsKey(e)));
    }

    @Test
    void deepNetworksNeedNoDeepStack() {
        Expr h = x;
        for (int i = 0; i < 10_000; i++) {
            h = sigmoid(h);
        }
        assertEquals(x.shape(), rewrite(h).shape());
    }
}

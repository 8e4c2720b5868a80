package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.stopGradient;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.variable;
import static org.fascicle.api.expr.Expressions.where;
import static org.fascicle.api.expr.Expressions.zerosLike;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Scan;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Loop;
import org.fascicle.compiler.expression.Traversal;
import org.fascicle.compiler.lowering.Lowering;
import org.fascicle.compiler.rewrite.ExprEvaluator;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.compiler.rewrite.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Gradients of loops against central differences, and against those of the same loops written out. */
class ScanGradientTest {
    private static final int STEPS = 4;
    private static final int ROWS = Shape.ROWS;

    private final Expr x = input("x", Type.REAL, Shape.of(ROWS, STEPS, 3));
    private final Expr h0 = input("h", Type.REAL, Shape.of(ROWS, 2));
    private final Expr u = variable("u", Type.REAL, Shape.of(2, 2));
    private final Expr w = variable("w", Type.REAL, Shape.of(3, 2));
    private final Expr wide = variable("wide", Type.REAL, Shape.of(2, 8));
    private final Expr b = variable("b", Type.REAL, Shape.of(2));
    private final Expr times = variable("times", Type.REAL, Shape.of(STEPS, 2));
    private final Expr numbers = variable("numbers", Type.REAL, Shape.of(STEPS));

    private final Map<String, Expr> cases = new LinkedHashMap<>();

    ScanGradientTest() {
        Scan simple = simple(false);
        cases.put("last", simple.carry(0));
        cases.put("all", simple.output(0));
        cases.put("both", simple.output(0).mul(reshape(simple.carry(0).square(), Shape.of(ROWS, 1, 2))));
        cases.put("backwards", simple(true).output(0).add(reshape(simple(true).carry(0), Shape.of(ROWS, 1, 2))));
        cases.put("one step of all", slice(simple.output(0), 1, 1, 3));
        cases.put("lstm", lstm());
        cases.put("a captured matrix that is transposed", Scan.over(x).from(h0).run(step -> {
            Expr h = tanh(matmul(step.carry(0), u, false, true).add(matmul(step.slice(0), w)));
            return step.next(h).giving(h.mul(step.carry(0)));
        }).output(0));
        cases.put("a captured matrix read in two ways", Scan.over(x).from(h0).run(step -> {
            Expr h = tanh(matmul(step.carry(0), u).add(sumKeep(matmul(step.slice(0), w), 1)));
            return step.next(h.add(sum(u.square()))).giving(h);
        }).output(0));
        cases.put("a captured vector, scaled", Scan.over(x).from(h0).run(step -> {
            Expr h = tanh(step.carry(0).mul(b).add(b.square()).add(matmul(step.slice(0), w)));
            return step.next(h).giving(h);
        }).output(0));
        cases.put("a captured tensor with rows", Scan.over(x).from(h0).run(step -> {
            Expr h = tanh(step.carry(0).mul(h0).add(matmul(step.slice(0), w)));
            return step.next(h).giving(h);
        }).output(0));
        cases.put("sequences without rows", Scan.over(x, times, numbers).from(h0, b).run(step -> {
            Expr h = tanh(step.carry(0).mul(step.slice(1)).add(step.carry(1)).add(step.slice(2)).add(sum(step.slice(0))));
            return step.next(h, step.carry(1).mul(step.slice(1))).giving(h, step.slice(1).mul(step.carry(1)));
        }).output(0));
        cases.put("nothing with rows", Scan.over(times).from(u).run(step -> {
            Expr h = tanh(matmul(step.carry(0), u).add(step.slice(0)));
            return step.next(h).giving(h);
        }).output(0));
        cases.put("no sequence", Scan.times(3).from(u).run(step -> step.next(tanh(matmul(u, step.carry(0))))).carry(0));
        cases.put("no carry", Scan.over(x).run(step -> step.next().giving(tanh(matmul(step.slice(0), w)))).output(0));
        cases.put("carries that change places", Scan.over(x).from(h0, tanh(h0)).run(step -> step
                .next(step.carry(1), step.carry(0).mul(matmul(step.slice(0), w))).giving(step.carry(0))).output(0));
        cases.put("a gate", Scan.over(x).from(h0).run(step -> {
            Expr z = matmul(step.slice(0), w).add(step.carry(0));
            Expr open = where(z.gt(0.05), tanh(z), step.carry(0));
            return step.next(open).giving(open);
        }).output(0));
        cases.put("a loop over a loop", Scan.over(simple.output(0)).backwards(true).from(simple.carry(0))
                .run(step -> step.next(tanh(matmul(step.carry(0), u).add(step.slice(0))))).carry(0));
        cases.put("a loop in a loop", Scan.over(x).from(h0).run(step -> {
            Expr inner = Scan.over(times).from(step.carry(0))
                    .run(in -> in.next(tanh(matmul(in.carry(0), u).add(in.slice(0).mul(step.carry(0)))))).carry(0);
            return step.next(inner.add(matmul(step.slice(0), w))).giving(inner);
        }).output(0));
        cases.put("a softmax in each step", Scan.over(x).from(h0).run(step -> {
            Expr h = softmax(matmul(step.slice(0), w).add(step.carry(0)));
            return step.next(h).giving(h.mul(b));
        }).output(0));
    }

    private Scan simple(boolean backwards) {
        return Scan.over(x).backwards(backwards).from(h0).run(step -> {
            Expr h = tanh(matmul(step.slice(0), w).add(matmul(step.carry(0), u)).add(b));
            return step.next(h).giving(h);
        });
    }

    private Expr lstm() {
        return Scan.over(x).from(h0, zerosLike(h0)).run(step -> {
            Expr z = matmul(step.carry(0), wide).add(sumKeep(step.slice(0), 1));
            Expr c = sigmoid(slice(z, 1, 2, 4)).mul(step.carry(1)).add(sigmoid(slice(z, 1, 0, 2)).mul(tanh(slice(z, 1, 4, 6))));
            Expr h = sigmoid(slice(z, 1, 6, 8)).mul(tanh(c));
            return step.next(h, c).giving(h);
        }).output(0);
    }

    private static Map<String, Tensor> leaves(List<Expr> roots) {
        Random random = new Random(77);
        Map<String, Tensor> leaves = new HashMap<>();
        for (Expr e : Traversal.postorder(roots)) {
            if (e.op() == Primitives.INPUT || e.op() == Primitives.VARIABLE) {
                Shape shape = e.shape().withRows(GradientCheck.ROWS);
                double[] data = random.doubles(shape.size(), -1, 1).toArray();
                leaves.put(e.attributes().text(e.op() == Primitives.INPUT ? "name" : "path"), Tensor.real(shape, data));
            }
        }
        return leaves;
    }

    @TestFactory
    List<DynamicTest> gradientsAgreeWithCentralDifferences() {
        List<DynamicTest> tests = new ArrayList<>();
        cases.forEach((name, e) -> tests.add(
                DynamicTest.dynamicTest(name, () -> new GradientCheck(leaves(List.of(e))).check(e))));
        return tests;
    }

    @TestFactory
    List<DynamicTest> secondGradientsAgreeWithCentralDifferences() {
        List<DynamicTest> tests = new ArrayList<>();
        cases.forEach((name, e) -> tests.add(DynamicTest.dynamicTest(name, () -> {
            Expr loss = Rewriter.rewrite(List.of(GradientCheck.weighted(e.square()))).get(0);
            List<Expr> wrt = new ArrayList<>();
            for (Expr leaf : Traversal.postorder(List.of(loss))) {
                if ((leaf.op() == Primitives.INPUT || leaf.op() == Primitives.VARIABLE) && wrt.size() < 2) {
                    wrt.add(leaf);
                }
            }
            Expr total = null;
            for (Expr gradient : Differentiator.gradients(loss, wrt)) {
                Expr part = GradientCheck.weighted(gradient);
                total = total == null ? part : total.add(part);
            }
            new GradientCheck(leaves(List.of(total))).check(total);
        })));
        return tests;
    }

    /** The same numbers as a network that has each step as a layer of its own. */
    @Test
    void aLoopIsItsStepsWrittenOut() {
        Expr h = h0;
        List<Expr> all = new ArrayList<>();
        for (int t = 0; t < STEPS; t++) {
            Expr slice = reshape(slice(x, 1, t, t + 1), Shape.of(ROWS, 3));
            h = tanh(matmul(slice, w).add(matmul(h, u)).add(b));
            all.add(reshape(h, Shape.of(ROWS, 1, 2)));
        }
        List<Expr> wrt = List.of(x, h0, u, w, b);
        List<Expr> looped = lossAndGradients(simple(false).output(0), wrt);
        List<Expr> written = lossAndGradients(concat(all, 1), wrt);
        ExprEvaluator evaluator = new ExprEvaluator(GradientCheck.ROWS, leaves(looped), Map.of());
        List<Tensor> one = evaluator.evaluate(looped);
        List<Tensor> other = evaluator.evaluate(written);
        for (int i = 0; i < one.size(); i++) {
            assertArrayEquals(other.get(i).data, one.get(i).data, 1e-14);
        }
    }

    private static List<Expr> lossAndGradients(Expr e, List<Expr> wrt) {
        Expr loss = Rewriter.rewrite(List.of(GradientCheck.weighted(e.square()))).get(0);
        List<Expr> all = new ArrayList<>(List.of(loss));
        all.addAll(Differentiator.gradients(loss, wrt));
        return all;
    }

    /** What the gradient reads of each step is saved by the loop itself, which so runs once. */
    @Test
    void theLoopAndItsGradientAreTwoLoops() {
        List<Expr> all = Rewriter.rewrite(lossAndGradients(lstm(), List.of(x, h0, wide)));
        Map<String, Expr> outputs = new LinkedHashMap<>();
        all.forEach(e -> outputs.put("output " + outputs.size(), e));
        long loops = Lowering.graph(outputs).nodes().stream().filter(node -> node.op() == Primitives.SCAN)
                .map(Loop::key).distinct().count();
        assertEquals(2, loops);
    }

    /** Of a product that is only added to a slice the sum is saved, so that the gradient reads neither of both. */
    @Test
    void theGradientReadsSumsAndNotWhatTheyAreSumsOf() {
        Expr z = input("z", Type.REAL, Shape.of(ROWS, STEPS, 2));
        Expr last = Scan.over(z).from(h0).run(step -> {
            Expr h = tanh(step.slice(0).add(matmul(step.carry(0), u)));
            return step.next(h).giving(h);
        }).carry(0);
        List<Expr> gradient = Rewriter.rewrite(lossAndGradients(last, List.of(h0)).subList(1, 2));
        List<Expr> backwards = Traversal.postorder(gradient).stream()
                .filter(e -> e.op() == Primitives.SCAN && ScanLoop.of(e).isBackwards()).toList();
        assertEquals(1, backwards.size());
        ScanLoop loop = ScanLoop.of(backwards.get(0));
        assertEquals(1, loop.body().slices().size(), loop.body().toString());
    }

    @Test
    void whatAGradientIsStoppedAtIsHeldInEachStep() {
        Expr e = Scan.over(x).from(h0).run(step -> {
            Expr h = tanh(matmul(step.slice(0), w).add(stopGradient(matmul(step.carry(0), u)).mul(step.carry(0))));
            return step.next(h).giving(h);
        }).output(0);
        Expr loss = Rewriter.rewrite(List.of(GradientCheck.weighted(e))).get(0);
        Expr gradient = Differentiator.gradients(loss, List.of(h0)).get(0);
        Held held = Held.of(List.of(loss), "constant ");
        Map<String, Tensor> leaves = leaves(List.of(loss));
        ExprEvaluator evaluator = new ExprEvaluator(GradientCheck.ROWS, leaves, Map.of());
        double[] expected = evaluator.evaluate(gradient).data;
        Map<String, Tensor> all = new HashMap<>(leaves);
        held.constants().forEach((name, value) -> all.put(name, evaluator.evaluate(value)));
        assertEquals(1, held.constants().size());
        double step = 1e-5;
        for (int i = 0; i < expected.length; i++) {
            double[] losses = new double[2];
            for (int side = 0; side < 2; side++) {
                double[] moved = leaves.get("h").data.clone();
                moved[i] += side == 0 ? -step : step;
                all.put("h", Tensor.real(leaves.get("h").shape, moved));
                losses[side] = new ExprEvaluator(GradientCheck.ROWS, all, Map.of()).evaluate(held.expressions().get(0)).data[0];
            }
            assertEquals((losses[1] - losses[0]) / (2 * step), expected[i], 1e-7);
        }
    }
}

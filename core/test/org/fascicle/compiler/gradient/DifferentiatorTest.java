package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.cast;
import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.conv2d;
import static org.fascicle.api.expr.Expressions.cos;
import static org.fascicle.api.expr.Expressions.cumsum;
import static org.fascicle.api.expr.Expressions.erf;
import static org.fascicle.api.expr.Expressions.erfc;
import static org.fascicle.api.expr.Expressions.erfinv;
import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.expm1;
import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.log;
import static org.fascicle.api.expr.Expressions.log1p;
import static org.fascicle.api.expr.Expressions.logSoftmax;
import static org.fascicle.api.expr.Expressions.logSumExp;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.max;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.maxPool;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.pad;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.reverse;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.scatterAdd;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.sign;
import static org.fascicle.api.expr.Expressions.sin;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.softplus;
import static org.fascicle.api.expr.Expressions.sort;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.stopGradient;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.sumPool;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.transpose;
import static org.fascicle.api.expr.Expressions.variable;
import static org.fascicle.api.expr.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Scan;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.compiler.expression.Traversal;
import org.fascicle.compiler.expression.Uniform;
import org.fascicle.compiler.rewrite.RandomExpressions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Gradients of every primitive against central differences, with and without the batch's rows, at every place of the rows
 * axis.
 */
class DifferentiatorTest {
    private static final int ROWS = Shape.ROWS;
    private static final long SEED = 20240607;

    private final Expr x = input("x", Type.REAL, Shape.of(ROWS, 4));
    private final Expr y = input("y", Type.REAL, Shape.of(ROWS, 4));
    private final Expr w = variable("w", Type.REAL, Shape.of(4, 5));
    private final Expr v = variable("v", Type.REAL, Shape.of(4));
    private final Expr c = variable("c", Type.REAL, Shape.of(2, 3, 4));
    private final Expr d = variable("d", Type.REAL, Shape.of(2, 3, 5));
    private final Expr mid = input("mid", Type.REAL, Shape.of(2, ROWS, 4));
    private final Expr last = input("last", Type.REAL, Shape.of(2, ROWS));
    private final Expr labels = input("labels", Type.INT32, Shape.of(ROWS));
    private final Expr places = input("places", Type.INT32, Shape.of(2, 6));
    private final Expr image = input("image", Type.REAL, Shape.of(ROWS, 4, 5, 2));
    private final Expr fixed = variable("fixed", Type.REAL, Shape.of(1, 4, 5, 2));
    private final Expr kernel = variable("kernel", Type.REAL, Shape.of(2, 3, 2, 3));
    private final Expr half = x.mul(0.5);

    private final Map<String, Expr> cases = new HashMap<>();

    DifferentiatorTest() {
        elementwise();
        reductions();
        movements();
        products();
        windows();
        composites();
    }

    private void elementwise() {
        cases.put("neg", x.neg());
        cases.put("abs", abs(x));
        cases.put("exp", exp(x));
        cases.put("expm1", expm1(x));
        cases.put("log", log(abs(x).add(0.1)));
        cases.put("log1p", log1p(abs(x)));
        cases.put("sqrt", sqrt(abs(x).add(0.2)));
        cases.put("tanh", tanh(x));
        cases.put("erf", erf(x));
        cases.put("erfc", erfc(x));
        cases.put("erfinv", erfinv(tanh(x).mul(0.9)));
        cases.put("sin, cos", sin(x).add(cos(y).mul(2)));
        cases.put("add, sub", x.add(y).sub(x.mul(3)));
        cases.put("mul", x.mul(y));
        cases.put("square", x.square());
        cases.put("div", x.div(abs(y).add(0.5)));
        cases.put("pow", abs(x).add(0.1).pow(y));
        cases.put("pow of a constant", constant(2).pow(x));
        cases.put("pow 2", x.pow(2));
        cases.put("pow 3", x.pow(3));
        cases.put("pow -0.5", abs(x).add(0.1).pow(-0.5));
        cases.put("pow 1, 0", x.pow(1).add(x.pow(0)));
        cases.put("max", maximum(x, y).mul(x));
        cases.put("min", minimum(x, y).mul(y));
        cases.put("max with a number", maximum(x, 0.1));
        cases.put("where", where(x.gt(y), x.mul(y), y.sub(x)));
        cases.put("where, one side", where(x.gt(0), x.square(), 0));
        cases.put("where, nested", where(x.gt(0), where(y.gt(0), exp(x), x.mul(y)), where(y.gt(0.5), y, sin(x))).mul(x));
        cases.put("where, a value on both sides", where(x.gt(0), half.add(half.square()), half.mul(y)).add(half));
        cases.put("floor, sign", floor(x.mul(3)).mul(x).add(sign(y).mul(y)));
        cases.put("cast", cast(x.gt(0), Type.REAL).mul(x).add(cast(cast(x, Type.INT32), Type.REAL).mul(x)));
        cases.put("stop_gradient", stopGradient(sign(x)).mul(x));
        cases.put("logic", where(x.gt(0).and(y.le(0)).or(x.lt(-1).not()).or(x.eq(y)), x, y));
        cases.put("scalars", x.mul(scalar("rate")).add(v.mul(scalar("rows"))));
    }

    private void reductions() {
        cases.put("sum of all", sum(x.square()));
        cases.put("sum rows", sum(x.square(), 0));
        cases.put("sum last", sum(x.square(), 1));
        cases.put("sum last, rows in the middle", sum(mid.square(), 2));
        cases.put("sum first and last, rows in the middle", sum(mid.square(), 0, 2));
        cases.put("sum rows in the middle", sum(mid.square(), 1));
        cases.put("sum rows at the end", sum(last.square(), 1));
        cases.put("sum kept", sumKeep(c.square(), 1));
        cases.put("sum middle", sum(c.square(), 1));
        cases.put("sum of nothing", Primitives.SUM.apply(List.of(x.square()), sum(x).attributes().with("axes", new int[0])));
        cases.put("mean", mean(x.square()));
        cases.put("mean of rows", mean(x.square(), 0));
        cases.put("reduce_max last", max(x, 1).mul(2));
        cases.put("reduce_max rows", max(x, 0));
        cases.put("reduce_max rows in the middle", max(mid, 2));
        cases.put("reduce_max all", max(c));
        cases.put("reduce_max kept", maxKeep(c, 1).mul(c));
        cases.put("reduce_max of a sum", max(x.add(v), 1));
        cases.put("cumsum", cumsum(c.square(), 1));
        cases.put("cumsum along the rows", cumsum(x.square(), 0));
        cases.put("sort", sort(x).mul(v));
    }

    private void movements() {
        cases.put("reshape", reshape(x, Shape.of(ROWS, 2, 2)).square());
        cases.put("transpose", transpose(c, 2, 0, 1).square());
        cases.put("transpose rows", transpose(mid, 1, 2, 0).square());
        cases.put("broadcast row", x.mul(v));
        cases.put("broadcast column", sumKeep(x, 1).mul(x));
        cases.put("broadcast rows in the middle", sumKeep(mid, 2).mul(mid));
        cases.put("broadcast both", reshape(v, Shape.of(4, 1)).mul(sumKeep(c, 0, 1)));
        cases.put("broadcast rank 0", x.mul(sum(v)));
        cases.put("broadcast 1 and more", broadcast(reshape(v, Shape.of(4, 1)), Shape.of(2, 4, 3)).square());
        cases.put("broadcast to the rows", broadcast(v, Shape.of(ROWS, 4)).square());
        cases.put("pad", pad(c, new int[] {0, 1, 2}, new int[] {1, 0, 3}, 7).square());
        cases.put("pad behind the rows", pad(x, new int[] {0, 1}, new int[] {0, 2}, 7).square());
        cases.put("slice", slice(c, new int[] {0, 1, 1}, new int[] {2, 3, 3}).square());
        cases.put("slice by steps", slice(c, new int[] {1, 0, 0}, new int[] {2, 3, 4}, new int[] {1, 2, 3}).square());
        cases.put("slice by steps, rows in the middle",
                slice(mid, new int[] {0, 0, 1}, new int[] {2, ROWS, 4}, new int[] {1, 1, 2}).square());
        cases.put("slice behind the rows", slice(x, new int[] {0, 1}, new int[] {ROWS, 3}).square());
        cases.put("concat", concat(List.of(x, y.square(), iota(Shape.of(ROWS, 2), 1).cast(Type.REAL)), 1).square());
        cases.put("reverse", reverse(c, 0, 2).mul(c));
        cases.put("gather", gather(c, places, 2).square());
        cases.put("gather rows of a table", gather(w, labels, 0).square());
        cases.put("gather batched", gather(x, labels, 1, 1).square());
        cases.put("scatter_add", scatterAdd(Shape.of(2, 3, 5), places, gather(d, places, 2, 1).square(), 2, 1).mul(d));
        cases.put("scatter_add batched", scatterAdd(Shape.of(ROWS, 6), labels, sum(x, 1).square(), 1, 1).square());
    }

    private void products() {
        cases.put("scan", Scan.over(c).from(v).run(step -> step.next(tanh(step.carry(0))).giving(
                step.slice(0).mul(step.carry(0)))).output(0));
        Expr wide = reshape(v, Shape.of(1, 4));
        cases.put("matmul", matmul(x, w).square());
        cases.put("matmul tb", matmul(x, transpose(w, 1, 0), false, true).square());
        cases.put("matmul ta, rows summed", matmul(x, y, true, false).square());
        cases.put("matmul ta tb", matmul(w, wide, true, true).square());
        cases.put("matmul batched", matmul(c, d, true, false).square());
        cases.put("matmul batched tb", matmul(transpose(c, 0, 2, 1), d, false, false).square());
        cases.put("matmul batched ta tb", matmul(c, transpose(d, 0, 2, 1), true, true).square());
        Shape squares = Shape.of(ROWS, 2, 2);
        cases.put("matmul over rows", matmul(reshape(x, squares), reshape(y, squares), false, true));
    }

    private void windows() {
        Window plain = Window.of(2, 3);
        Window moved = Window.of(2, 3).strides(2, 1).dilations(1, 2).padding(new int[] {1, 0}, new int[] {2, 3});
        for (Window window : List.of(plain, moved)) {
            Expr y = conv2d(image, kernel, window);
            Attributes a = window.attributes();
            cases.put("conv " + window, y.square());
            cases.put("conv_grad_input " + window, Primitives.CONV_GRAD_INPUT
                    .apply(List.of(tanh(y), kernel), a.with("shape", image.shape())).square());
            cases.put("conv_grad_kernel " + window, Primitives.CONV_GRAD_KERNEL
                    .apply(List.of(image, tanh(y)), a.with("shape", kernel.shape())).square());
        }
        cases.put("conv of a fixed image", conv2d(fixed, kernel, plain).square());
        Window over = Window.of(2, 3).strides(1, 2).padding(new int[] {1, 2}, new int[] {0, 1});
        for (Window window : List.of(plain, over, Window.of(2, 2).strides(2, 2))) {
            Attributes a = window.attributes();
            Expr g = cast(iota(window.over(image.shape()), 2), Type.REAL).add(0.5);
            cases.put("max_pool " + window, maxPool(image, window).square());
            cases.put("max_pool_grad " + window, Primitives.MAX_POOL_GRAD.apply(List.of(image, g), a).mul(image.square()));
            cases.put("sum_pool " + window, sumPool(image, window).square());
            cases.put("sum_pool_grad " + window, Primitives.SUM_POOL_GRAD
                    .apply(List.of(sumPool(image, window).square()), a.with("shape", image.shape())).square());
        }
    }

    private void composites() {
        cases.put("softmax", softmax(x));
        cases.put("log_softmax", logSoftmax(x.mul(3)));
        cases.put("logsumexp", logSumExp(c));
        cases.put("softplus", softplus(x));
        cases.put("sigmoid", sigmoid(x));
        cases.put("cross-entropy", mean(gather(logSoftmax(matmul(tanh(x), w)), labels, 1, 1)));
    }

    @TestFactory
    List<DynamicTest> centralDifferences() {
        List<DynamicTest> tests = new ArrayList<>();
        cases.forEach((name, e) -> tests.add(DynamicTest.dynamicTest(name + ", seed " + SEED,
                () -> new GradientCheck(RandomExpressions.leaves(List.of(e), new Random(SEED), GradientCheck.ROWS))
                        .check(e))));
        return tests;
    }

    @Test
    void everyPrimitiveIsChecked() {
        Set<String> checked = new HashSet<>();
        Traversal.postorder(cases.values()).forEach(e -> checked.add(e.op().name()));
        Set<String> missing = Primitives.all().stream().map(p -> p.name()).collect(Collectors.toSet());
        missing.removeAll(checked);
        // What has a gradient of its own has not that of its values: GradientEdgesTest tells.
        missing.removeAll(Set.of("random_bits", "argmax", "with_gradient_of"));
        assertEquals(Set.of(), missing);
    }

    @Test
    void theGradientOfMaximumPoolingHasNoneOfItsOwn() {
        Window window = Window.of(2, 2);
        Expr g = maxPool(image.square(), window);
        Expr loss = sum(Primitives.MAX_POOL_GRAD.apply(List.of(image, g), window.attributes()));
        String message = assertThrows(IllegalArgumentException.class,
                () -> Differentiator.gradients(loss, List.of(image), new IdentityHashMap<>())).getMessage();
        assertTrue(message.contains("max_pool"), message);
    }

    @Test
    void aVariableThatTheLossDoesNotReadHasZeros() {
        Expr gradient = Differentiator.gradients(sum(x), List.of(w), new IdentityHashMap<>()).get(0);
        assertEquals(w.shape(), gradient.shape());
        assertTrue(Uniform.is(gradient, 0));
    }
}

package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.sum;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.ScanBody;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Window;
import org.fascicle.compiler.expression.Traversal;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of what is the same in all steps, where it is a matrix that others are multiplied by, or is repeated: the gradients of the
 * products are stacked, and one product over all rows and steps comes behind the loop. Used once.
 */
final class ScanCaptures {
    private final ScanLoop scan;
    private final ScanBody body;
    /** Placeholders, and those of the body's expressions that read them; nothing else does. */
    private final Map<Expr, List<Expr>> uses = new LinkedHashMap<>();

    /** Those of a loop that a gradient is asked for. */
    ScanCaptures(ScanLoop scan, Set<Expr> wanted) {
        this.scan = scan;
        this.body = scan.body();
        Map<Expr, List<Expr>> readers = new IdentityHashMap<>();
        for (Expr e : Traversal.postorder(body.results())) {
            e.operands().forEach(operand -> readers.computeIfAbsent(operand, x -> new ArrayList<>()).add(e));
        }
        for (Expr captured : body.captured()) {
            List<Expr> of = readers.getOrDefault(captured, List.of());
            if (wanted.contains(captured) && !body.results().contains(captured) && !of.isEmpty()
                    && of.stream().allMatch(e -> isSummedBehind(e, captured))) {
                uses.put(captured, of);
            }
        }
    }

    private static boolean isSummedBehind(Expr e, Expr captured) {
        if (e.shape().rowsAxis() > 0 || captured.shape().isBatched()) {
            return false;
        }
        if (e.op() == Primitives.BROADCAST) {
            return true;
        }
        return e.op() == Primitives.MATMUL && e.operands().get(1) == captured && e.operands().get(0) != captured
                && e.shape().rank() == 2 && !e.attributes().flag("transpose_a");
    }

    /** The placeholders. */
    Set<Expr> placeholders() {
        return uses.keySet();
    }

    /** The expressions that read them, whose gradients are needed. */
    List<Expr> uses() {
        Set<Expr> all = Traversal.identitySet();
        uses.values().forEach(all::addAll);
        return new ArrayList<>(all);
    }

    /**
     * Gives each its gradient.
     *
     * @param pulled the gradients of {@link #uses()} in a step
     * @param output makes an expression over the body an output of the loop backwards
     * @param backwards that loop, when it is there
     */
    void give(Map<Expr, Expr> pulled, ToIntFunction<Expr> output, List<Runnable> gifts, List<ScanLoop> backwards,
            BiConsumer<Expr, Expr> give) {
        Map<Expr, Integer> stacked = new IdentityHashMap<>();
        ToIntFunction<Expr> once = e -> stacked.computeIfAbsent(e, output::applyAsInt);
        uses.forEach((captured, of) -> {
            int place = body.placeholders().indexOf(captured);
            Expr operand = scan.operands().get(place);
            for (Expr use : of) {
                Expr gradient = pulled.get(use);
                if (gradient == null) {
                    continue;
                }
                int at = once.applyAsInt(gradient);
                if (use.op() == Primitives.BROADCAST) {
                    gifts.add(() -> give.accept(operand, repeated(backwards.get(0).output(at), captured.shape())));
                } else {
                    Expr left = sequence(use.operands().get(0));
                    int leftAt = left == null ? once.applyAsInt(use.operands().get(0)) : -1;
                    boolean flips = use.attributes().flag("transpose_b");
                    gifts.add(() -> give.accept(operand, product(left == null ? backwards.get(0).output(leftAt) : left,
                            backwards.get(0).output(at), captured.shape(), flips)));
                }
            }
        });
    }

    /** What holds an expression of the body for all steps, if something does. */
    private @Nullable Expr sequence(Expr e) {
        int slice = body.slices().indexOf(e);
        int saved = body.outputs().indexOf(e);
        return slice >= 0 ? scan.operands().get(body.carries().size() + slice) : saved >= 0 ? scan.output(saved) : null;
    }

    private static Expr repeated(Expr stacked, Shape shape) {
        return Axes.sumTo(sum(stacked, ScanLoop.stepAxis(stacked.shape())), shape);
    }

    /** The sum over all rows and steps of what a left row and a gradient's row multiply to. */
    private static Expr product(Expr left, Expr gradient, Shape shape, boolean flips) {
        Expr a = flips ? gradient : left;
        Expr b = flips ? left : gradient;
        if (!a.shape().isBatched()) {
            return matmul(lines(a), lines(b), true, false);
        }
        Shape kernel = shape.prepend(1).prepend(1);
        Expr sum = Primitives.CONV_GRAD_KERNEL.apply(List.of(image(a), image(b)),
                Window.of(1, 1).attributes().with("shape", kernel));
        return reshape(sum, shape);
    }

    private static Expr lines(Expr x) {
        return reshape(x, Shape.of(Math.multiplyExact(x.shape().extent(0), x.shape().extent(1)), x.shape().extent(2)));
    }

    private static Expr image(Expr x) {
        return reshape(x, x.shape().insert(1, 1));
    }
}

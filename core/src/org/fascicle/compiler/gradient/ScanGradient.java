package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.zerosLike;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.ScanBody;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.expression.Traversal;
import org.fascicle.compiler.expression.Uniform;
import org.fascicle.compiler.rewrite.SavedResults;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a loop: a loop from its last step to its first, whose carries are the gradients of the carries. What the loop has saved
 * of each step ({@link SavedResults}) is read, all else computed again. Used once.
 */
final class ScanGradient {
    private final ScanLoop scan;
    private final Expr first;
    private final ScanBody body;
    private final Map<Integer, Expr> arrived = new TreeMap<>();
    /** Of the loop backwards: its carries, what they begin with, and what they become. */
    private final List<Expr> carries = new ArrayList<>();
    private final List<Expr> initial = new ArrayList<>();
    private final List<Expr> next = new ArrayList<>();
    /** What it reads step by step. */
    private final Map<Expr, Expr> sequences = new LinkedHashMap<>();
    private final List<Expr> outputs = new ArrayList<>();
    /** What expressions of the body are there. */
    private final Map<Expr, Expr> known = new IdentityHashMap<>();

    /**
     * A loop's gradient.
     *
     * @param first the first of its results, of all that are differentiated
     */
    ScanGradient(ScanLoop scan, Expr first) {
        this.scan = scan.with(SavedResults.of(scan.body()));
        this.first = first;
        this.body = this.scan.body();
    }

    Expr first() {
        return first;
    }

    /** Takes the gradient of a result. */
    void arrive(int result, Expr gradient) {
        arrived.put(result, gradient);
    }

    /** Gives each operand that needs it its gradient. */
    void propagate(Predicate<Expr> isActive, Map<Expr, String> provenance, BiConsumer<Expr, Expr> give) {
        if (arrived.isEmpty()) {
            return;
        }
        List<Expr> placeholders = body.placeholders();
        Set<Expr> wanted = Traversal.identitySet();
        for (int i = 0; i < placeholders.size(); i++) {
            if (isActive.test(scan.operands().get(i))) {
                wanted.add(placeholders.get(i));
            }
        }
        List<Integer> active = activeCarries(wanted);
        active.forEach(carry -> wanted.add(body.carries().get(carry)));
        ScanCaptures captures = new ScanCaptures(scan, wanted);
        List<Expr> roots = new ArrayList<>();
        List<Expr> arriving = new ArrayList<>();
        seed(active, roots, arriving);
        List<Expr> wrt = new ArrayList<>(wanted);
        wrt.removeAll(captures.placeholders());
        wrt.addAll(captures.uses());
        findKnown();
        Map<Expr, Expr> pulled = Differentiator.pulledBack(roots, arriving, wrt, provenance);
        for (int carry : active) {
            Expr placeholder = body.carries().get(carry);
            next.add(inside(pulled.get(placeholder), placeholder));
        }
        List<Runnable> gifts = new ArrayList<>();
        List<ScanLoop> backwards = new ArrayList<>();
        giveCarries(active, isActive, backwards, gifts, give);
        giveSlices(wanted, pulled, backwards, gifts, give);
        accumulate(wrt, pulled, backwards, gifts, give);
        captures.give(pulled, this::output, gifts, backwards, give);
        backwards.add(close());
        gifts.forEach(Runnable::run);
    }

    /** Those that depend on what a gradient is asked for. */
    private List<Integer> activeCarries(Set<Expr> wanted) {
        Set<Expr> all = Traversal.identitySet();
        all.addAll(wanted);
        List<Integer> active = new ArrayList<>();
        boolean grown = true;
        while (grown) {
            Set<Expr> reached = Differentiator.active(body.next(), new ArrayList<>(all));
            grown = false;
            for (int i = 0; i < body.carries().size(); i++) {
                Expr carry = body.carries().get(i);
                if (carry.type() == Type.REAL && !active.contains(i)
                        && (all.contains(carry) || reached.contains(body.next().get(i)))) {
                    active.add(i);
                    grown |= all.add(carry);
                }
            }
        }
        active.sort(null);
        return active;
    }

    /** What arrives at each step: from the step behind it, and at its outputs. */
    private void seed(List<Integer> active, List<Expr> roots, List<Expr> arriving) {
        for (int carry : active) {
            Expr like = body.next().get(carry);
            Expr placeholder = input("gradient of carry " + carry, Type.REAL, like.shape());
            carries.add(placeholder);
            initial.add(arrived.containsKey(carry) ? arrived.get(carry) : zerosLike(like));
            roots.add(like);
            arriving.add(placeholder);
        }
        for (int i = 0; i < body.outputs().size(); i++) {
            Expr gradient = arrived.get(body.next().size() + i);
            if (gradient != null) {
                roots.add(body.outputs().get(i));
                arriving.add(read("gradient of output " + i, gradient, body.outputs().get(i).shape()));
            }
        }
    }

    private Expr read(String name, Expr sequence, Shape shape) {
        if (Uniform.isUniform(sequence)) {
            return Uniform.in(shape, sequence);
        }
        Expr placeholder = input(name, sequence.type(), shape);
        sequences.put(placeholder, sequence);
        return placeholder;
    }

    private void findKnown() {
        for (int i = 0; i < body.slices().size(); i++) {
            Expr slice = body.slices().get(i);
            known.put(slice, read("slice " + i, scan.operands().get(body.carries().size() + i), slice.shape()));
        }
        for (int i = 0; i < body.captured().size(); i++) {
            known.put(body.captured().get(i), scan.operands().get(body.carries().size() + body.slices().size() + i));
        }
        for (int i = 0; i < body.outputs().size(); i++) {
            Expr saved = body.outputs().get(i);
            if (!known.containsKey(saved)) {
                known.put(saved, read("saved " + i, scan.output(i), saved.shape()));
            }
        }
    }

    /** An expression over the body, with what the loop backwards knows in the place of what the body computed. */
    private Expr inside(@Nullable Expr gradient, Expr like) {
        if (gradient == null) {
            return zerosLike(like);
        }
        for (Expr e : Traversal.postorder(List.of(gradient), known.keySet())) {
            known.put(e, Traversal.withOperands(e, known));
        }
        return Objects.requireNonNull(known.get(gradient));
    }

    /** The number of an output that gives an expression over the body in each step. */
    private int output(Expr e) {
        outputs.add(inside(e, e));
        return outputs.size() - 1;
    }

    private void giveCarries(List<Integer> active, Predicate<Expr> isActive, List<ScanLoop> backwards, List<Runnable> gifts,
            BiConsumer<Expr, Expr> give) {
        for (int i = 0; i < active.size(); i++) {
            int at = i;
            Expr operand = scan.operands().get(active.get(i));
            if (isActive.test(operand)) {
                gifts.add(() -> give.accept(operand, backwards.get(0).carry(at)));
            }
        }
    }

    private void giveSlices(Set<Expr> wanted, Map<Expr, Expr> pulled, List<ScanLoop> backwards, List<Runnable> gifts,
            BiConsumer<Expr, Expr> give) {
        for (int i = 0; i < body.slices().size(); i++) {
            Expr gradient = pulled.get(body.slices().get(i));
            if (gradient != null && wanted.contains(body.slices().get(i))) {
                Expr operand = scan.operands().get(body.carries().size() + i);
                int at = output(gradient);
                gifts.add(() -> give.accept(operand, backwards.get(0).output(at)));
            }
        }
    }

    /** What is the same in all steps gets the sum of what it gets in each. */
    private void accumulate(List<Expr> wrt, Map<Expr, Expr> pulled, List<ScanLoop> backwards, List<Runnable> gifts,
            BiConsumer<Expr, Expr> give) {
        for (int i = 0; i < body.captured().size(); i++) {
            Expr captured = body.captured().get(i);
            Expr gradient = pulled.get(captured);
            if (gradient != null && wrt.contains(captured)) {
                Expr sum = input("sum " + i, Type.REAL, captured.shape());
                int at = carries.size();
                carries.add(sum);
                initial.add(zerosLike(captured));
                next.add(sum.add(inside(gradient, captured)));
                Expr operand = scan.operands().get(body.carries().size() + body.slices().size() + i);
                gifts.add(() -> give.accept(operand, backwards.get(0).carry(at)));
            }
        }
    }

    private ScanLoop close() {
        List<Expr> results = new ArrayList<>(next);
        results.addAll(outputs);
        Set<Expr> read = Traversal.identitySet();
        Set<Expr> placeholders = Traversal.identitySet();
        placeholders.addAll(sequences.keySet());
        read.addAll(Traversal.postorder(results));
        List<Expr> slices = new ArrayList<>();
        List<Expr> of = new ArrayList<>();
        sequences.forEach((placeholder, sequence) -> {
            if (read.contains(placeholder)) {
                slices.add(placeholder);
                of.add(sequence);
            }
        });
        return ScanLoop.close(initial, of, scan.steps(), !scan.isBackwards(), carries, slices, next, outputs, Map.of());
    }
}

package org.fascicle.api.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes the body of a loop: tells what depends on a step from what does not. Used once. */
final class ScanClosing {
    private final Map<Expr, Expr> became = new IdentityHashMap<>();
    /** What expressions that do not depend on a step are outside. */
    private final Map<Expr, Expr> outside = new IdentityHashMap<>();
    /** Whether they are what they are. */
    private final boolean isOpen;
    private final Map<Expr, Expr> flipped = new IdentityHashMap<>();
    private final Set<Expr> leaves = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Expr> moving = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Expr> carries = new ArrayList<>();
    private final List<Expr> slices = new ArrayList<>();
    private final List<Expr> captured = new ArrayList<>();
    private final List<Expr> values = new ArrayList<>();
    private final Map<Expr, Expr> placeholders = new IdentityHashMap<>();

    ScanClosing(List<Expr> carries, List<Expr> slices, Map<Expr, Expr> outer) {
        outside.putAll(outer);
        isOpen = outer.isEmpty();
        leaves.addAll(outer.keySet());
        stand(carries, "carry", this.carries);
        stand(slices, "slice", this.slices);
    }

    private void stand(List<Expr> given, String name, List<Expr> own) {
        for (Expr placeholder : given) {
            Expr canonical = ScanBody.placeholder(name + own.size(), placeholder);
            own.add(canonical);
            became.put(placeholder, canonical);
            moving.add(placeholder);
            leaves.add(placeholder);
        }
    }

    List<Expr> carries() {
        return carries;
    }

    List<Expr> slices() {
        return slices;
    }

    List<Expr> captured() {
        return captured;
    }

    List<Expr> values() {
        return values;
    }

    List<Expr> close(List<Expr> results) {
        List<Expr> order = ScanBody.postorder(results, leaves);
        for (Expr e : order) {
            if (!leaves.contains(e) && e.operands().stream().anyMatch(moving::contains)) {
                moving.add(e);
            }
        }
        for (Expr e : order) {
            if (moving.contains(e) && !leaves.contains(e)) {
                became.put(e, rebuilt(e));
            }
        }
        List<Expr> closed = new ArrayList<>();
        results.forEach(result -> closed.add(inside(result)));
        return closed;
    }

    private Expr rebuilt(Expr e) {
        if (e.op() == Primitives.MATMUL && e.attributes().flag("transpose_b") && isMatrix(e.operands().get(1))) {
            // Transposed once before the loop, and not in each step.
            Expr matrix = flipped.computeIfAbsent(e.operands().get(1), x -> Expressions.swapAxes(x, 0, 1));
            return Expressions.matmul(inside(e.operands().get(0)), inside(matrix), e.attributes().flag("transpose_a"), false);
        }
        List<Expr> operands = new ArrayList<>();
        e.operands().forEach(operand -> operands.add(inside(operand)));
        return operands.equals(e.operands()) ? e : e.op().apply(operands, e.attributes());
    }

    private boolean isMatrix(Expr x) {
        return !moving.contains(x) && x.shape().rank() == 2 && !x.shape().isBatched();
    }

    /** What stands in the body where an expression stood. */
    private Expr inside(Expr e) {
        Expr known = became.get(e);
        if (known == null) {
            known = isMadeInside(e) ? rebuilt(e) : captured(outside(e));
            became.put(e, known);
        }
        return known;
    }

    // A number takes no memory, and what is only repeated is captured before that.
    private boolean isMadeInside(Expr e) {
        return !leaves.contains(e)
                && (e.op() == Primitives.CONSTANT || e.op() == Primitives.IOTA || e.op() == Primitives.BROADCAST);
    }

    private Expr captured(Expr value) {
        Expr placeholder = placeholders.get(value);
        if (placeholder == null) {
            placeholder = ScanBody.placeholder("captured" + captured.size(), value);
            placeholders.put(value, placeholder);
            captured.add(placeholder);
            values.add(value);
        }
        return placeholder;
    }

    /** An expression that does not depend on a step, over what the placeholders stand for. */
    private Expr outside(Expr root) {
        if (isOpen) {
            return root;
        }
        for (Expr e : ScanBody.postorder(List.of(root), outside.keySet())) {
            if (!outside.containsKey(e)) {
                List<Expr> operands = new ArrayList<>();
                e.operands().forEach(operand -> operands.add(Objects.requireNonNull(outside.get(operand))));
                outside.put(e, operands.equals(e.operands()) ? e : e.op().apply(operands, e.attributes()));
            }
        }
        return Objects.requireNonNull(outside.get(root));
    }
}

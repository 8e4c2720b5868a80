package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.zerosLike;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.expression.Traversal;
import org.fascicle.compiler.rewrite.Rewriter;

/**
 * Reverse-mode differentiation of expressions. Every primitive has a rule; composites must have been lowered by the
 * {@link Rewriter}. A branch that {@code where}, {@code max} or {@code min} did not take contributes exactly zero, though
 * its derivative be infinite or NaN: the selection's mask goes along with the gradient through elementwise operations, and
 * zeros are put in before the next operation that combines elements.
 */
public final class Differentiator {
    private final Set<Expr> wanted = Traversal.identitySet();
    private final Set<String> wantedPaths = new HashSet<>();
    private final Set<Expr> active = Traversal.identitySet();
    private final Map<Expr, List<Adjoint>> arrived = new IdentityHashMap<>();
    private final Map<Expr, Expr> results = new IdentityHashMap<>();
    private final Map<String, Expr> resultsByPath = new HashMap<>();
    private final Map<Expr, String> provenance;
    private final Set<Expr> known = Traversal.identitySet();
    private final Map<ScanLoop, ScanGradient> loops = new HashMap<>();
    private final Mask everywhere = Mask.everywhere();

    private Differentiator(List<Expr> wrt, Map<Expr, String> provenance) {
        this.provenance = provenance;
        for (Expr e : wrt) {
            wanted.add(e);
            if (e.op() == Primitives.VARIABLE) {
                wantedPaths.add(path(e));
            }
        }
    }

    /** As {@link #gradients(Expr, List, Map)}, for tools that do not need to know where expressions come from. */
    public static List<Expr> gradients(Expr loss, List<Expr> wrt) {
        return gradients(loss, wrt, new IdentityHashMap<>());
    }

    /**
     * The gradients of a loss.
     *
     * @param loss real, of rank 0, without composites
     * @param wrt what to differentiate by; a variable stands for every reading of its path
     * @param provenance where expressions come from, by identity; extended by what is made here, with {@code " (gradient)"}
     *     behind the provenance of the expression that it belongs to
     * @return one gradient for each of {@code wrt}, of its shape; zeros where the loss does not depend on it
     * @throws IllegalArgumentException if the loss is not a real number of rank 0, or holds a composite
     */
    public static List<Expr> gradients(Expr loss, List<Expr> wrt, Map<Expr, String> provenance) {
        if (loss.type() != Type.REAL || !loss.shape().equals(Shape.scalar())) {
            throw new IllegalArgumentException("only a real number of rank 0 has a gradient, not " + loss);
        }
        Differentiator differentiator = new Differentiator(wrt, provenance);
        differentiator.run(List.of(loss), List.of(constant(1)));
        List<Expr> gradients = new ArrayList<>();
        for (Expr e : wrt) {
            gradients.add(differentiator.result(e));
        }
        return gradients;
    }

    /**
     * What gradients that arrive at some expressions give to others.
     *
     * @param roots what gradients arrive at
     * @param arriving one for each root, of its shape
     * @param wrt what to differentiate by; no variables
     * @return by expression; none for what gets nothing
     */
    static Map<Expr, Expr> pulledBack(List<Expr> roots, List<Expr> arriving, List<Expr> wrt, Map<Expr, String> provenance) {
        Differentiator differentiator = new Differentiator(wrt, provenance);
        differentiator.run(roots, arriving);
        return differentiator.results;
    }

    /** The expressions through which gradients go to some of those that the roots depend on. */
    static Set<Expr> active(List<Expr> roots, List<Expr> wrt) {
        Differentiator differentiator = new Differentiator(wrt, new IdentityHashMap<>());
        differentiator.findActive(Traversal.postorder(roots));
        return differentiator.active;
    }

    private void findActive(List<Expr> order) {
        for (Expr e : order) {
            boolean passes = GradientRule.of(e) != GradientRule.NONE && hasActiveOperand(e);
            if (e.type() == Type.REAL && (isWanted(e) || passes)) {
                active.add(e);
            }
        }
    }

    private void run(List<Expr> roots, List<Expr> arriving) {
        List<Expr> order = Traversal.postorder(roots);
        known.addAll(order);
        findActive(order);
        for (Expr e : order) {
            if (e.op() == Primitives.SCAN && hasActiveOperand(e)) {
                loops.computeIfAbsent(ScanLoop.of(e), scan -> new ScanGradient(scan, e));
            }
        }
        for (int i = 0; i < roots.size(); i++) {
            arrive(roots.get(i), new Adjoint(arriving.get(i), everywhere), roots.get(i));
        }
        for (int i = order.size() - 1; i >= 0; i--) {
            Expr e = order.get(i);
            List<Adjoint> parts = arrived.remove(e);
            if (parts != null) {
                propagate(e, Adjoint.sum(parts));
            }
            if (e.op() == Primitives.SCAN && hasActiveOperand(e)) {
                leaveLoop(e);
            }
        }
    }

    /** All results of a loop have their gradients when the first of them has: what it reads lies before that. */
    private void leaveLoop(Expr e) {
        ScanGradient loop = Objects.requireNonNull(loops.get(ScanLoop.of(e)));
        if (loop.first() == e) {
            loop.propagate(active::contains, provenance,
                    (operand, gradient) -> arrive(operand, new Adjoint(gradient, everywhere), e));
        }
    }

    private void propagate(Expr e, Adjoint gradient) {
        label(gradient, e);
        if (isWanted(e)) {
            keep(e, gradient.materialise());
        }
        if (!hasActiveOperand(e)) {
            return;
        }
        if (e.op() == Primitives.SCAN) {
            Objects.requireNonNull(loops.get(ScanLoop.of(e))).arrive(ScanLoop.result(e.attributes()), gradient.materialise());
        } else {
            GradientRule.of(e).propagate(new Backward(e, gradient, active, (operand, part) -> arrive(operand, part, e)));
        }
    }

    private void arrive(Expr operand, Adjoint part, Expr from) {
        if (active.contains(operand)) {
            label(part, from);
            arrived.computeIfAbsent(operand, o -> new ArrayList<>(2)).add(part);
        }
    }

    private void keep(Expr e, Expr gradient) {
        label(gradient, e);
        results.put(e, gradient);
        if (e.op() == Primitives.VARIABLE) {
            Expr total = resultsByPath.merge(path(e), gradient, Expr::add);
            label(total, e);
        }
    }

    private Expr result(Expr e) {
        Expr gradient = e.op() == Primitives.VARIABLE ? resultsByPath.get(path(e)) : results.get(e);
        if (gradient == null) {
            gradient = zerosLike(e);
            label(gradient, e);
        }
        return gradient;
    }

    private boolean isWanted(Expr e) {
        return wanted.contains(e) || e.op() == Primitives.VARIABLE && wantedPaths.contains(path(e));
    }

    private boolean hasActiveOperand(Expr e) {
        for (Expr operand : e.operands()) {
            if (active.contains(operand)) {
                return true;
            }
        }
        return false;
    }

    private void label(Adjoint gradient, Expr from) {
        label(gradient.value, from);
        if (!gradient.mask.isEverywhere()) {
            label(gradient.mask.condition(), from);
        }
    }

    private void label(Expr made, Expr from) {
        if (!known.contains(made)) {
            Traversal.label(made, provenance.getOrDefault(from, from.op().name()) + " (gradient)", known, provenance);
        }
    }

    private static String path(Expr variable) {
        return variable.attributes().text("path");
    }
}

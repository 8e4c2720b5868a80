package org.fascicle.compiler.update;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.graph.Variable;

/**
 * What an optimizer does to one trained tensor and its slots, rewritten (without composites). Immutable. If it is rewritten,
 * the placeholder has to be rewritten with it: it is known by identity.
 */
public final class Update {
    private final Variable parameter;
    private final Expr gradient;
    private final Expr placeholder;
    private final Expr next;
    private final boolean constrained;
    private final Map<Variable, Expr> slots;

    private Update(Variable parameter, Expr gradient, Expr placeholder, Expr next, boolean constrained,
            Map<Variable, Expr> slots) {
        this.parameter = Objects.requireNonNull(parameter);
        this.gradient = Objects.requireNonNull(gradient);
        this.placeholder = Objects.requireNonNull(placeholder);
        this.next = Objects.requireNonNull(next);
        this.constrained = constrained;
        this.slots = Collections.unmodifiableMap(slots);
    }

    /**
     * An update without slots.
     *
     * @param parameter what is trained
     * @param gradient the gradient, of the parameter's shape
     * @param placeholder the expression that stands for the gradient in {@code next} and in the slots: an input of any name,
     *     or the gradient itself
     * @param next the parameter's value after the step
     * @param constrained whether more is done to it afterwards, so that it cannot be merged
     */
    public static Update of(Variable parameter, Expr gradient, Expr placeholder, Expr next, boolean constrained) {
        return new Update(parameter, gradient, placeholder, next, constrained, Map.of());
    }

    /** This with one more slot and its value after the step. */
    public Update slot(Variable slot, Expr value) {
        Map<Variable, Expr> more = new LinkedHashMap<>(slots);
        if (more.put(slot, value) != null) {
            throw new IllegalArgumentException("the slot " + slot + " is there twice");
        }
        return new Update(parameter, gradient, placeholder, next, constrained, more);
    }

    Variable parameter() {
        return parameter;
    }

    Expr gradient() {
        return gradient;
    }

    Expr placeholder() {
        return placeholder;
    }

    boolean isConstrained() {
        return constrained;
    }

    /** The parameter, then the slots. */
    List<Variable> variables() {
        List<Variable> all = new ArrayList<>();
        all.add(parameter);
        all.addAll(slots.keySet());
        return all;
    }

    /** Their values after the step. */
    List<Expr> values() {
        List<Expr> all = new ArrayList<>();
        all.add(next);
        all.addAll(slots.values());
        return all;
    }
}

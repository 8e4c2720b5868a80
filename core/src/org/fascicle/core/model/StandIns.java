package org.fascicle.core.model;

import java.util.EnumSet;
import java.util.Set;

import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.technique.Kind;

/**
 * Techniques in place of those that layers hold and nobody asks outside training: what gives parameters their first values, what adds
 * to the loss, what changes parameters after a step.
 */
final class StandIns {
    /** Kinds that prediction does without. */
    static final Set<Kind> PREDICTION = EnumSet.of(Kind.INITIALIZER, Kind.REGULARIZER, Kind.CONSTRAINT);
    /** Kinds that an evaluation does without: what regularizers add is part of its loss. */
    static final Set<Kind> EVALUATION = EnumSet.of(Kind.INITIALIZER, Kind.CONSTRAINT);
    /** Kinds that a training that has begun does without. */
    static final Set<Kind> CONTINUATION = EnumSet.of(Kind.DATA, Kind.INITIALIZER);

    private StandIns() {}

    /** One for a technique that is not installed. */
    static Object of(TechniqueSpec missing) {
        switch (missing.kind()) {
            case INITIALIZER:
                return (Initializer) (shape, scope) -> {
                    throw new IllegalStateException("the initializer '" + missing.name() + "' is not installed");
                };
            case REGULARIZER:
                // A trace asks for it, and leaves it out of what a prediction computes.
                return (Regularizer) (tensor, scope) -> Expressions.constant(0);
            case CONSTRAINT:
                return (Constraint) (tensor, scope) -> tensor;
            default:
                throw new IllegalArgumentException("nothing stands in for the " + missing.kind() + " '" + missing.name() + "'");
        }
    }
}

package org.fascicle.core.update;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.transform.UpdateTransform;
import org.fascicle.compiler.trace.TracedGradients;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.model.TransformSpec;
import org.fascicle.core.trace.NetworkTrace;

/** One technique around the optimizer, in one trace; lives no longer. */
final class Link {
    private final TransformSpec spec;
    private final String name;
    private final Turns turns;
    private final Turns within;
    private final TechniqueFactory factory;
    private final Map<TechniqueSpec, UpdateTransform> made;

    private Link(TransformSpec spec, String name, Turns turns, Turns within, TechniqueFactory factory,
            Map<TechniqueSpec, UpdateTransform> made) {
        this.spec = spec;
        this.name = name;
        this.turns = turns;
        this.within = within;
        this.factory = factory;
        this.made = made;
    }

    /**
     * A link that does not hold back what it surrounds.
     *
     * @param name the technique's, with a number where it is there several times
     * @param turns when it takes its turn
     */
    Link(TransformSpec spec, String name, Turns turns, TechniqueFactory factory) {
        this(spec, name, turns, turns, factory, new HashMap<>());
    }

    /** This, with the turns of what it surrounds. */
    Link within(Turns inner) {
        return new Link(spec, name, turns, inner, factory, made);
    }

    TransformSpec spec() {
        return spec;
    }

    /** Its technique's name, with a number where it is there several times. */
    String name() {
        return name;
    }

    /** What is behind the technique's name in its own; mostly empty. */
    String suffix() {
        return name.substring(spec.technique().name().length());
    }

    /** In which steps the technique runs. */
    Turns turns() {
        return turns;
    }

    /** In which steps what it surrounds runs. */
    Turns within() {
        return within;
    }

    /** Whether what it surrounds is updated less often than the technique itself runs. */
    boolean holdsBack() {
        return within != turns;
    }

    /** The record of one specification. */
    UpdateTransform technique(TechniqueSpec exact) {
        return made.computeIfAbsent(exact, each -> guarded(() -> (UpdateTransform) factory.create(each)));
    }

    /** Runs a method of the technique, and makes a message of what it throws. */
    <T> T guarded(Supplier<T> action) {
        return NetworkTrace.guarded(spec.technique(), "update transform", action);
    }

    /** What the technique makes of a parameter's value at a moment of its update. */
    Expr value(TechniqueSpec exact, Param parameter, UpdateScope scope, Moment moment) {
        UpdateTransform technique = technique(exact);
        return guarded(() -> TracedGradients.fitting(moment.ask(technique, parameter, scope), parameter));
    }

    /** One of the methods of {@link UpdateTransform}. */
    interface Moment {
        /** Asks a technique for the parameter's value. */
        Expr ask(UpdateTransform technique, Param parameter, UpdateScope scope);
    }
}

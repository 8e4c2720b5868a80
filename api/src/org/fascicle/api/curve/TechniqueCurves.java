package org.fascicle.api.curve;

import java.util.Map;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that makes curves of techniques: of an activation its value and its derivative, of a schedule its value over a run. It
 * makes techniques, and keeps none. Safe for any thread.
 */
@ProviderType
public interface TechniqueCurves {
    /** Whether techniques of a kind are curves. */
    static boolean draws(Kind kind) {
        return kind == Kind.ACTIVATION || kind == Kind.SCHEDULE;
    }

    /**
     * What an activation makes of single numbers outside training, and the derivative by which a network is trained with it.
     *
     * @param type of the kind activation
     * @param options values as text, by the name or an alias of the option; those that are missing have their default
     * @param at the numbers, in ascending order
     * @return the lines {@link TechniqueCurve#VALUE} and {@link TechniqueCurve#DERIVATIVE}; none where it goes along an axis, or has
     *     parameters
     * @throws org.fascicle.api.problem.InputException if there is no such option, or a value does not fit
     */
    TechniqueCurve activation(TechniqueType type, Map<String, String> options, double[] at);

    /**
     * A schedule's value over a run of which nothing is known but its length. An epoch has 100 steps.
     *
     * @param type of the kind schedule
     * @param options as for an activation
     * @param epochs at least 1
     * @param points at how many places, at least 2
     * @return the line {@link TechniqueCurve#VALUE} over epochs, fractions of them included; none where it looks at what a training
     *     reports
     * @throws org.fascicle.api.problem.InputException if there is no such option, or a value does not fit
     */
    TechniqueCurve schedule(TechniqueType type, Map<String, String> options, int epochs, int points);
}

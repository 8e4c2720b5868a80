package org.fascicle.schedule.polynomial;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Alias;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultUnder;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Polynomial schedule: from the initial value down to an end, along a power of what is left; then it stays, or, as a
 * cycle, starts again, each time over a length that is one longer. Without {@code over} it takes the whole run. Keras's
 * PolynomialDecay. Keras counts steps: the unit
 * is {@code step} for who writes Keras's names, {@code PolynomialDecay} or {@code decay_steps}, and epochs otherwise.
 */
@Technique(value = "polynomial", aliases = "PolynomialDecay",
        description = "Polynomial schedule: down to an end value along a power of what is left.",
        formula = "(initial - end) (1 - min(t, over) / over)^power + end; cycle: over ceil(t / over) for over",
        source = "Customary; Keras PolynomialDecay")
public record Polynomial(
        @Range("(-inf,inf)") @Alias("initial_learning_rate") double initial,
        @Default("null") @Range("(0,inf)") @Alias("decay_steps") @Nullable Double over,
        @Default("0.0001") @Range("(-inf,inf)") @Alias("end_learning_rate") double end,
        @Default("1.0") @Range("(0,inf)") double power,
        @Default("epoch") @DefaultUnder(names = {
            "PolynomialDecay", "decay_steps"}, value = "step") Moment.Unit unit,
        @Default("false") boolean cycle) implements Schedule{

    @Override
    public double at(Moment moment) {
        double position = moment.position(unit);
        double length = over == null ? moment.length(unit) : over;
        if (cycle) {
            length *= Math.max(1, Math.ceil(position / length));
        }
        return (initial - end) * Math.pow(1 - Math.min(position / length, 1), power) + end;
    }
}

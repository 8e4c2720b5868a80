package org.fascicle.schedule.constant;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** The same value at every moment, as a plain number would be. */
@Technique(value = "constant", number = "value",
        description = "The same value at every moment, as a plain number would be.",
        formula = "value",
        source = "Customary; optax constant_schedule")
public record Constant(@Range("(-inf,inf)") double value) implements Schedule {
    @Override
    public double at(Moment moment) {
        return value;
    }
}

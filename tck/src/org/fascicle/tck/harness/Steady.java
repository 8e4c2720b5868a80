package org.fascicle.tck.harness;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** One value at all times, for schedules that need another one. */
@Technique(value = "fascicle.tck:steady", kind = "schedule", description = "One value at all times.")
public record Steady(@Default("0.1") double value) implements Schedule {
    @Override
    public double at(Moment moment) {
        return value;
    }
}

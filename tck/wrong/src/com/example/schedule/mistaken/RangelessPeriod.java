package com.example.schedule.mistaken;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Technique;

/** It divides by an option that may be 0. */
@Technique(value = "com.example:rangeless_period", description = "Falls with each period.")
public record RangelessPeriod(@Default("2.0") double every) implements Schedule {
    @Override
    public double at(Moment moment) {
        return 1 / (1 + moment.step() / every);
    }
}

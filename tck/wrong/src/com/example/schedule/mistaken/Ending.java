package com.example.schedule.mistaken;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Technique;

/** It has no value in the fifth step. */
@Technique(value = "com.example:ending", description = "One, or nothing.")
public record Ending() implements Schedule {
    @Override
    public double at(Moment moment) {
        return moment.step() == 5 ? Double.NaN : 0.1;
    }
}

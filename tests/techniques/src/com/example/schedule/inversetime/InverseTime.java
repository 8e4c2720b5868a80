package com.example.schedule.inversetime;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Inverse time decay: initial / (1 + decay · t), t in epochs. */
@Technique(value = "com.example:inverse_time", description = "Falls as the inverse of the number of epochs.",
        formula = "initial / (1 + decay t), t in epochs")
public record InverseTime(
        @Range("(0,inf)") double initial,
        @Range("[0,inf)") double decay) implements Schedule {
    @Override
    public double at(Moment moment) {
        return initial / (1 + decay * moment.position(Moment.Unit.EPOCH));
    }
}

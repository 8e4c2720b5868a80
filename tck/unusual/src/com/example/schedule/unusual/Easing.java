package com.example.schedule.unusual;

import java.util.List;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** It looks at what was reached so far. */
@Technique(value = "com.example:easing", description = "Less, the longer nothing is gained.")
public record Easing(@Default("0.1") @Range("(0,inf)") double rate) implements Schedule {
    @Override
    public double at(Moment moment) {
        List<Double> losses = moment.history("loss");
        return rate / (1 + losses.stream().skip(1).filter(loss -> loss >= losses.get(0)).count());
    }
}

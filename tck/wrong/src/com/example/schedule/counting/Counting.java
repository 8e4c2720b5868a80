package com.example.schedule.counting;

import java.util.concurrent.atomic.AtomicInteger;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Technique;

/** Falls with the number of times that it was asked, not with the step. */
@Technique(value = "com.example:counting", description = "Lower each time that it is asked.")
public record Counting() implements Schedule {
    private static final AtomicInteger ASKED = new AtomicInteger();

    @Override
    public double at(Moment moment) {
        return 1.0 / ASKED.incrementAndGet();
    }
}

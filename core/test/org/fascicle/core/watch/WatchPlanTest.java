package org.fascicle.core.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class WatchPlanTest {
    @Test
    void byDefaultTheFirstThousandStepsAreMeasuredOftenAndTheOthersSeldom() {
        assertEquals(List.of(0L, 100L, 200L, 300L, 400L, 500L, 600L, 700L, 800L, 900L, 1000L, 1500L, 2000L),
                due(WatchPlan.NONE, 1875, 2500));
    }

    @Test
    void inTheFirstThousandStepsEachEpochIsMeasured() {
        assertEquals(List.of(0L, 45L, 90L, 135L), due(WatchPlan.NONE, 45, 150));
        assertEquals(List.of(990L, 1000L, 1500L), due(WatchPlan.NONE, 45, 1600).stream().filter(step -> step >= 950)
                .collect(Collectors.toList()));
    }

    @Test
    void whatIsWantedIsKeptToTheEnd() {
        assertEquals(List.of(0L, 400L, 800L, 1200L, 1600L), due(WatchPlan.NONE.every(400), 45, 2000));
    }

    private static List<Long> due(WatchPlan plan, long stepsPerEpoch, long steps) {
        return LongStream.range(0, steps).filter(step -> plan.isDue(step, stepsPerEpoch)).boxed().collect(Collectors.toList());
    }
}

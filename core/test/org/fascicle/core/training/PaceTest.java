package org.fascicle.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How many steps are asked for before a trainer waits. The time is made up. */
public class PaceTest {
    private static final long MILLI = 1_000_000;

    private long now;

    /** Asks for steps until it is to wait. */
    private int steps(Pace pace, long asking) {
        int count = 0;
        do {
            pace.begin(now);
            now += asking;
            count++;
        } while (!pace.isToWait());
        return count;
    }

    private void wait(Pace pace, long nanos) {
        now += nanos;
        pace.ended(now, nanos);
    }

    @Test
    void aGivenNumberIsKept() {
        Pace pace = new Pace(7);
        for (int i = 0; i < 3; i++) {
            assertEquals(7, steps(pace, 10));
            wait(pace, MILLI);
        }
    }

    @Test
    void ofStepsThatTakeLittleManyAreAskedFor() {
        Pace pace = new Pace(0);
        for (int expected : new int[] {1, 2, 4, 8, 16, 32, 64, 64}) {
            assertEquals(expected, steps(pace, 10));
            wait(pace, expected * MILLI / 10);
        }
    }

    @Test
    void ofStepsThatTakeLongAsManyAsATenthOfASecondHas() {
        Pace pace = new Pace(0);
        for (int expected : new int[] {1, 2, 4, 5, 5}) {
            assertEquals(expected, steps(pace, 10));
            wait(pace, expected * 19 * MILLI);
        }
        assertEquals(5, steps(pace, 10));
        wait(pace, 5 * 200 * MILLI);
        assertEquals(1, steps(pace, 10));
    }

    @Test
    void whereAStepHasEndedThereIsNothingToWaitFor() {
        Pace pace = new Pace(0);
        for (int i = 0; i < 5; i++) {
            assertEquals(1, steps(pace, MILLI));
            wait(pace, 100);
        }
    }

    @Test
    void whatEndsEarlierBeginsAnew() {
        Pace pace = new Pace(4);
        pace.begin(now);
        wait(pace, MILLI);
        assertEquals(4, steps(pace, 10));
    }
}

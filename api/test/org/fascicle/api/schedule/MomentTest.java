package org.fascicle.api.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class MomentTest {
    @Test
    void positionsAreStepsOrEpochsWithTheirFraction() {
        assertEquals(25.0, at(25, 10).position(Moment.Unit.STEP));
        assertEquals(2.5, at(25, 10).position(Moment.Unit.EPOCH));
        assertEquals(3.0, at(3, 0).position(Moment.Unit.EPOCH));
    }

    @Test
    void lengthsAreStepsOrEpochs() {
        assertEquals(50.0, at(25, 10).length(Moment.Unit.STEP));
        assertEquals(5.0, at(25, 10).length(Moment.Unit.EPOCH));
    }

    private static Moment at(long step, long stepsPerEpoch) {
        return new Moment() {
            @Override
            public long step() {
                return step;
            }

            @Override
            public int epoch() {
                return (int) (step / Math.max(1, stepsPerEpoch));
            }

            @Override
            public long stepsPerEpoch() {
                return stepsPerEpoch;
            }

            @Override
            public int epochs() {
                return 5;
            }

            @Override
            public List<Double> history(String metric) {
                return List.of();
            }
        };
    }
}

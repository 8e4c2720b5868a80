package org.fascicle.schedule.warmup;

import java.util.List;

import org.fascicle.api.metric.Direction;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Warm-up in front of any other schedule: straight from an initial value to the first value of the schedule, which begins
 * when the warm-up ends; a number is one that stays. For it the run is as much shorter; it sees the whole history of the metrics. Goyal et al., 2017,
 * arXiv:1706.02677; as in Keras's CosineDecay.
 */
@Technique(value = "warmup",
        description = "Linear warm-up in front of any other schedule.",
        formula = "initial + (schedule(0) - initial) t / over where t < over, then schedule(t - over)",
        source = "Goyal, Dollár, Girshick et al., 2017, arXiv:1706.02677")
public record Warmup(
        Schedule schedule,
        @Range("(0,inf)") double over,
        @Default("0.0") @Range("(-inf,inf)") double initial,
        @Default("epoch") Moment.Unit unit) implements Schedule {

    @Override
    public double at(Moment moment) {
        double position = moment.position(unit);
        double value = schedule.at(new Later(moment, steps(moment)));
        return position < over ? initial + (value - initial) * position / over : value;
    }

    /** How long it takes, in steps; a whole number is one to the last bit, so that stairs are where they should be. */
    private double steps(Moment moment) {
        double steps = over * (unit == Moment.Unit.EPOCH ? Math.max(1, moment.stepsPerEpoch()) : 1);
        return Math.abs(steps - Math.rint(steps)) < 1e-9 * steps ? Math.rint(steps) : steps;
    }

    /** A moment of a run that began some steps later, whatever part of an epoch or step that is. */
    private record Later(Moment moment, double begun) implements Moment {
        @Override
        public long step() {
            return (long) position(Unit.STEP);
        }

        @Override
        public int epoch() {
            return (int) position(Unit.EPOCH);
        }

        @Override
        public long stepsPerEpoch() {
            return Math.max(1, moment.stepsPerEpoch());
        }

        @Override
        public int epochs() {
            return (int) Math.ceil(length(Unit.EPOCH));
        }

        @Override
        public double position(Unit unit) {
            double steps = Math.max(0, moment.position(Unit.STEP) - begun);
            return unit == Unit.STEP ? steps : steps / stepsPerEpoch();
        }

        @Override
        public double length(Unit unit) {
            double steps = Math.max(1, moment.length(Unit.STEP) - begun);
            return unit == Unit.STEP ? steps : steps / stepsPerEpoch();
        }

        @Override
        public List<Double> history(String metric) {
            return moment.history(metric);
        }

        @Override
        public Direction direction(String metric) {
            return moment.direction(metric);
        }
    }
}

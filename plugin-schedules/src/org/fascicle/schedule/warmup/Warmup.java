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
 * when the warm-up ends. For it the run is as much shorter; it sees the whole history of the metrics. Goyal et al., 2017,
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
        long steps = Math.round(over * (unit == Moment.Unit.EPOCH ? moment.stepsPerEpoch() : 1));
        double value = schedule.at(new Later(moment, Math.max(0, moment.step() - steps), steps));
        return position < over ? initial + (value - initial) * position / over : value;
    }

    /** A moment of a run that began some steps later. */
    private record Later(Moment moment, long step, long begun) implements Moment {
        @Override
        public int epoch() {
            return (int) (step / stepsPerEpoch());
        }

        @Override
        public long stepsPerEpoch() {
            return Math.max(1, moment.stepsPerEpoch());
        }

        @Override
        public int epochs() {
            return Math.max(1, (int) (moment.epochs() - begun / stepsPerEpoch()));
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

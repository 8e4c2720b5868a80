package org.fascicle.schedule.performance;

import static org.fascicle.api.expr.Expressions.require;

import java.util.List;
import java.util.Set;

import org.fascicle.api.metric.Direction;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Alias;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Performance schedule (reduce on plateau): multiplied by a factor when a metric has not improved by {@code minDelta} for
 * {@code patience} epochs, down to a minimum. It looks at the whole history each time, and so has no state. Customary;
 * Keras's ReduceLROnPlateau; with mode auto the metric itself says whether more is better.
 */
@Technique(value = "performance", aliases = "ReduceLROnPlateau",
        description = "Performance schedule (reduce on plateau): multiplied by a factor when a metric stops improving.",
        formula = "value := max(factor value, minimum) after patience epochs without improvement, counted anew after "
                + "each, and not for cooldown epochs after it",
        source = "Customary; Keras ReduceLROnPlateau")
public record Performance(
        @Range("(-inf,inf)") @Alias("initial_learning_rate") double initial,
        @Default("val_loss") String monitor,
        @Default("0.1") @Range("(0,1)") double factor,
        @Default("10") @Range("[1,inf)") int patience,
        @Default("auto") Mode mode,
        @Default("1e-4") @Range("[0,inf)") double minDelta,
        @Default("0") @Range("[0,inf)") int cooldown,
        @Default("0.0") @Range("(-inf,inf)") @Alias("min_lr") double minimum) implements Schedule {

    /** Whether less is better, or more. */
    public enum Mode { AUTO, MIN, MAX }

    @Override
    public double at(Moment moment) {
        List<Double> history = moment.history(monitor);
        int elsewhere = elsewhere(moment);
        // The loss is always there once an epoch has ended; in a measurement none ever does.
        require(!history.isEmpty() || moment.history("loss").size() == elsewhere, "there is no '" + monitor + "' to monitor");
        double sign = direction(moment) == Direction.UP ? -1 : 1;
        double best = Double.POSITIVE_INFINITY;
        double value = initial;
        int waited = 0;
        int resting = 0;
        for (double each : history.subList(Math.min(elsewhere, history.size()), history.size())) {
            resting = Math.max(0, resting - 1);
            boolean better = sign * each < best - minDelta;
            best = better ? sign * each : best;
            waited = better || resting > 0 ? 0 : waited + 1;
            if (waited >= patience) {
                value = Math.max(value * factor, Math.min(value, minimum));
                resting = cooldown;
                waited = 0;
            }
        }
        return value;
    }

    @Override
    public Set<String> monitors() {
        return Set.of(monitor);
    }

    /** The epochs that another system made, whose loss nobody knows: in these nobody waited. */
    private static int elsewhere(Moment moment) {
        List<Double> loss = moment.history("loss");
        int made = 0;
        while (made < loss.size() && Double.isNaN(loss.get(made))) {
            made++;
        }
        return made;
    }

    private Direction direction(Moment moment) {
        Direction direction = mode == Mode.AUTO ? moment.direction(monitor) : mode == Mode.MAX ? Direction.UP : Direction.DOWN;
        require(direction != Direction.NONE,
                "'" + monitor + "' is no metric that says whether more or less is better: give \"mode\""
                        + " as \"max\" or \"min\"");
        return direction;
    }
}

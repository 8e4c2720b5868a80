package org.fascicle.schedule.cyclic;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Cyclic schedule: up from the minimum to the maximum and down again, in straight lines of {@code half} epochs or steps
 * each; triangular2 halves the height with each cycle, exp_range shrinks it by {@code gamma} with each unit of time.
 * Smith, 2015, arXiv:1506.01186.
 */
@Technique(value = "cyclic",
        description = "Cyclic schedule: up and down between two values in straight lines.",
        formula = "minimum + (maximum - minimum) h max(0, 1 - |t / half - 2 c + 1|), c = floor(1 + t / (2 half)); h = 1, "
                + "or 1 / 2^(c - 1), or gamma^t",
        source = "Smith, 2015, arXiv:1506.01186")
public record Cyclic(
        @Range("(-inf,inf)") double minimum,
        @Range("(-inf,inf)") double maximum,
        @Range("(0,inf)") double half,
        @Default("triangular") Mode mode,
        @Default("1.0") @Range("(0,inf)") double gamma,
        @Default("epoch") Moment.Unit unit) implements Schedule {

    /** How the height of the cycles changes. */
    public enum Mode { TRIANGULAR, TRIANGULAR2, EXP_RANGE }

    @Override
    public double at(Moment moment) {
        double position = moment.position(unit);
        double cycle = Math.floor(1 + position / (2 * half));
        double share = Math.max(0, 1 - Math.abs(position / half - 2 * cycle + 1));
        return minimum + (maximum - minimum) * share * switch (mode) {
            case TRIANGULAR -> 1;
            case TRIANGULAR2 -> Math.pow(0.5, cycle - 1);
            case EXP_RANGE -> Math.pow(gamma, position);
        };
    }
}

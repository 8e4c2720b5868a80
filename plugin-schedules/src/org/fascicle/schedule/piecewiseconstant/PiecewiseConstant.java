package org.fascicle.schedule.piecewiseconstant;

import static org.fascicle.api.expr.Expressions.require;

import java.util.List;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Piecewise constant schedule: the first value before the first boundary, then, from each boundary on, the next one. With
 * boundaries 5, 15 in epochs, five epochs have the first value and ten the second. (Keras takes the next value one step
 * later.)
 */
@Technique(value = "piecewise_constant",
        description = "Piecewise constant schedule: one value for some epochs or steps, then the next.",
        formula = "values[i], i the number of boundaries <= t, t in epochs or steps",
        source = "Customary; Keras PiecewiseConstantDecay, PyTorch MultiStepLR")
public record PiecewiseConstant(
        @Range("[0,inf)") List<Double> boundaries,
        @Range("(-inf,inf)") List<Double> values,
        @Default("epoch") Moment.Unit unit) implements Schedule {

    public PiecewiseConstant {
        require(values.size() == boundaries.size() + 1, "values must be one more than boundaries: " + values.size()
                + " values, " + boundaries.size() + " boundaries");
        for (int i = 1; i < boundaries.size(); i++) {
            require(boundaries.get(i) > boundaries.get(i - 1), "boundaries must increase: " + boundaries);
        }
        boundaries = List.copyOf(boundaries);
        values = List.copyOf(values);
    }

    @Override
    public double at(Moment moment) {
        double position = moment.position(unit);
        return values.get((int) boundaries.stream().filter(boundary -> boundary <= position).count());
    }
}

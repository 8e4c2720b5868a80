package org.fascicle.schedule.piecewiseconstant;

import static org.fascicle.api.expr.Expressions.require;

import java.util.List;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultUnder;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Piecewise constant schedule: the first value up to the first boundary, then, after each boundary, the next one. As in Keras,
 * the step at a boundary has the old value still: with the boundary 5 in epochs, that is the first step of the sixth epoch.
 * Keras counts steps: the unit is {@code step} for who writes its name {@code PiecewiseConstantDecay}, and epochs otherwise.
 */
@Technique(value = "piecewise_constant", aliases = "PiecewiseConstantDecay",
        description = "Piecewise constant schedule: one value for some epochs or steps, then the next.",
        formula = "values[i], i the number of boundaries < t, t in epochs or steps",
        source = "Customary; Keras PiecewiseConstantDecay, PyTorch MultiStepLR")
public record PiecewiseConstant(
        @Range("[0,inf)") List<Double> boundaries,
        @Range("(-inf,inf)") List<Double> values,
        @Default("epoch") @DefaultUnder(names = {
            "PiecewiseConstantDecay"}, value = "step") Moment.Unit unit)
        implements Schedule{

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
        return values.get((int) boundaries.stream().filter(boundary -> boundary < position).count());
    }
}

package org.fascicle.schedule.step;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/** Step schedule: multiplied by a factor at once, every so many epochs or steps. Customary; PyTorch's StepLR. */
@Technique(value = "step",
        description = "Step schedule: multiplied by a factor at once, every so many epochs or steps.",
        formula = "initial factor^floor(t / every), t in epochs or steps",
        source = "Customary; PyTorch StepLR")
public record Step(
        @Range("(-inf,inf)") double initial,
        @Default("0.1") @Range("(0,inf)") double factor,
        @Range("(0,inf)") double every,
        @Default("epoch") Moment.Unit unit) implements Schedule {

    @Override
    public double at(Moment moment) {
        return initial * Math.pow(factor, Math.floor(moment.position(unit) / every));
    }
}

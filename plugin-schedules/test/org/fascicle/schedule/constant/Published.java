package org.fascicle.schedule.constant;

import org.fascicle.schedule.PublishedCurves;

/** From the customary formula; optax constant_schedule. */
public final class Published extends PublishedCurves {
    @Override
    protected void curves() {
        compare(new Constant(0.3), n -> 0.3);
    }
}

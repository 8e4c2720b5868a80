package org.fascicle.core.training;

import org.fascicle.core.model.NumberSpec;
import org.fascicle.core.model.TechniqueSpec;

/** By what a parameter is updated. Immutable; holds no technique. */
final class UpdateRule {
    private final TechniqueSpec optimizer;
    private final String shared;
    private final boolean own;
    private final NumberSpec multiplier;
    private final NumberSpec decay;
    private final String decayTold;

    /**
     * A rule.
     *
     * @param optimizer with all options that hold for the parameter
     * @param shared the folder of what it keeps once for all parameters
     * @param own whether it is not the model's optimizer, but its group's own
     * @param multiplier of the learning rate, or null
     * @param decay of the weights around the optimizer, or null
     * @param decayTold what is said of the decay, whether around the optimizer or of its own; or null
     */
    UpdateRule(TechniqueSpec optimizer, String shared, boolean own, NumberSpec multiplier, NumberSpec decay,
            String decayTold) {
        this.optimizer = optimizer;
        this.shared = shared;
        this.own = own;
        this.multiplier = multiplier;
        this.decay = decay;
        this.decayTold = decayTold;
    }

    TechniqueSpec optimizer() {
        return optimizer;
    }

    String shared() {
        return shared;
    }

    /** Whether the learning rate is the optimizer's own, and not the one that is reported. */
    boolean hasOwnRate() {
        return own;
    }

    NumberSpec multiplier() {
        return multiplier;
    }

    NumberSpec decay() {
        return decay;
    }

    /** For people: {@code adam, learning rate x 0.1, weight decay 0.004}. */
    @Override
    public String toString() {
        return optimizer.name() + (multiplier == null ? "" : ", learning rate x " + multiplier)
                + (decayTold == null ? "" : ", weight decay " + decayTold);
    }
}

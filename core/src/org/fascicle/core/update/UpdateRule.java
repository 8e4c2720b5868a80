package org.fascicle.core.update;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.fascicle.core.model.NumberSpec;
import org.fascicle.core.model.TechniqueSpec;
import org.jspecify.annotations.Nullable;

/** What updates a parameter. Immutable; holds no technique. */
final class UpdateRule {
    private final TechniqueSpec optimizer;
    private final String shared;
    private final boolean own;
    private final @Nullable NumberSpec multiplier;
    private final List<@Nullable TechniqueSpec> techniques;
    private final List<String> notes;

    /**
     * A rule.
     *
     * @param optimizer with all options that hold for the parameter
     * @param shared the folder of what it keeps once for all parameters
     * @param own whether it is not the model's optimizer, but its group's own
     * @param multiplier of the learning rate, or null
     * @param techniques one for each that the model has around the optimizer; null for those that are not for the parameter
     * @param notes what is said of options that are not the same for all parameters
     */
    UpdateRule(TechniqueSpec optimizer, String shared, boolean own, @Nullable NumberSpec multiplier,
            List<@Nullable TechniqueSpec> techniques, List<String> notes) {
        this.optimizer = optimizer;
        this.shared = shared;
        this.own = own;
        this.multiplier = multiplier;
        this.techniques = Collections.unmodifiableList(new ArrayList<>(techniques));
        this.notes = List.copyOf(notes);
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

    @Nullable
    NumberSpec multiplier() {
        return multiplier;
    }

    /** A technique around the optimizer, with the options that hold for the parameter; null if it is not for it. */
    @Nullable
    TechniqueSpec technique(int link) {
        return techniques.get(link);
    }

    /** For people: the optimizer's name, and {@code learning rate x 0.1, weight decay 0.004}. */
    @Override
    public String toString() {
        return optimizer.name() + (multiplier == null ? "" : ", learning rate x " + multiplier)
                + (notes.isEmpty() ? "" : ", " + String.join(", ", notes));
    }
}

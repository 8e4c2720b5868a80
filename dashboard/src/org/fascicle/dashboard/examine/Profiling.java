package org.fascicle.dashboard.examine;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.measure.ProfileResult;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.dashboard.run.Subject;

/** Measures the parts of a training step. Safe for any thread. */
public final class Profiling {
    private static final double SECONDS = 3;

    private final Fascicle fascicle;
    private final Measurement measurement;

    /** With what measures. */
    public Profiling(Fascicle fascicle, Measurement measurement) {
        this.fascicle = fascicle;
        this.measurement = measurement;
    }

    /** Measures a network; one that is being trained stays as it is, and another of its definition is measured. */
    public ProfileResult profile(Subject subject) {
        return subject.look(model -> {
            Data data = fascicle.data(model);
            if (!subject.isLive()) {
                return measurement.profile(model, data, 0, SECONDS);
            }
            try (Model other = fascicle.create(Definition.text(model.json(), subject.name()), data,
                    Settings.defaults().backend(model.backend()))) {
                return measurement.profile(other, data, 0, SECONDS);
            }
        });
    }
}

package org.fascicle.tck.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.watch.Health;

/** A watch measures something of a small network, in each step and on every backend, and changes no number of its training. */
final class WatchCheck extends Check {
    private static final int STEPS = 3;

    WatchCheck() {
        super("watch");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind == Kind.WATCH;
    }

    @Override
    public void run(Trial trial) {
        String text = new Models(trial).text(trial.options());
        Runs runs = new Runs(trial);
        for (Backend backend : trial.backends()) {
            List<Health> measured = Collections.synchronizedList(new ArrayList<>());
            Map<String, double[]> watched = runs.watched(text, Models.write(new Models(trial).technique(trial.options())),
                    backend, STEPS, measured);
            Runs.same(runs.train(text, backend, STEPS), watched, "a training that is watched on " + backend.name()
                    + " is not the same as one that is not");
            Unmet.require(measured.size() == STEPS, "measured " + measured.size() + " times in " + STEPS + " steps");
            for (Health health : measured) {
                Unmet.require(!health.measures().isEmpty(), "measures nothing of a small network");
                for (Health.Measure measure : health.measures()) {
                    for (double value : measure.values()) {
                        Unmet.require(Double.isFinite(value), measure + " of a small network is not finite");
                    }
                }
            }
        }
    }
}

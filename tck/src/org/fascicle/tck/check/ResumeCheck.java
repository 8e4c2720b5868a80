package org.fascicle.tck.check;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.technique.Kind;

/**
 * Three steps, saved, restored, and three more are six steps, to the bit, on every backend: all state is in states and
 * slots.
 */
final class ResumeCheck extends Check {
    private static final int CUT = 3;
    private static final int STEPS = 6;

    ResumeCheck() {
        super("resume");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind.isOfModels();
    }

    @Override
    public void run(Trial trial) {
        String text = new Models(trial).text(trial.options());
        Runs runs = new Runs(trial);
        // Data are read alike for all backends.
        for (Backend backend : trial.kind() == Kind.DATA ? trial.backends().subList(0, 1) : trial.backends()) {
            Runs.same(runs.train(text, backend, STEPS), runs.resumed(text, backend, CUT, STEPS), CUT
                    + " steps, saved, restored, and " + (STEPS - CUT) + " more are not " + STEPS + " steps on " + backend.name());
        }
    }
}

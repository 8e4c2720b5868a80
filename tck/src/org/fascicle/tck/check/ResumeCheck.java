package org.fascicle.tck.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.model.Settings;
import org.fascicle.api.network.Network;
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
        return true;
    }

    @Override
    public void run(Trial trial) {
        String text = new Models(trial).text(trial.options());
        Path archive = trial.folder().resolve("cut.fascicle");
        // Data are read alike for all backends.
        for (Backend backend : trial.kind() == Kind.DATA ? trial.backends().subList(0, 1) : trial.backends()) {
            Settings settings = Settings.defaults().backend(backend.name());
            Map<String, double[]> whole;
            try (Network first = trial.networks().read(text, Models.SOURCE, settings)) {
                Runs.until(first, CUT);
                first.save(archive);
                Runs.until(first, STEPS);
                whole = Runs.tensors(first);
            }
            try (Network second = trial.networks().restore(archive, settings)) {
                Runs.until(second, STEPS);
                Runs.same(whole, Runs.tensors(second), CUT + " steps, saved, restored, and " + (STEPS - CUT)
                        + " more are not " + STEPS + " steps on " + backend.name());
            }
        }
        delete(archive);
    }

    private static void delete(Path archive) {
        try {
            Files.delete(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

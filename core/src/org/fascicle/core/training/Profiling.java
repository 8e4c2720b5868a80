package org.fascicle.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Profile;
import org.fascicle.api.measure.BenchmarkResult;
import org.fascicle.api.measure.ProfileResult;
import org.fascicle.api.problem.InputException;

/** Measures where the time of a trainer's steps goes. */
public final class Profiling {
    private static final int LEAST = 5;
    private static final int MOST = 10_000;

    private Profiling() {}

    /**
     * Measures parts for half of the time, after the steps were measured as wholes.
     *
     * @param trainer makes the steps
     * @param backend runs them
     * @param benchmark the steps as wholes
     * @param seconds about how long
     * @throws InputException if the backend cannot measure parts
     */
    public static ProfileResult run(Trainer trainer, Backend backend, BenchmarkResult benchmark, double seconds) {
        long end = System.nanoTime() + (long) (seconds / 2 * 1e9);
        List<Profile> profiles = new ArrayList<>();
        while (profiles.size() < LEAST || profiles.size() < MOST && System.nanoTime() < end) {
            profiles.add(trainer.profile().orElseThrow(() -> refusal(backend)));
        }
        Attainable attainable = new Attainable(backend);
        Profile named = trainer.origins().named(median(profiles));
        return ProfileResult.of(benchmark, named, attainable.bytesPerSecond(), attainable.operationsPerSecond());
    }

    /** Refuses a backend that cannot measure, before a long measurement has been made. */
    public static void require(Trainer trainer, Backend backend) {
        if (trainer.profile().isEmpty()) {
            throw refusal(backend);
        }
    }

    private static InputException refusal(Backend backend) {
        return new InputException(null, null, "the backend '" + backend.name() + "' does not measure the parts of a step",
                "Take another backend, or measure without a profile");
    }

    private static Profile median(List<Profile> profiles) {
        List<Profile.Part> parts = new ArrayList<>();
        for (int i = 0; i < profiles.get(0).parts().size(); i++) {
            int at = i;
            double[] nanos = profiles.stream().mapToDouble(profile -> profile.parts().get(at).nanos()).sorted().toArray();
            parts.add(profiles.get(0).parts().get(i).nanos(nanos[nanos.length / 2]));
        }
        return Profile.of(parts);
    }
}

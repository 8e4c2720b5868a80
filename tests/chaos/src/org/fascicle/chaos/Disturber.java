package org.fascicle.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Disturbs trainings and their installation, as its random numbers say. */
final class Disturber {
    private static final int PAUSE_MILLIS = 700;

    private final Site site;
    private final Journal journal;
    private final List<Trainee> trainees;
    private final Random random;
    private long next;

    Disturber(Site site, Journal journal, List<Trainee> trainees, Random random) {
        this.site = site;
        this.journal = journal;
        this.trainees = trainees;
        this.random = random;
    }

    /** Does something, if it is time to. */
    void disturb() throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        if (now >= next) {
            Disturbance kind = choose();
            if (does(kind)) {
                journal.count(kind);
            }
            next = now + random.nextInt(PAUSE_MILLIS);
        }
    }

    private Disturbance choose() {
        int sum = 0;
        for (Disturbance kind : Disturbance.values()) {
            sum += kind.weight;
        }
        int drawn = random.nextInt(sum);
        for (Disturbance kind : Disturbance.values()) {
            drawn -= kind.weight;
            if (drawn < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("no disturbance has a weight");
    }

    /** Says whether there was anything to do it to. */
    private boolean does(Disturbance kind) throws IOException, InterruptedException {
        Trainee trainee = trainees.get(random.nextInt(trainees.size()));
        switch (kind) {
            case KILL:
                if (trainee.isTraining()) {
                    trainee.kill();
                    return true;
                }
                return false;
            case TERMINATE:
                if (trainee.isTraining()) {
                    trainee.terminate();
                    return true;
                }
                return false;
            default:
                return false;
        }
    }

    /** Ends what is not at its end, and leaves an installation with which the trainings can go on. */
    void settle() throws IOException, InterruptedException {
        for (Trainee trainee : trainees) {
            if (!site.has(trainee.bundle)) {
                site.succeeds(List.of("install", site.original(trainee.bundle).toString()), 30_000);
            }
        }
    }
}

package org.fascicle.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Two networks train at the same time, and are disturbed at random. In the end each is left alone, and must be what it would have been. */
final class Campaign {
    private static final String SOFTSIGN = "com.example.activation.softsign";
    private static final String SIGNUM = "com.example.optimizer.signum";
    private static final String DIGITS =
            "{ \"fascicle\": 1, \"data\": { \"digits\": { \"validation\": 300 } }, \"network\": [ %s ], "
                    + "\"loss\": \"sparse_categorical_crossentropy\", \"metrics\": [ \"accuracy\" ], \"optimizer\": %s, "
                    + "\"training\": { \"epochs\": %d, \"batch_size\": 40, \"seed\": %d } }";
    private static final long COMMAND_MILLIS = 30_000;
    private static final long ALONE_MILLIS = 240_000;
    private static final long TICK_MILLIS = 50;

    private final Site site;
    private final Journal journal;
    private final List<Trainee> trainees;
    private final Disturber disturber;

    Campaign(Site site, Journal journal, long seed) throws IOException {
        this.site = site;
        this.journal = journal;
        Random random = new Random(seed);
        trainees = List.of(
                new Trainee("dropout", String.format(DIGITS,
                        "{ \"flatten\": {} }, { \"dense\": { \"units\": 16, \"activation\": \"com.example:softsign\" } }, "
                                + "{ \"dropout\": { \"rate\": 0.1 } }, { \"dense\": { \"units\": 10, \"activation\": \"softmax\" } }",
                        "{ \"adam\": { \"learning_rate\": 0.002 } }", 120, random.nextInt(1000)),
                        "jit", SOFTSIGN, site, journal, random),
                new Trainee("signs", String.format(DIGITS,
                        "{ \"flatten\": {} }, { \"dense\": { \"units\": 12, \"activation\": \"elu\" } }, "
                                + "{ \"batch_normalization\": {} }, { \"dense\": { \"units\": 10, \"activation\": \"softmax\" } }",
                        "{ \"com.example:signum\": { \"learning_rate\": { \"exponential\": { \"initial\": 0.002, \"factor\": 0.5, "
                                + "\"every\": 40 } } } }",
                        120, random.nextInt(1000)), "reference", SIGNUM, site, journal, random));
        disturber = new Disturber(site, journal, trainees, random);
    }

    void run(long millis) throws IOException, InterruptedException {
        // It extends a backend, which could not be uninstalled before it.
        if (!site.succeeds(List.of("uninstall", "fascicle.gemm.onednn"), ALONE_MILLIS)) {
            return;
        }
        for (Trainee trainee : trainees) {
            if (!site.succeeds(List.of("install", site.original(trainee.bundle).toString()), ALONE_MILLIS)) {
                return;
            }
            trainee.train(ALONE_MILLIS);
        }
        long end = System.currentTimeMillis() + millis;
        while (System.currentTimeMillis() < end) {
            disturber.disturb();
            for (Trainee trainee : trainees) {
                trainee.tend(true);
            }
            Thread.sleep(TICK_MILLIS);
        }
        disturber.settle();
        leaveAlone();
        site.succeeds(List.of("techniques"), COMMAND_MILLIS);
        for (Path jar : site.unlisted()) {
            journal.failure(jar + " lies in the folder of plug-ins, and is not installed after a start");
        }
    }

    private void leaveAlone() throws IOException, InterruptedException {
        long end = System.currentTimeMillis() + ALONE_MILLIS;
        List<Trainee> training = new ArrayList<>(trainees);
        while (!training.isEmpty()) {
            for (Trainee trainee : trainees) {
                if (training.contains(trainee) && trainee.tend(false)) {
                    training.remove(trainee);
                }
            }
            if (System.currentTimeMillis() > end) {
                journal.failure(training + " left alone: not at the end within " + ALONE_MILLIS / 1000 + " s");
                return;
            }
            Thread.sleep(TICK_MILLIS);
        }
    }
}

package org.fascicle.chaos;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The fault campaign, as {@code ./build chaos} starts it: {@code FOLDER TECHNIQUES MINUTES SEED}. FOLDER has an installation as a user
 * has one, and the script that starts it; TECHNIQUES has the bundles of a third party.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 4) {
            System.err.println("usage: java " + Main.class.getName() + " FOLDER TECHNIQUES MINUTES SEED");
            System.exit(2);
        }
        long seed = Long.parseLong(args[3]);
        Journal journal = new Journal(seed);
        System.out.printf(Locale.ROOT, "chaos: seed %d, %s min%n", seed, args[2]);
        try (Site site = new Site(Path.of(args[0]), Path.of(args[1]), journal)) {
            new Campaign(site, journal, seed).run((long) (Double.parseDouble(args[2]) * 60_000));
        }
        System.out.println(journal.closing());
        System.exit(journal.failures() == 0 ? 0 : 1);
    }
}

package org.fascicle.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The fault campaign of tests/chaos, on an installation of its own. */
final class Chaos {
    private static final String MAIN = "org.fascicle.chaos.Main";
    /** What a campaign takes before its first disturbance and after its last one. */
    private static final long MORE_MINUTES = 20;

    private final Modules modules;

    Chaos(Modules modules) {
        this.modules = modules;
    }

    String run(double minutes, long seed) throws Exception {
        Module tests = modules.get("tests");
        Path folder = tests.generated.resolve("chaos");
        Trees.delete(folder);
        new Export(modules).run(folder.resolve("app/generated/fascicle"));
        Files.copy(modules.root.resolve("fascicle"), folder.resolve("fascicle"), StandardCopyOption.COPY_ATTRIBUTES);
        Integer exit = new Forked(folder).args("-Xmx256m", "-cp", tests.bin.toString(), MAIN, folder.toString(),
                tests.generated.toString(), String.valueOf(minutes), String.valueOf(seed)).run((long) minutes + MORE_MINUTES);
        if (exit == null) {
            throw new BuildFailure("chaos: the campaign did not end within %d minutes more than it was given", MORE_MINUTES);
        } else if (exit != 0) {
            throw new BuildFailure("chaos: the campaign found failures; --seed %d draws the same random numbers", seed);
        }
        return "seed " + seed;
    }
}

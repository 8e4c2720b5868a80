package org.fascicle.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** What is typed into the shell in which a training runs: commands of the framework, past the installer. */
final class Keyboard {
    /** Gogo has listed the bundles by then. */
    private static final int LIST_MILLIS = 500;
    private static final int AWAY_MILLIS = 3_000;

    private final Later later;
    private final Commands commands;
    private final Random random;

    Keyboard(Later later, Commands commands, Random random) {
        this.later = later;
        this.commands = commands;
        this.random = random;
    }

    /** Stops a bundle, and starts it after a while. */
    void stop(Trainee trainee, String bundle) {
        int away = random.nextInt(AWAY_MILLIS);
        trainee.lacks(LIST_MILLIS + away);
        each(trainee, bundle, "stop", (shell, number) -> later.in(away, () -> shell.type("felix:start " + number)));
    }

    /** Refreshes a bundle: the framework stops and starts it, and whatever is wired to it. */
    void refresh(Trainee trainee, String bundle) {
        trainee.lacks(LIST_MILLIS);
        each(trainee, bundle, "refresh", (shell, number) -> {});
    }

    /** Uninstalls a bundle, and installs another version of it after a while. */
    void uninstall(Trainee trainee, String bundle) {
        int away = random.nextInt(AWAY_MILLIS);
        trainee.lacks(2 * LIST_MILLIS + away);
        each(trainee, bundle, "uninstall", (shell, number) -> {});
        Run shell = trainee.shell();
        later.in(LIST_MILLIS + away, () -> commands.type("install", bundle, shell));
    }

    private interface Then {
        void apply(Run shell, String number) throws IOException;
    }

    private void each(Trainee trainee, String bundle, String command, Then then) {
        Run shell = trainee.shell();
        shell.type("felix:lb -s");
        later.in(LIST_MILLIS, () -> {
            List<String> numbers = shell.numbers(bundle);
            for (String number : numbers) {
                shell.type("felix:" + command + " " + number);
                then.apply(shell, number);
            }
        });
    }
}

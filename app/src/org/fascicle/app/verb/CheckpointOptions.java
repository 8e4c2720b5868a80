package org.fascicle.app.verb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where and when a training saves itself. */
final class CheckpointOptions {
    private static final Pattern INTERVAL = Pattern.compile("([1-9][0-9]{0,8})\\s*(steps?|epochs?|s|m|h)");

    @Option(names = "--checkpoint", paramLabel = "FOLDER", description = "Save the training here as it goes on: step-N.fasc, "
            + "last.fasc and best.fasc. --resume takes the folder.")
    private @Nullable Path folder;

    @Option(names = "--checkpoint-every", paramLabel = "INTERVAL",
            description = "When: 500steps, 2epochs, 30s, 5m or 1h; the default is 1epoch. Given twice, whichever comes first.")
    private List<String> every = new ArrayList<>();

    @Option(names = "--keep", paramLabel = "N", description = "How many of the newest checkpoints are kept; the default is 3.")
    private @Nullable Integer kept;

    @Option(names = "--monitor", paramLabel = "METRIC", description = "What says which epoch is the best, such as val_accuracy; "
            + "the default is what early stopping watches, else val_loss, else loss.")
    private @Nullable String monitor;

    /** The checkpoints that they ask for; null for none. */
    @Nullable
    Checkpoints checkpoints(Console console) {
        if (folder == null) {
            String given =
                    !every.isEmpty() ? "--checkpoint-every" : kept != null ? "--keep" : monitor != null ? "--monitor" : null;
            if (given != null) {
                throw new InputException(given, null, "says nothing about checkpoints when there are none",
                        "Name a folder for them with --checkpoint.");
            }
            return null;
        }
        Checkpoints checkpoints = Checkpoints.in(console.resolve(folder));
        for (String interval : every) {
            checkpoints = with(checkpoints, interval);
        }
        checkpoints = kept == null ? checkpoints : checkpoints.keep(kept);
        return monitor == null ? checkpoints : checkpoints.monitor(monitor);
    }

    private static Checkpoints with(Checkpoints checkpoints, String interval) {
        Matcher matcher = INTERVAL.matcher(interval.strip());
        if (!matcher.matches()) {
            throw new InputException("--checkpoint-every " + interval, null, "is no interval",
                    "Write for example 500steps, 2epochs, 30s, 5m or 1h.");
        }
        int number = Integer.parseInt(matcher.group(1));
        switch (matcher.group(2)) {
            case "s":
                return checkpoints.every(Duration.ofSeconds(number));
            case "m":
                return checkpoints.every(Duration.ofMinutes(number));
            case "h":
                return checkpoints.every(Duration.ofHours(number));
            default:
                return matcher.group(2).startsWith("step") ? checkpoints.everySteps(number) : checkpoints.everyEpochs(number);
        }
    }
}

package org.fascicle.app.compare;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a comparison: what is compared, and a file for each run that has ended, so that the same comparison goes on from there. Each
 * file is written beside its place, synced, and renamed. Safe for several threads, each with a run of its own.
 */
final class RunFolder {
    private static final String PLAN = "comparison.json";

    private final String name;
    private final Path folder;
    private final Path runs;

    /**
     * A folder.
     *
     * @param name how the user named it, for messages
     */
    RunFolder(String name, Path folder) {
        this.name = name;
        this.folder = folder;
        this.runs = folder.resolve("runs");
    }

    /**
     * Begins a comparison in it, or goes on with the same one.
     *
     * @param plan all that its numbers follow from
     * @throws InputException if the folder is that of another one, or cannot be written to
     */
    void begin(Map<String, Object> plan) {
        try {
            Files.createDirectories(runs);
        } catch (IOException e) {
            throw new InputException("--out " + name, null, "the folder cannot be made: " + e, null);
        }
        Path file = folder.resolve(PLAN);
        String wanted = JsonValues.write(plan);
        String before = read(file);
        if (before == null) {
            write(file, wanted);
        } else if (!before.equals(wanted)) {
            throw new InputException("--out " + name, null,
                    "the folder is that of another comparison: " + difference(before, plan)
                            + " differ",
                    "Name another folder, or remove this one");
        }
    }

    /** What came of a run; null if it has not ended yet. */
    @Nullable
    Outcome outcome(Run run) {
        Path file = runs.resolve(run.file());
        String text = read(file);
        try {
            return text == null ? null : Outcome.of((Map<?, ?>) Objects.requireNonNull(JsonValues.read(text)));
        } catch (IOException | RuntimeException e) {
            throw new InputException(file.toString(), null, "the file is not what a comparison writes: " + e.getMessage(),
                    "Remove it: the run is made again");
        }
    }

    /** Keeps what came of a run. */
    void write(Run run, Outcome outcome) {
        write(runs.resolve(run.file()), JsonValues.write(outcome.values()));
    }

    private static String difference(String before, Map<String, Object> plan) {
        try {
            if (JsonValues.read(before) instanceof Map<?, ?> other) {
                for (Map.Entry<String, Object> entry : plan.entrySet()) {
                    if (!JsonValues.write(entry.getValue()).equals(JsonValues.write(other.get(entry.getKey())))) {
                        return "its " + entry.getKey();
                    }
                }
            }
        } catch (IOException e) {
            // Then all of it differs.
        }
        return "its contents";
    }

    private static @Nullable String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new InputException(file.toString(), null, "the file cannot be read: " + e, null);
        }
    }

    private static void write(Path file, String text) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StateException(file + " cannot be written: " + e, e);
        }
    }
}

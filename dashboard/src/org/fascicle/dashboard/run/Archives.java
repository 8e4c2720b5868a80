package org.fascicle.dashboard.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.History;

/** Trainings of before: the archives of a folder and of the folders in it. Safe for any thread. */
public final class Archives {
    private static final int DEPTH = 2;
    private static final int MOST = 200;
    private static final String END = ".fasc";

    private final Path folder;
    private final Fascicle fascicle;
    private final Map<Path, Known> known = new HashMap<>();

    private record Known(Object stamp, History history) {}

    /** The archives of a folder. */
    public Archives(Path folder, Fascicle fascicle) {
        this.folder = folder;
        this.fascicle = fascicle;
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** Names below the folder, in order: at most {@value #MOST}. */
    public List<String> names() {
        return files().stream().map(file -> folder.relativize(file).toString()).toList();
    }

    private List<Path> files() {
        try (Stream<Path> walk = Files.walk(folder, DEPTH)) {
            return walk.filter(file -> file.getFileName().toString().endsWith(END) && Files.isRegularFile(file)).sorted()
                    .limit(MOST)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new InputException(folder.toString(), null, "the folder cannot be read: " + e.getMessage(), null);
        }
    }

    // Compared with what there is, and never resolved: no name leads out of the folder.
    private Optional<Path> file(String name) {
        return files().stream().filter(file -> folder.relativize(file).toString().equals(name)).findFirst();
    }

    /** Loss and metrics of an archive's training; empty if there is no such archive. */
    public Optional<Curves> curves(String name) {
        return file(name).map(file -> {
            History history = history(file);
            Curves curves = new Curves();
            history.values().forEach((metric, values) -> {
                for (int i = 0; i < values.size(); i++) {
                    curves.add(metric, i + 1, values.get(i));
                }
            });
            return curves;
        });
    }

    private History history(Path file) {
        Object stamp;
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            stamp = List.of(attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            throw new InputException(file.toString(), null, "the archive cannot be read: " + e.getMessage(), null);
        }
        synchronized (known) {
            Known before = known.get(file);
            if (before != null && before.stamp.equals(stamp)) {
                return before.history;
            }
        }
        History history = fascicle.history(file);
        synchronized (known) {
            known.put(file, new Known(stamp, history));
        }
        return history;
    }

    /** The layers of an archive's network; empty if there is no such archive. Needs the bundles of its layers. */
    public Optional<Summary> summary(String name) {
        return file(name).map(file -> {
            try (Model model = fascicle.open(file, Settings.defaults())) {
                return model.summary();
            }
        });
    }
}

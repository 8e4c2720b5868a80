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
import java.util.function.Function;
import java.util.stream.Stream;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
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
    public Optional<Curves> curves(String archive) {
        return file(archive).map(file -> {
            History history = history(file);
            Curves curves = new Curves();
            history.values().forEach((name, values) -> {
                String metric = name.equals("learning_rate") ? Run.LEARNING_RATE : name;
                for (int i = 0; i < values.size(); i++) {
                    curves.add(metric, i + 1, values.get(i));
                }
            });
            return curves;
        });
    }

    private static Object stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            throw new InputException(file.toString(), null, "the archive cannot be read: " + e.getMessage(), null);
        }
    }

    private History history(Path file) {
        Object stamp = stamp(file);
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

    /** The network of an archive; empty if there is no such archive. To look at it needs the bundles of its layers. */
    public Optional<Subject> subject(String name) {
        return file(name).map(file -> new Opened(name, file, stamp(file)));
    }

    private final class Opened implements Subject {
        private final String name;
        private final Path file;
        private final Object stamp;

        Opened(String name, Path file, Object stamp) {
            this.name = name;
            this.file = file;
            this.stamp = stamp;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Object stamp() {
            return stamp;
        }

        @Override
        public long step() {
            return -1;
        }

        @Override
        public boolean isLive() {
            return false;
        }

        @Override
        public Network network() {
            return look(Network::of);
        }

        @Override
        public <T> T look(Function<Model, T> use) {
            // Data that it names may lie where it lies.
            Settings settings = Settings.defaults().folder(folder);
            Path parent = file.getParent();
            if (parent != null && !parent.equals(folder)) {
                settings = settings.folder(parent);
            }
            try (Model model = fascicle.open(file, settings)) {
                return use.apply(model);
            }
        }
    }
}

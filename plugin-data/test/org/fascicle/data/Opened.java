package org.fascicle.data;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.data.csv.Csv;
import org.jspecify.annotations.Nullable;

/** CSV files in a folder, opened with options. */
final class Opened {
    private final Path folder;

    Opened(Path folder) {
        this.folder = folder;
    }

    static DataSource source(Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.putIfAbsent("file", "data.csv");
        return (DataSource) TechniqueType.of(Csv.class).create(all);
    }

    Data data(String text, Map<String, ?> options) throws IOException {
        Files.writeString(folder.resolve("data.csv"), text);
        return source(options).open(() -> List.of(folder));
    }

    Rows rows(String text, Map<String, ?> options) throws IOException {
        return data(text, options).trainingRows();
    }

    String problem(String text, Map<String, ?> options) {
        return assertThrows(InputException.class, () -> data(text, options)).getMessage();
    }

    /** The rows of a file, as a model takes them that gives a meaning to columns; opened as its training rows. */
    Rows again(String text, Map<String, ?> options, Meaning meaning) throws IOException {
        Files.writeString(folder.resolve("data.csv"), text);
        return source(options).open(context(folder, meaning, true, Integer.MAX_VALUE)).trainingRows();
    }

    /** The rows of a file, to predict. */
    Rows predicted(String text, Map<String, ?> options, @Nullable Meaning meaning) throws IOException {
        return predicted(text, options, meaning, Integer.MAX_VALUE);
    }

    /** The first rows of a file, to predict. */
    Rows predicted(String text, Map<String, ?> options, @Nullable Meaning meaning, int most) throws IOException {
        Path file = Files.writeString(folder.resolve("new.csv"), text);
        return source(options).read(InputFile.of(file), context(folder, meaning, false, most)).orElseThrow();
    }

    static DataContext context(Path folder, @Nullable Meaning meaning, boolean needsTargets, int most) {
        return new DataContext() {
            @Override
            public List<Path> folders() {
                return List.of(folder);
            }

            @Override
            public Optional<Meaning> meaning() {
                return Optional.ofNullable(meaning);
            }

            @Override
            public boolean needsTargets() {
                return needsTargets;
            }

            @Override
            public int maxRows() {
                return most;
            }
        };
    }

    static float[] features(Rows rows, int row) {
        float[] into = new float[(int) rows.shape().size()];
        rows.features(row, into, 0);
        return into;
    }
}

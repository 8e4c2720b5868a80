package org.fascicle.tck.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source of data that must be given files finds among the samples those that it can read. */
class SamplesTest {
    @TempDir
    Path folder;

    @Technique(value = "com.example:bytes", kind = "data")
    public record Bytes(String images, String labels, @Default("null") String test) implements DataSource {
        @Override
        public Data open(DataContext context) throws IOException {
            byte[] image = Files.readAllBytes(Path.of(images));
            byte[] label = Files.readAllBytes(Path.of(labels));
            boolean shaped = image[3] == 3 && label[3] == 1 && image[7] == label[7];
            if (!shaped || image.length != 16 + 24 * 3 * 3 || label.length != 8 + 24) {
                throw new InputException("no images with labels");
            }
            return Data.of(new Nothing());
        }
    }

    @Technique(value = "com.example:choosy", kind = "data")
    public record Choosy(String file) implements DataSource {
        @Override
        public Data open(DataContext context) throws IOException {
            throw new IOException(file + " is of another format");
        }
    }

    private static final class Nothing implements Rows {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public Shape shape() {
            return Shape.of(1);
        }

        @Override
        public int classes() {
            return 1;
        }

        @Override
        public void features(int row, float[] into, int at) {}
    }

    @Test
    void filesOfTheRightFormatsAreFound() throws IOException {
        Map<String, Object> options =
                Samples.options(target(Bytes.class, "com.example:bytes"), Map.of(), folder, List.of()).orElseThrow();
        assertEquals(Map.of("images", folder.resolve("sample-images.idx").toString(), "labels",
                folder.resolve("sample-labels.idx").toString()), options);
        assertTrue(Files.readAllLines(folder.resolve("sample.csv")).get(1).matches("[0-9.]+,[0-9]+,[0-9]"));
    }

    @Test
    void aFormatThatIsNotThereIsNotFound() throws IOException {
        assertEquals(Optional.empty(), Samples.options(target(Choosy.class, "com.example:choosy"), Map.of(), folder, List.of()));
    }

    private static Target target(Class<?> source, String name) {
        TechniqueType type = TechniqueType.of(source);
        return new Target(new Techniques() {
            @Override
            public Collection<TechniqueType> all() {
                return List.of(type);
            }

            @Override
            public TechniqueType find(Kind kind, String sought, String range) {
                return type;
            }
        }, Kind.DATA, name, type.version());
    }
}

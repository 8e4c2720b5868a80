package org.fascicle.data;

import static org.fascicle.data.Opened.features;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.data.imagefolder.ImageFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    private Path folder;

    @Test
    void foldersAreClasses() throws IOException {
        write("train/dog/1.png", BufferedImage.TYPE_INT_RGB, 1, 1, 0x010203);
        write("train/cat/2.png", BufferedImage.TYPE_INT_RGB, 1, 1, 0xff8000);
        write("train/cat/10.bmp", BufferedImage.TYPE_INT_RGB, 1, 1, 0);
        Files.writeString(folder.resolve("train/cat/notes.txt"), "no image");
        write("test/dog/9.png", BufferedImage.TYPE_INT_RGB, 1, 1, 0x050607);
        Data data = open(Map.of("height", 1, "width", 1, "test_folder", "test"));
        Rows rows = data.trainingRows();
        assertEquals(List.of("cat", "dog"), rows.classNames());
        assertEquals(Shape.of(1, 1, 3), rows.shape());
        assertEquals(3, rows.count());
        assertEquals(Optional.of("cat/2.png"), rows.id(1));
        assertArrayEquals(new float[] {255, 128, 0}, features(rows, 1), 0);
        assertEquals(255, rows.unit());
        assertEquals(1, data.testRows().orElseThrow().label(0));
        assertEquals(2, data.testRows().orElseThrow().classes());
    }

    @Test
    void shadesOfGreyStayAsTheyAre() throws IOException {
        BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 100);
        grey.getRaster().setSample(1, 0, 0, 7);
        write("train/a/1.png", grey);
        Map<String, Object> size = Map.of("height", 1, "width", 2);
        assertArrayEquals(new float[] {100, 100, 100, 7, 7, 7}, features(open(size).trainingRows(), 0), 0);
        write("train/a/1.png", BufferedImage.TYPE_INT_RGB, 2, 1, 0x0a141e);
        // 0.299 · 10 + 0.587 · 20 + 0.114 · 30 = 18.15
        assertArrayEquals(new float[] {18, 18},
                features(open(Map.of("height", 1, "width", 2, "channels", 1)).trainingRows(), 0), 0);
    }

    // Keras: tf.image.resize of [[0, 100], [200, 40]] to 4 × 4, bilinear.
    @Test
    void imagesAreBroughtToOneSize() throws IOException {
        BufferedImage grey = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSamples(0, 0, 2, 2, 0, new int[] {0, 100, 200, 40});
        write("train/a/1.png", grey);
        Rows rows = open(Map.of("height", 4, "width", 4, "channels", 1)).trainingRows();
        // The second of the second row: 0.75 · (0.75 · 0 + 0.25 · 100) + 0.25 · (0.75 · 200 + 0.25 · 40) = 58.75
        assertArrayEquals(new float[] {0, 25, 75, 100, 50, 59, 76, 85, 150, 126, 79, 55, 200, 160, 80, 40}, features(rows, 0), 0);
    }

    @Test
    void classesOfAModelKeepTheirNumbers() throws IOException {
        write("train/b/1.png", BufferedImage.TYPE_INT_RGB, 1, 1, 0);
        write("train/a/1.png", BufferedImage.TYPE_INT_RGB, 1, 1, 0);
        Meaning meaning = open(Map.of("height", 1, "width", 1)).training().meaning().orElseThrow();
        Files.delete(folder.resolve("train/a/1.png"));
        Files.delete(folder.resolve("train/a"));
        Rows rows = source(Map.of("height", 1, "width", 1)).open(knowing(meaning)).trainingRows();
        assertEquals(1, rows.label(0));
        write("train/bb/1.png", BufferedImage.TYPE_INT_RGB, 1, 1, 0);
        String message = assertThrows(InputException.class,
                () -> source(Map.of("height", 1, "width", 1)).open(knowing(meaning))).getMessage();
        assertTrue(message.contains("there is no class 'bb' in the training rows. Did you mean 'b'?"), message);
    }

    @Test
    void oneImageIsARow() throws IOException {
        write("new.png", BufferedImage.TYPE_INT_RGB, 3, 3, 0x040506);
        Rows rows = source(Map.of("height", 1, "width", 1)).read(InputFile.of(folder.resolve("new.png")), List::of).orElseThrow();
        assertArrayEquals(new float[] {4, 5, 6}, features(rows, 0), 0);
        assertEquals(List.of(), rows.outputs());
        assertTrue(source(Map.of("height", 1, "width", 1)).read(InputFile.of(folder.resolve("new.csv")), List::of).isEmpty());
    }

    @Test
    void foldersWithoutImagesAreRefused() throws IOException {
        assertTrue(problem().contains("there is no such folder in"));
        Files.createDirectories(folder.resolve("train/a"));
        assertTrue(problem().contains("there is no image in its folders"));
    }

    @Test
    void theFirstImagesAreReadAlone() throws IOException {
        write("train/cat/1.png", BufferedImage.TYPE_INT_RGB, 1, 1, 0x010203);
        write("train/dog/1.png", BufferedImage.TYPE_INT_RGB, 1, 1, 0x010203);
        Files.writeString(folder.resolve("train/dog/2.png"), "no image");
        Rows rows = source(Map.of("height", 1, "width", 1)).open(new DataContext() {
            @Override
            public List<Path> folders() {
                return List.of(folder);
            }

            @Override
            public int maxRows() {
                return 2;
            }
        }).trainingRows();
        assertEquals(List.of(2, 2), List.of(rows.count(), rows.classNames().size()));
    }

    private void write(String name, int type, int width, int height, int colour) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, colour);
        }
        write(name, image);
    }

    private void write(String name, BufferedImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(image, name.substring(name.length() - 3), file.toFile()));
    }

    private DataContext knowing(Meaning meaning) {
        return new DataContext() {
            @Override
            public List<Path> folders() {
                return List.of(folder);
            }

            @Override
            public Optional<Meaning> meaning() {
                return Optional.of(meaning);
            }
        };
    }

    private Data open(Map<String, ?> options) throws IOException {
        return source(options).open(() -> List.of(folder));
    }

    private String problem() {
        return assertThrows(InputException.class, () -> open(Map.of("height", 2, "width", 2))).getMessage();
    }

    static DataSource source(Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.put("folder", "train");
        return (DataSource) TechniqueType.of(ImageFolder.class).create(all);
    }
}

package org.fascicle.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

import org.fascicle.api.table.TableColumn;
import org.fascicle.api.table.TableColumn.Type;
import org.fascicle.api.table.TableWriter;
import org.fascicle.data.parquet.ParquetFormat;

/** What is in the small files of {@code plugin-data/sample}, with which the conformance kit tries the sources; and how they are made. */
final class SampleFiles {
    static final int ROWS = 12;
    static final int TEST_ROWS = 4;
    static final int CLASSES = 3;
    static final int FEATURES = 2;
    static final int SIDE = 28;
    static final List<String> COLOURS = List.of("blue", "green", "red");
    private static final int MAGIC = 0x93;
    private static final int HEADER = 64;

    private SampleFiles() {}

    /** Writes all of them into a folder. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        numpy(Files.createDirectories(folder.resolve("numpy")));
        parquet(Files.createDirectories(folder.resolve("parquet")));
        for (String colour : COLOURS) {
            images(Files.createDirectories(folder.resolve("image_folder/images").resolve(colour)), colour);
        }
        Path clothes = Files.createDirectories(folder.resolve("fashion_mnist"));
        clothes(clothes, "train", ROWS);
        clothes(clothes, "t10k", TEST_ROWS);
    }

    static int label(int row) {
        return row % CLASSES;
    }

    static float feature(int row, int i) {
        return row * 0.5f - i;
    }

    static int pixel(int row, int i) {
        return (row + i % SIDE) % (SIDE / 2);
    }

    /** Red, green and blue of all pixels of an image. */
    static int rgb(String colour, int number) {
        return 100 + number << Byte.SIZE * COLOURS.indexOf(colour);
    }

    private static void numpy(Path folder) throws IOException {
        ByteBuffer features = ByteBuffer.allocate(ROWS * FEATURES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer labels = ByteBuffer.allocate(ROWS);
        for (int row = 0; row < ROWS; row++) {
            labels.put((byte) label(row));
            for (int i = 0; i < FEATURES; i++) {
                features.putFloat(feature(row, i));
            }
        }
        array(folder.resolve("features.npy"), "<f4", "(" + ROWS + ", " + FEATURES + ")", features.array());
        array(folder.resolve("labels.npy"), "|u1", "(" + ROWS + ",)", labels.array());
    }

    private static void array(Path file, String type, String shape, byte[] numbers) throws IOException {
        String words = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        int length = 2 * HEADER - 10;
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(MAGIC);
            out.write("NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
            out.write(length);
            out.write(0);
            out.write((words + " ".repeat(length - 1 - words.length()) + "\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(numbers);
        }
    }

    private static void parquet(Path folder) throws IOException {
        List<TableColumn> columns = List.of(TableColumn.of("height", Type.REAL), TableColumn.of("width", Type.REAL),
                TableColumn.of("colour", Type.TEXT));
        try (OutputStream out = Files.newOutputStream(folder.resolve("plants.parquet"));
                TableWriter writer = new ParquetFormat().write(out, columns)) {
            for (int row = 0; row < ROWS; row++) {
                writer.row(List.of(feature(row, 0), feature(row, 1), COLOURS.get(label(row))));
            }
        }
    }

    private static void images(Path folder, String colour) throws IOException {
        for (int number = 0; number < ROWS / CLASSES; number++) {
            BufferedImage image = new BufferedImage(FEATURES, FEATURES, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < FEATURES * FEATURES; i++) {
                image.setRGB(i % FEATURES, i / FEATURES, rgb(colour, number));
            }
            ImageIO.write(image, "png", folder.resolve(number + ".png").toFile());
        }
    }

    private static void clothes(Path folder, String part, int rows) throws IOException {
        int[] pixels = new int[rows * SIDE * SIDE];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = label(row);
            for (int i = 0; i < SIDE * SIDE; i++) {
                pixels[row * SIDE * SIDE + i] = pixel(row, i);
            }
        }
        IdxBytes.unsigned(new int[] {rows, SIDE, SIDE}, pixels).zip(folder.resolve(part + "-images-idx3-ubyte.gz"));
        IdxBytes.unsigned(new int[] {rows}, labels).zip(folder.resolve(part + "-labels-idx1-ubyte.gz"));
    }
}

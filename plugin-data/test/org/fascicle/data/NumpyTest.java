package org.fascicle.data;

import static org.fascicle.data.Opened.features;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.data.numpy.Numpy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumpyTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"|u1, 1, 255", "|i1, 1, -1", "<i2, 2, -1", "<u2, 2, 65535", ">i2, 2, 255", "<f2, 2, 0", "<i4, 4, -1",
        "<i8, 8, -1",
        "<u8, 8, 1.8446744073709552e19"})
    void typesOfNumbers(String type, int bytes, double value) throws IOException {
        byte[] numbers = new byte[2 * bytes];
        Arrays.fill(numbers, bytes, 2 * bytes, (byte) 0xff);
        if (type.equals(">i2")) {
            numbers[2] = 0;
        } else if (type.equals("<f2")) {
            Arrays.fill(numbers, (byte) 0);
        }
        write("x.npy", array(type, false, "(2, 1)", numbers));
        Rows rows = open(Map.of()).trainingRows();
        assertArrayEquals(new float[] {0}, features(rows, 0), 0);
        assertArrayEquals(new float[] {(float) value}, features(rows, 1), 0);
    }

    @Test
    void halvesAndDoubles() throws IOException {
        write("x.npy", array("<f2", false, "(3,)", new byte[] {0, 0x3c, 1, 0, 0, (byte) 0xc5}));
        Rows rows = open(Map.of()).trainingRows();
        assertEquals(Shape.scalar(), rows.shape());
        assertArrayEquals(new float[] {1}, features(rows, 0), 0);
        assertArrayEquals(new float[] {0x1p-24f}, features(rows, 1), 0);
        assertArrayEquals(new float[] {-5}, features(rows, 2), 0);
        write("x.npy", array(">f8", false, "(1, 1)", ByteBuffer.allocate(8).putDouble(0.1).array()));
        assertArrayEquals(new float[] {0.1f}, features(open(Map.of()).trainingRows(), 0), 0);
    }

    @Test
    void whatFortranWritesIsReordered() throws IOException {
        write("x.npy", array("|u1", true, "(2, 3)", new byte[] {1, 4, 2, 5, 3, 6}));
        Rows rows = open(Map.of()).trainingRows();
        assertArrayEquals(new float[] {1, 2, 3}, features(rows, 0), 0);
        assertArrayEquals(new float[] {4, 5, 6}, features(rows, 1), 0);
    }

    @Test
    void labelsTargetsAndTestRows() throws IOException {
        write("x.npy", array("|u1", false, "(3, 2, 2)", new byte[12]));
        write("y.npy", array("|u1", false, "(3,)", new byte[] {0, 2, 1}));
        write("t.npy", array("<f4", false, "(3, 2)", floats(1, 2, 3, 4, 5, 6)));
        Data data = open(Map.of("labels", "y.npy", "test_file", "x.npy", "test_labels", "y.npy"));
        assertEquals(Shape.of(2, 2), data.training().shape());
        assertEquals(List.of("0", "1", "2"), data.training().classNames());
        assertEquals(2, data.testRows().orElseThrow().label(1));
        Rows rows = open(Map.of("targets", "t.npy")).trainingRows();
        float[] targets = new float[2];
        rows.targets(2, targets, 0);
        assertArrayEquals(new float[] {5, 6}, targets);
        assertEquals(Shape.of(2), rows.targetShape());
        assertEquals(List.of(), open(Map.of()).training().outputs());
        assertThrows(OptionException.class, () -> source(Map.of("labels", "y.npy", "targets", "t.npy")));
        assertThrows(OptionException.class, () -> source(Map.of("labels", "y.npy", "test_file", "x.npy")));
    }

    @Test
    void arraysOfAnArchiveAreNamed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("x_train.npy"));
            zip.write(array("|u1", false, "(2, 1)", new byte[] {7, 8}));
            zip.putNextEntry(new ZipEntry("y_train.npy"));
            zip.write(array("|u1", false, "(2,)", new byte[] {0, 1}));
        }
        write("all.npz", bytes.toByteArray());
        Rows rows = open(Map.of("file", "all.npz#x_train", "labels", "all.npz#y_train")).trainingRows();
        assertArrayEquals(new float[] {8}, features(rows, 1));
        assertEquals(1, rows.label(1));
        assertTrue(problem(Map.of("file", "all.npz")).contains("It has: x_train, y_train. Name one as in"));
        assertTrue(problem(Map.of("file", "all.npz#z")).contains("there is no array 'z' in it. It has: x_train, y_train"));
    }

    @Test
    void aFileToPredictIsRead() throws IOException {
        write("x.npy", array("|u1", false, "(2, 1)", new byte[] {7, 8}));
        Rows rows = source(Map.of()).read(InputFile.of(folder.resolve("x.npy")), List::of).orElseThrow();
        assertEquals(2, rows.count());
        assertTrue(source(Map.of()).read(InputFile.of(folder.resolve("x.csv")), List::of).isEmpty());
    }

    @Test
    void whatCannotBeUsedIsRefused() throws IOException {
        write("x.npy", array("|O", false, "(2, 1)", new byte[] {7, 8}));
        assertTrue(problem(Map.of()).contains("its elements are no numbers"), problem(Map.of()));
        write("x.npy", array("<f4", false, "(2, 1)", floats(1, Float.NaN)));
        assertTrue(problem(Map.of()).contains("x.npy: at row 1: there is NaN in it"));
        write("x.npy", array("<f4", false, "(2, 1)", floats(1, 2)));
        write("y.npy", array("<f4", false, "(2,)", floats(1, 1.5f)));
        assertTrue(problem(Map.of("labels", "y.npy")).contains("y.npy: at row 1: the label 1.5 is no class"));
        write("y.npy", array("<f4", false, "(1,)", floats(1)));
        assertTrue(problem(Map.of("labels", "y.npy")).contains("it has 1 rows, and"));
    }

    static byte[] array(String type, boolean fortran, String shape, byte[] numbers) throws IOException {
        String header =
                "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }";
        header += " ".repeat(64 - (10 + header.length() + 1) % 64) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), (byte) (header.length() >> 8)});
        out.write(header.getBytes(StandardCharsets.ISO_8859_1));
        out.write(numbers);
        return out.toByteArray();
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private Data open(Map<String, ?> options) throws IOException {
        return source(options).open(() -> List.of(folder));
    }

    private String problem(Map<String, ?> options) {
        return assertThrows(InputException.class, () -> open(options)).getMessage();
    }

    static DataSource source(Map<String, ?> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.putIfAbsent("file", "x.npy");
        return (DataSource) TechniqueType.of(Numpy.class).create(all);
    }
}

package org.fascicle.data;

import static org.fascicle.data.Opened.features;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.data.fashionmnist.FashionMnist;
import org.fascicle.data.imagefolder.ImageFolder;
import org.fascicle.data.numpy.Numpy;
import org.fascicle.data.parquet.Parquet;
import org.junit.jupiter.api.Test;

/** The small files that bundles bring are what the source opens with the sample values of its options. */
class SamplesTest {
    private static final Path SAMPLE = Path.of("sample");

    @Test
    void arrays() throws IOException {
        Rows rows = opened(Numpy.class, "numpy").trainingRows();
        labels(rows);
        for (int row = 0; row < rows.count(); row++) {
            assertArrayEquals(new float[] {SampleFiles.feature(row, 0), SampleFiles.feature(row, 1)}, features(rows, row));
        }
    }

    @Test
    void aTable() throws IOException {
        Rows rows = opened(Parquet.class, "parquet").trainingRows();
        labels(rows);
        assertEquals(SampleFiles.COLOURS, rows.classNames());
        for (int row = 0; row < rows.count(); row++) {
            assertArrayEquals(new float[] {SampleFiles.feature(row, 0), SampleFiles.feature(row, 1)}, features(rows, row));
        }
    }

    @Test
    void images() throws IOException {
        Rows rows = opened(ImageFolder.class, "image_folder").trainingRows();
        assertEquals(SampleFiles.ROWS, rows.count());
        assertEquals(SampleFiles.COLOURS, rows.classNames());
        assertEquals(Shape.of(4, 5, 3), rows.shape());
        int each = SampleFiles.ROWS / SampleFiles.CLASSES;
        for (int row = 0; row < rows.count(); row++) {
            assertEquals(row / each, rows.label(row));
            int rgb = SampleFiles.rgb(SampleFiles.COLOURS.get(row / each), row % each);
            float[] pixels = features(rows, row);
            for (int i = 0; i < pixels.length; i++) {
                assertEquals(rgb >> Byte.SIZE * (2 - i % 3) & 0xff, pixels[i]);
            }
        }
    }

    @Test
    void clothes() throws IOException {
        Data data = opened(FashionMnist.class, "fashion_mnist");
        assertEquals(SampleFiles.TEST_ROWS, data.testRows().orElseThrow().count());
        Rows rows = data.trainingRows();
        assertEquals(SampleFiles.ROWS, rows.count());
        assertEquals(Shape.of(SampleFiles.SIDE, SampleFiles.SIDE), rows.shape());
        for (int row = 0; row < rows.count(); row++) {
            assertEquals(SampleFiles.label(row), rows.label(row));
            assertEquals(SampleFiles.pixel(row, 30), features(rows, row)[30]);
        }
    }

    private static void labels(Rows rows) {
        assertEquals(SampleFiles.ROWS, rows.count());
        assertEquals(SampleFiles.CLASSES, rows.classes());
        for (int row = 0; row < rows.count(); row++) {
            assertEquals(SampleFiles.label(row), rows.label(row));
        }
    }

    private static Data opened(Class<? extends DataSource> source, String folder) throws IOException {
        TechniqueType type = TechniqueType.of(source);
        Map<String, Object> options = new HashMap<>();
        for (Option option : type.options()) {
            option.sample().ifPresent(text -> options.put(option.name(), option.parse(text)));
        }
        return ((DataSource) type.create(options)).open(() -> List.of(SAMPLE.resolve(folder)));
    }
}

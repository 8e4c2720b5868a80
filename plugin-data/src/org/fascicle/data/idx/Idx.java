package org.fascicle.data.idx;

import static org.fascicle.api.expr.Expressions.require;

import java.io.IOException;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.Rows;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.data.file.DataFile;
import org.fascicle.data.format.LabelledRows;
import org.jspecify.annotations.Nullable;

/**
 * Examples from IDX files, the format of MNIST, plain or gzipped: one file with the features, one with a label for each
 * row; the same for the test rows, if there are any. There are as many classes as the greatest training label and one, or
 * {@code classes}.
 */
@Technique(value = "idx",
        description = "Examples from IDX files, the format of MNIST, plain or gzipped.",
        formula = "features [rows, ...] of any IDX type; labels [rows], whole numbers from 0",
        source = "LeCun, Cortes and Burges, 1998, The MNIST database of handwritten digits")
public record Idx(
        String images,
        String labels,
        @Default("null") @Nullable String testImages,
        @Default("null") @Nullable String testLabels,
        @Default("null") @Range("[1,inf)") @Nullable Integer classes) implements DataSource {

    public Idx {
        require((testImages == null) == (testLabels == null),
                "test_images and test_labels belong together: give both or neither");
    }

    @Override
    public Data open(DataContext context) throws IOException {
        Rows training = rows(images, labels, classes == null ? 0 : classes, context);
        if (testImages == null || testLabels == null) {
            return Data.of(training);
        }
        Rows test = rows(testImages, testLabels, training.classes(), context);
        if (!test.shape().equals(training.shape())) {
            throw new InputException(testImages, null, "its rows have the shape " + test.shape() + ", the training rows "
                    + training.shape(), null);
        }
        return Data.of(training, test);
    }

    private static Rows rows(String features, String labels, int classes, DataContext context) throws IOException {
        return LabelledRows.read(
                DataFile.find(features, context), DataFile.find(labels, context), classes);
    }
}

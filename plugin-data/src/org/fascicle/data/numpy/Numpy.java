package org.fascicle.data.numpy;

import static org.fascicle.api.expr.Expressions.require;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Rows;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Sample;
import org.fascicle.api.technique.Technique;
import org.fascicle.data.file.DataFile;
import org.jspecify.annotations.Nullable;

/**
 * Examples from arrays that NumPy has saved: {@code .npy} files, or arrays of an {@code .npz} file, which are named as in
 * {@code mnist.npz#x_train}. The first axis of each is the rows. Objects of Python are refused.
 *
 * @param file the features
 * @param labels a whole number from 0 for each row
 * @param targets numbers to predict for each row
 * @param testFile the features of test rows
 * @param testLabels their labels
 * @param testTargets their numbers
 * @param classes how many classes there are; without it, one more than the greatest training label
 */
@Technique(value = "numpy",
        description = "Examples from arrays that NumPy has saved, in .npy and .npz files.",
        formula = "features [rows, ...]; labels [rows], whole numbers from 0; targets [rows, ...]",
        source = "NumPy, NEP 1: a simple file format for NumPy arrays")
public record Numpy(
        @Sample("features.npy") String file,
        @Default("null") @Sample("labels.npy") @Nullable String labels,
        @Default("null") @Nullable String targets,
        @Default("null") @Nullable String testFile,
        @Default("null") @Nullable String testLabels,
        @Default("null") @Nullable String testTargets,
        @Default("null") @Range("[1,inf)") @Nullable Integer classes) implements DataSource {

    public Numpy {
        require(labels == null || targets == null, "labels and targets are two ways to say what is to be predicted: give one");
        require(testFile != null || testLabels == null && testTargets == null, "test_labels and test_targets need test_file");
        require(testFile == null || (labels == null) == (testLabels == null) && (targets == null) == (testTargets == null),
                "test rows must have what training rows have: labels, or targets");
        require(classes == null || labels != null, "classes has no meaning without labels");
    }

    @Override
    public Data open(DataContext context) throws IOException {
        NumpyRows training = rows(file, labels, targets, classes == null ? 0 : classes, context);
        if (testFile == null) {
            return Data.of(training);
        }
        NumpyRows test = rows(testFile, testLabels, testTargets, training.classes(), context);
        if (!test.shape().equals(training.shape())) {
            throw new InputException(testFile, null, "its rows have the shape " + test.shape() + ", the training rows "
                    + training.shape(), "The arrays must belong together");
        }
        return Data.of(training, test);
    }

    @Override
    public Optional<Rows> read(InputFile input, DataContext context) throws IOException {
        String name = input.name().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".npy") && !name.endsWith(".npz")) {
            return Optional.empty();
        }
        return Optional.of(new NumpyRows(NpyArray.read(DataFile.of(input, context), null), null, null, 0));
    }

    private static NumpyRows rows(String file, @Nullable String labels, @Nullable String targets, int classes,
            DataContext context) throws IOException {
        return new NumpyRows(array(file, context), labels == null ? null : array(labels, context),
                targets == null ? null : array(targets, context), classes);
    }

    private static NpyArray array(String name, DataContext context) throws IOException {
        int sign = name.lastIndexOf('#');
        String key = sign < 0 ? null : name.substring(sign + 1);
        return NpyArray.read(DataFile.find(sign < 0 ? name : name.substring(0, sign), context), key);
    }
}

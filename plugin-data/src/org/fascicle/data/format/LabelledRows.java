package org.fascicle.data.format;

import java.io.IOException;
import java.util.Optional;

import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.data.file.DataFile;

/** The rows of an IDX file with the labels of another. Immutable, safe for any thread. */
public final class LabelledRows implements Rows {
    private final IdxFile features;
    private final IdxFile labels;
    private final int classes;
    private final int size;

    private LabelledRows(IdxFile features, IdxFile labels, int classes) {
        this.features = features;
        this.labels = labels;
        this.classes = classes;
        this.size = (int) features.rowShape().size();
    }

    /**
     * Reads two files.
     *
     * @param features one row of numbers for each example
     * @param labels one whole number for each example, from 0
     * @param classes how many classes there are; 0 if the greatest label determines it
     * @throws IOException if a file cannot be read
     * @throws InputException if a file is damaged, the files do not fit together, or a label is outside the classes
     */
    public static LabelledRows read(DataFile features, DataFile labels, int classes) throws IOException {
        IdxFile images = IdxFile.read(features);
        IdxFile classOf = IdxFile.read(labels);
        if (!classOf.isWhole() || classOf.rowShape().rank() != 0) {
            throw new InputException(classOf.name(), null, "labels are one whole number a row, which these are not",
                    "Are the files exchanged?");
        }
        if (images.rows() != classOf.rows()) {
            throw new InputException(classOf.name(), null, "there are " + classOf.rows() + " labels for the " + images.rows()
                    + " rows of " + images.name(), "The files must come from one data set");
        }
        requireNumbers(images, (int) images.rowShape().size());
        return new LabelledRows(images, classOf, classes(classOf, classes));
    }

    // One that is no number makes the loss none, and no learning rate helps.
    private static void requireNumbers(IdxFile images, int size) {
        for (int i = 0; !images.isWhole() && i < images.rows() * size; i++) {
            if (!Float.isFinite((float) images.value(i))) {
                throw new InputException(images.name(), "row " + i / size, "the feature " + i % size + " is " + images.value(i),
                        "Leave the row out, or put a number there");
            }
        }
    }

    @Override
    public int count() {
        return features.rows();
    }

    @Override
    public Shape shape() {
        return features.rowShape();
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public double unit() {
        return features.unit();
    }

    @Override
    public void features(int row, float[] into, int at) {
        int start = row * size;
        for (int i = 0; i < size; i++) {
            into[at + i] = (float) features.value(start + i);
        }
    }

    @Override
    public Optional<String> place(int row) {
        return Optional.of(features.name() + ", row " + row);
    }

    @Override
    public int label(int row) {
        return (int) labels.value(row);
    }

    private static int classes(IdxFile labels, int expected) {
        int greatest = 0;
        for (int row = 0; row < labels.rows(); row++) {
            int label = (int) labels.value(row);
            if (label < 0 || expected > 0 && label >= expected) {
                throw new InputException(labels.name(), "row " + row, "the label " + label
                        + " is outside the classes, which are "
                        + (expected > 0 ? "0 to " + (expected - 1) : "counted from 0"), null);
            }
            greatest = Math.max(greatest, label);
        }
        return expected > 0 ? expected : greatest + 1;
    }
}

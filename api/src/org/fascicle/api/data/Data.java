package org.fascicle.api.data;

import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** Examples to train on, and those that are kept from training: to watch it, and to test with. Immutable. */
public final class Data {
    private final Examples training;
    private final @Nullable Examples validation;
    private final double share;
    private final @Nullable Examples test;
    private final Scale scale;
    private final boolean self;

    private Data(Examples training, @Nullable Examples validation, double share, @Nullable Examples test, Scale scale,
            boolean self) {
        this.training = Objects.requireNonNull(training, "training");
        this.validation = validation;
        this.share = share;
        this.test = test;
        this.scale = Objects.requireNonNull(scale, "scale");
        this.self = self;
    }

    /** Examples to train on: {@link Rows} or {@link Batches}. */
    public static Data of(Examples training) {
        if (!(training instanceof Rows) && !(training instanceof Batches)) {
            throw new InputException(
                    "examples are Rows or Batches, not " + (training == null ? null : training.getClass().getName()));
        }
        return new Data(training, null, 0, null, Scale.NONE, false);
    }

    /** Training rows and test rows of the same shape. */
    public static Data of(Examples training, Examples test) {
        return of(training).test(test);
    }

    /** With other examples to train on. */
    public Data training(Examples examples) {
        return new Data(of(examples).training, validation, share, test, scale, self);
    }

    /** With these examples to watch training. */
    public Data validation(Examples examples) {
        return new Data(training, Objects.requireNonNull(examples, "validation"), 0, test, scale, self);
    }

    /**
     * With the last of the training rows held back to watch training.
     *
     * @param part a fraction below 1, or a whole number of rows
     */
    public Data validation(double part) {
        if (!(part >= 0) || part >= 1 && part != Math.rint(part)) {
            throw new InputException("validation is a fraction in [0,1) or a whole number of rows, not " + part);
        }
        return new Data(training, null, part, test, scale, self);
    }

    /** With examples that are held back for the test. */
    public Data test(Examples examples) {
        return new Data(training, validation, share, Objects.requireNonNull(examples, "test"), scale, self);
    }

    /** With scaled features; a model that has a scaling already keeps its own. */
    public Data scaled(Scale how) {
        return new Data(training, validation, share, test, how, self);
    }

    /** With the scaled features themselves as the target, as an autoencoder has it. */
    public Data reconstructing() {
        return new Data(training, validation, share, test, scale, true);
    }

    /** The examples to train on, those to be held back from them included. */
    public Examples training() {
        return training;
    }

    /**
     * The training examples as rows by index.
     *
     * @throws InputException if they come in batches
     */
    public Rows trainingRows() {
        return rows(training);
    }

    /**
     * The examples that are held back for the test, as rows by index.
     *
     * @throws InputException if they come in batches
     */
    public Optional<Rows> testRows() {
        return test().map(Data::rows);
    }

    private static Rows rows(Examples examples) {
        if (examples instanceof Rows) {
            return (Rows) examples;
        }
        throw new InputException("the examples come in batches, and rows by index are needed here");
    }

    /** The examples that watch training, if they were given as such. */
    public Optional<Examples> validation() {
        return Optional.ofNullable(validation);
    }

    /** What is held back of the training rows: a fraction below 1, or a whole number of rows; 0 for none. */
    public double validationPart() {
        return share;
    }

    /** The examples that are held back for the test, if there are any. */
    public Optional<Examples> test() {
        return Optional.ofNullable(test);
    }

    /** How features are scaled. */
    public Scale scale() {
        return scale;
    }

    /** Whether the scaled features themselves are the target. */
    public boolean isReconstructing() {
        return self;
    }
}

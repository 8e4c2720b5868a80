package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.Optional;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** Examples to train on, to validate with, and to test with. Immutable. */
public final class Data {
    private final Examples training;
    private final @Nullable Examples validation;
    private final double share;
    private final @Nullable Boolean stratified;
    private final boolean shuffled;
    private final @Nullable Examples test;
    private final Scale scale;
    private final boolean self;

    private Data(Examples training, @Nullable Examples validation, double share, @Nullable Boolean stratified, boolean shuffled,
            @Nullable Examples test, Scale scale, boolean self) {
        this.training = training;
        this.validation = validation;
        this.share = share;
        this.stratified = stratified;
        this.shuffled = shuffled;
        this.test = test;
        this.scale = scale;
        this.self = self;
    }

    /** Examples to train on: {@link Rows} or {@link Batches}. */
    public static Data of(Examples training) {
        return new Data(usable(training, "training"), null, 0, null, false, null, Scale.NONE, false);
    }

    /** Training rows and test rows of the same shape. */
    public static Data of(Examples training, Examples test) {
        return of(training).test(requireGiven(test, "test"));
    }

    /** With other examples to train on. */
    public Data training(Examples examples) {
        return new Data(usable(examples, "examples"), validation, share, stratified, shuffled, test, scale, self);
    }

    /** With these examples to validate with. */
    public Data validation(Examples examples) {
        return new Data(training, usable(examples, "examples"), 0, stratified, shuffled, test, scale, self);
    }

    /**
     * With some of the training rows held back to validate with: the last ones, of rows with classes the last of each class in the
     * class's share, unless {@link #stratify} or {@link #shuffle} say otherwise.
     *
     * @param part a fraction below 1, or a whole number of rows
     */
    public Data validation(double part) {
        if (!(part >= 0) || part >= 1 && part != Math.rint(part)) {
            throw new InputException("validation is a fraction in [0,1) or a whole number of rows, not " + part);
        }
        return new Data(training, null, part, stratified, shuffled, test, scale, self);
    }

    /** Whether each class is held back in its share to validate with; by default, where rows have classes. */
    public Data stratify(boolean whether) {
        return new Data(training, validation, share, whether, shuffled, test, scale, self);
    }

    /** Whether chance, by the definition's seed, says which rows are held back to validate with; by default they are the last. */
    public Data shuffle(boolean whether) {
        return new Data(training, validation, share, stratified, whether, test, scale, self);
    }

    /** With examples that are held back for the test. */
    public Data test(Examples examples) {
        return new Data(training, validation, share, stratified, shuffled, usable(examples, "examples"), scale, self);
    }

    /** With scaled features; a model that has a scaling already keeps its own. */
    public Data scaled(Scale how) {
        return new Data(training, validation, share, stratified, shuffled, test, requireGiven(how, "how"), self);
    }

    /** With the scaled features themselves as the target, as an autoencoder has it. */
    public Data reconstructing() {
        return new Data(training, validation, share, stratified, shuffled, test, scale, true);
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

    private static Examples usable(Examples examples, String name) {
        if (!(requireGiven(examples, name) instanceof Rows) && !(examples instanceof Batches)) {
            throw new InputException("examples are Rows or Batches, not " + examples.getClass().getName());
        }
        return examples;
    }

    private static Rows rows(Examples examples) {
        if (examples instanceof Rows) {
            return (Rows) examples;
        }
        throw new InputException("the examples come in batches, and rows by index are needed here");
    }

    /** The validation examples, if they were given as such. */
    public Optional<Examples> validation() {
        return Optional.ofNullable(validation);
    }

    /** What is held back of the training rows: a fraction below 1, or a whole number of rows; 0 for none. */
    public double validationPart() {
        return share;
    }

    /** Whether each class is held back in its share; empty if that is left to the platform. */
    public Optional<Boolean> stratified() {
        return Optional.ofNullable(stratified);
    }

    /** Whether chance says which rows are held back. */
    public boolean isShuffled() {
        return shuffled;
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

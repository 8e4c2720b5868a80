package org.fascicle.format.tensorboard;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.TrainingListener;

/**
 * Event files of a training, which TensorBoard reads, under the names that Keras's callback has for them. In the folder's run
 * {@code train}: {@code epoch_loss}, {@code epoch_accuracy} and so on for each metric, {@code epoch_learning_rate}, a histogram of each
 * parameter ({@code dense/kernel/histogram}), the model's definition as text, and its graph. In the run {@code validation}:
 * {@code epoch_loss} and the metrics of the validation rows. Epochs count from 0, as in Keras. Immutable.
 *
 * <p>Files that lie in the folder stay as they are; a training that is resumed adds one, with the epochs and steps that follow.
 */
public final class TensorBoard {
    private final Path folder;
    private final long steps;
    private final int histograms;

    private TensorBoard(Path folder, long steps, int histograms) {
        this.folder = folder;
        this.steps = steps;
        this.histograms = histograms;
    }

    /** Event files in a folder, which is made where it is not there: values at the end of each epoch, histograms as well. */
    public static TensorBoard in(Path folder) {
        return new TensorBoard(requireGiven(folder, "folder"), 0, 1);
    }

    /**
     * With the loss, metrics and learning rate after every so many steps as well ({@code batch_loss}, of the epoch so far), counted over
     * all epochs. To write them waits for the device: every step makes a training slow.
     *
     * @param number at least 1
     */
    public TensorBoard everySteps(long number) {
        if (number < 1) {
            throw new InputException("values can be written after every step or every so many, not every " + number);
        }
        return new TensorBoard(folder, number, histograms);
    }

    /**
     * With histograms after every so many epochs. They copy all parameters from the device, one at a time.
     *
     * @param epochs 0 for none
     */
    public TensorBoard histogramsEvery(int epochs) {
        if (epochs < 0) {
            throw new InputException(
                    "histograms can be written after every epoch, every so many, or never (0), not every " + epochs);
        }
        return new TensorBoard(folder, steps, epochs);
    }

    /**
     * What writes the files of one training. It holds no file open. If something cannot be written while the training runs, it logs a
     * warning, and the training goes on.
     *
     * @param model the one that is trained
     * @throws InputException if the folder cannot be made
     */
    public TrainingListener listener(Model model) {
        requireGiven(model, "model");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InputException(folder.toString(), null, "this folder for event files cannot be made: " + e.getMessage(),
                    "Name another one.");
        }
        return new EventWriter(folder, model, steps, histograms);
    }
}

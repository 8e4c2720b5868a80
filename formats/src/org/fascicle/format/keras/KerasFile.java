package org.fascicle.format.keras;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.format.ModelFormat;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Techniques;
import org.fascicle.format.file.WholeFile;

/** What files of Keras have in common: a model is written with its training or without, and what stays behind is listed. */
abstract class KerasFile implements ModelFormat {
    private final Techniques techniques;

    KerasFile(Techniques techniques) {
        this.techniques = techniques;
    }

    /** What is installed. */
    Techniques techniques() {
        return techniques;
    }

    /** Writes the parts of a file. */
    abstract void write(ObjectNode config, Hdf5Writer weights, OutputStream out) throws IOException;

    /** What no such file has. */
    abstract List<String> missing();

    @Override
    public final List<String> write(Model model, Path file) {
        return write(model, Optional.empty(), file);
    }

    @Override
    public final List<String> write(Model model, TrainingState training, Path file) {
        return write(model, Optional.of(training), file);
    }

    private List<String> write(Model model, Optional<TrainingState> training, Path file) {
        List<String> left = new ArrayList<>();
        try {
            ModelWriter writer = new ModelWriter(techniques, model, left);
            ObjectNode config = writer.write(training);
            WholeFile.write(file, out -> write(config, writer.weights(), out));
        } catch (IOException e) {
            throw new InputException(file.toString(), null, "the file cannot be written: " + e.getMessage(), null);
        } catch (InputException e) {
            throw e.in(file.toString());
        }
        left.addAll(missing());
        return left;
    }
}

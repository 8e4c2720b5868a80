package org.fascicle.format.keras;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
    /** What a file in HDF5 begins with. */
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private final Techniques techniques;

    KerasFile(Techniques techniques) {
        this.techniques = techniques;
    }

    /** What is installed. */
    Techniques techniques() {
        return techniques;
    }

    /** Refuses HDF5 where an archive is meant: models of Keras 2, and what Keras 3 writes as {@code .h5}. */
    static void requireNoOlderForm(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (Arrays.equals(in.readNBytes(HDF5.length), HDF5)) {
                throw olderForm(file.toString());
            }
        } catch (IOException e) {
            throw new InputException(file.toString(), null, "the file cannot be read: " + e.getMessage(), null);
        }
    }

    /** What is said of a model in HDF5. */
    static InputException olderForm(String file) {
        return new InputException(file, null, "this is HDF5, the older form of Keras's models, which is not read",
                "Open it with Keras, and save it anew: keras.models.load_model(\"model.h5\").save(\"model.keras\")");
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

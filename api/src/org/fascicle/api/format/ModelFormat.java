package org.fascicle.api.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A form of files that another system reads or writes. Each is an OSGi service, found by its name or by the end of a file's name.
 * Safe for any thread.
 *
 * <p>A file is data: reading one loads no class that it names and runs nothing of it. What cannot be read is refused with an
 * {@link InputException} that names file and entry, before memory is taken for what a file only claims to hold.
 */
@ConsumerType
public interface ModelFormat {
    /** What can be done with files of a form. */
    enum Use {
        /** A model can be written. */
        WRITE,
        /** A model can be read: its network and its tensors. */
        READ_MODEL,
        /** Tensors can be read, which belong to a network that the reader has to know. */
        READ_WEIGHTS
    }

    /** Its name, such as {@code onnx}; unique. */
    String name();

    /** One sentence on what it is. */
    String description();

    /** How its files' names end, the usual one first: {@code .onnx}. */
    List<String> suffixes();

    /** What can be done with it. */
    Set<Use> uses();

    /**
     * Writes a model. The file is written beside its place and renamed: it is whole, or as it was before.
     *
     * @return what the model has and the file has not, one line each; empty if nothing is missing
     * @throws InputException if the form has no equal of something without which the model would compute other numbers
     */
    default List<String> write(Model model, Path file) {
        throw new InputException("the format " + name() + " cannot be written");
    }

    /**
     * Writes a model with what its training has accumulated, so that the other system can go on with it. A form without a place for that
     * writes the model alone, and says so.
     *
     * @return what the model and its training have and the file has not, one line each; empty if nothing is missing
     * @throws InputException as {@link #write(Model, Path)} does
     */
    default List<String> write(Model model, TrainingState training, Path file) {
        List<String> left = new ArrayList<>(write(model, file));
        left.add("what the training has accumulated: " + name() + " has no place for it");
        return left;
    }

    /**
     * Reads a file whose tensors belong to a model that is there, and may need it to be named.
     *
     * @param model is left as it is
     */
    default Imported read(Path file, Model model) {
        return read(file);
    }

    /** Reads a file. */
    default Imported read(Path file) {
        throw new InputException("the format " + name() + " cannot be read");
    }
}

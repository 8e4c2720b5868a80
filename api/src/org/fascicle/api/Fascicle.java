package org.fascicle.api;

import java.nio.file.Path;
import java.util.Optional;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Rows;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.History;
import org.fascicle.api.training.TrainingPlan;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The entry: makes and opens models, and trains them. An OSGi service. Safe for any thread.
 *
 * <p>What it throws is ours: {@link org.fascicle.api.problem.InputException} says where something cannot be used, why, and what to
 * do; {@link org.fascicle.api.problem.StateException} says that something is closed or in use.
 */
@ProviderType
public interface Fascicle {
    /**
     * A model as an archive holds it, to predict with. Needs the bundles of its layers and activations, and no other: initializers,
     * regularizers and constraints of layers are for those who make or train a model. Holds its
     * parameters alone.
     *
     * @param archive what {@link Model#save} or a training wrote
     */
    Model open(Path archive, Settings settings);

    /**
     * A model with first parameters. The shapes of its inputs come from the definition's key {@code inputs}, or from the data that
     * the definition names.
     */
    Model create(Definition definition, Settings settings);

    /** A model with first parameters, for rows such as these. */
    Model create(Definition definition, Data data, Settings settings);

    /** Data as a definition names them: split, restricted and described as it says. */
    Data data(Definition definition, Settings settings);

    /** The data that a model's definition names. */
    Data data(Model model);

    /**
     * The first rows of the data that a model's definition names, read no further than that takes: for sources that allow it. Which
     * training rows are held back to validate with needs all of them: {@link Data#validationPart()} says that some are to be, and
     * the training rows still have them.
     *
     * @param most at most so many training rows, and as many test rows, are asked for; there may be more
     */
    Data data(Model model, int most);

    /**
     * Rows of a file, to be predicted: in the model's order of columns, with the names of rows, and with labels where the file has
     * them. The model's own data source reads it if it reads such files, else another one that is installed, as the file's name
     * tells.
     *
     * @param file what is read
     * @param most at most so many rows, from the first on
     */
    Rows rows(Model model, InputFile file, int most);

    /** A training of a model on the data that its definition names; to be completed and started. */
    TrainingPlan train(Model model);

    /**
     * A training of a model on the caller's data; to be completed and started. The model may be fresh, opened, or trained before: its
     * parameters are what it starts from.
     */
    TrainingPlan train(Model model, Data data);

    /**
     * The training of an archive, to go on where it was saved, to the bit, with the model that belongs to it.
     *
     * @param archive what {@link org.fascicle.api.training.Training#save} wrote; or a folder of
     *     {@link org.fascicle.api.training.Checkpoints}: then the newest that is whole
     */
    TrainingPlan resume(Path archive, Settings settings);

    /** The same on the caller's data, which should be the rows that it was trained on. */
    TrainingPlan resume(Path archive, Data data, Settings settings);

    /**
     * What the training of an archive has accumulated, for another system that is to go on with it; empty if the archive holds a model
     * without its training.
     *
     * @param archive as {@link #resume(Path, Settings)} takes it
     */
    Optional<TrainingState> state(Path archive);

    /**
     * Loss and metrics of each epoch that an archive's training has made. Needs no technique.
     *
     * @param archive as {@link #resume(Path, Settings)} takes it
     * @return empty lists for a model that was not trained
     */
    History history(Path archive);

    /**
     * Writes a model with the state of a training that another system began: to a temporary file, synced, renamed.
     * {@link #resume(Path, Settings)} goes on from it. The steps that were made count as epochs of the data that it then gets; the history
     * has no numbers for them.
     *
     * @param model with the parameters that the training has; not trained here yet
     */
    void save(Model model, TrainingState state, Path archive);

    /** A definition as JSON, checked: reads as the same definition. */
    String json(Definition definition);

    /** A definition as values, checked: what a builder would have made. */
    Definition tree(Definition definition);

    /**
     * The JSON Schema (draft 07) of model files as they can be written with the techniques that are installed at this moment: an editor
     * completes names and options with it, and underlines mistakes. What the schema refuses is refused when a file is read; reading
     * finds more, such as layers that are not there.
     *
     * @return JSON text, in many lines
     */
    String schema();
}

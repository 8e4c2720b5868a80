package org.fascicle.api.doctor;

import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Trains a network for a short while, watches it, and says what is wrong: a service. Its networks are its own, and closed before it
 * answers. Safe for any thread.
 */
@ProviderType
public interface Doctor {
    /**
     * What is wrong with a network that is trained as a definition says, from its beginning.
     *
     * @param steps how many steps of training it is watched for, at least 10; a training that is shorter is watched to its end
     * @throws org.fascicle.api.problem.InputException if the definition cannot be used
     */
    Examination examination(Definition definition, Settings settings, int steps);

    /**
     * What is wrong with a network that has been trained. Its training goes on from the archive's weights, in memory: the archive stays as
     * it is. What only a beginning shows, the first values of kernels and which rate learns, is looked at in a network that begins anew;
     * how the loss went, in the archive's history and in the epochs that are added.
     *
     * @param archive what a training or a model wrote, or a folder of checkpoints
     * @param steps how many steps the training goes on for, at least 10
     * @throws org.fascicle.api.problem.InputException if the archive cannot be read, or its network not trained
     */
    Examination examination(Path archive, Settings settings, int steps);

    /** What {@link #examination(Definition, Settings, int)} finds, without what it could not look at. */
    default List<Diagnosis> examine(Definition definition, Settings settings, int steps) {
        return examination(definition, settings, steps).findings();
    }

    /**
     * Trains a definition, and the one that a diagnosis proposes, both from their beginning and for the same number of steps. What is
     * compared is the loss; what else a diagnosis is about, if the loss does not show it.
     *
     * @param diagnosis one with a changed definition
     * @throws IllegalArgumentException if it has none
     */
    Gain attempt(Definition definition, Diagnosis diagnosis, Settings settings, int steps);
}

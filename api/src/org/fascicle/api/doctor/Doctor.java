package org.fascicle.api.doctor;

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
     * @return the worst first; empty if nothing was found
     * @throws org.fascicle.api.problem.InputException if the definition cannot be used
     */
    List<Diagnosis> examine(Definition definition, Settings settings, int steps);

    /**
     * Trains a definition, and the one that a diagnosis proposes, for the same number of steps.
     *
     * @param diagnosis one with a changed definition
     * @throws IllegalArgumentException if it has none
     */
    Gain attempt(Definition definition, Diagnosis diagnosis, Settings settings, int steps);
}

package org.fascicle.api.dashboard;

import java.nio.file.Path;

import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Shows trainings in web pages: those that it starts, while they run, and those of archives. An OSGi service. The pages are served by the
 * HTTP Whiteboard of the framework, once they are opened. Safe for any thread.
 */
@ProviderType
public interface Dashboard {
    /**
     * Opens the pages. Each request needs the token that this makes, comes from this machine, and names it as the loopback address or
     * {@code localhost}. Opened again with the same folder, nothing changes; with another one, there is another token.
     *
     * @param folder where archives are looked for, and where the page's button writes checkpoints
     * @return the path and query of the first page, with the token: {@code /fascicle/?token=…}. Where the HTTP server listens stands before
     *     it, {@code http://127.0.0.1:8181}
     * @throws org.fascicle.api.problem.InputException if the folder is none
     */
    String open(Path folder);

    /** Closes the pages: whoever asks for one finds nothing. Trainings go on. */
    void close();

    /**
     * Starts a training that the pages show, opened or not. What its watches measure is shown as well. The pages may stop it. The numbers
     * of the last trainings stay, as long as the service does.
     *
     * @param name for people
     * @throws org.fascicle.api.problem.StateException as {@link TrainingPlan#start} does
     * @throws org.fascicle.api.problem.InputException as {@link TrainingPlan#start} does
     */
    Training start(String name, TrainingPlan plan);
}

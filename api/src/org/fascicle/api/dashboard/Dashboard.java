package org.fascicle.api.dashboard;

import java.nio.file.Path;
import java.util.Collection;

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
     * @param folder where archives and model files are looked for, and where the pages write archives, checkpoints and model files
     * @return the path and query of the first page, with the token: {@code /fascicle/?token=…}. Where the HTTP server listens stands before
     *     it, {@code http://127.0.0.1:8181}
     * @throws org.fascicle.api.problem.InputException if the folder is none
     */
    String open(Path folder);

    /**
     * Opens the pages to other machines as well. Each request needs the token, which whoever can read the network sees: the pages are
     * served over HTTP as it is, unless the host's server does otherwise.
     *
     * @param folder as for {@link #open(Path)}
     * @param hosts names and addresses of this machine, without a port, that requests may name beside the loopback's; with none,
     *     requests come from this machine alone
     * @return as {@link #open(Path)}
     * @throws org.fascicle.api.problem.InputException if the folder is none, or a host is no name and no address
     */
    String open(Path folder, Collection<String> hosts);

    /**
     * Closes the pages: whoever asks for one finds nothing. Trainings that were started in the pages stop after the step at hand, and
     * are waited for, at most 50 seconds, until their archives are written. Those that {@link #start} made go on.
     */
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

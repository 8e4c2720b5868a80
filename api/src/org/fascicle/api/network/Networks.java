package org.fascicle.api.network;

import java.nio.file.Path;

import org.fascicle.api.model.Settings;
import org.osgi.annotation.versioning.ProviderType;

/** Makes networks from model files and archives; an OSGi service. Safe for any thread. */
@ProviderType
public interface Networks {
    /**
     * A network from a model file, with fresh parameters.
     *
     * @throws org.fascicle.api.problem.InputException if the file, its data or the settings cannot be used
     */
    Network read(Path modelFile, Settings settings);

    /**
     * A network from the text of a model file.
     *
     * @param text JSON
     * @param source what messages call it
     * @throws org.fascicle.api.problem.InputException as for a file
     */
    Network read(String text, String source, Settings settings);

    /**
     * A network as an archive holds it, ready to be evaluated, to predict, or to go on training where it stopped.
     *
     * @throws org.fascicle.api.problem.InputException if the archive is damaged, or what it needs is not installed
     */
    Network restore(Path archive, Settings settings);
}

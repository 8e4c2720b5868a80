package org.fascicle.api.readiness;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Path;
import java.util.Optional;

import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says that somebody needs a model. Register it as an OSGi service. While all that the model needs is there, the platform
 * registers a service {@code org.osgi.service.condition.Condition} with the property {@code osgi.condition.id} set to {@link
 * #id()}; it takes the service back as soon as something has left. A Declarative Services component waits for it, whatever the
 * start order:
 *
 * <pre>
 * &#64;Reference(target = "(osgi.condition.id=my.model)")
 * Condition ready;
 * </pre>
 *
 * <p>All that a model needs: each technique that it names, those within their options and the defaults included, in the version
 * range asked for; and a backend that computes in its precision. {@link Readiness} says what is missing. A factory configuration
 * {@code fascicle.model} of the Configuration Admin with the keys {@code id}, {@code file} or {@code archive}, and if need be
 * {@code purpose} ({@code prediction} or {@code training}), {@code backend} and {@code precision}, registers one, too.
 *
 * <p>The need is read once, soon after it was registered. A file or archive is read once it is there. A change of the
 * service's properties has both read again.
 */
@ConsumerType
public interface ModelNeed {
    /** What the model is needed for. */
    enum Purpose {
        /** To predict: the layers and all that they hold count; of a definition, also the data that it names. */
        PREDICTION,
        /** To train: everything that the definition names counts. */
        TRAINING
    }

    /** The id of the condition: unique within the framework, such as {@code com.example.gateway.model}. */
    String id();

    /** The model, if it is a definition. */
    default Optional<Definition> definition() {
        return Optional.empty();
    }

    /** The model, if it is an archive. */
    default Optional<Path> archive() {
        return Optional.empty();
    }

    /** What it is needed for. */
    default Purpose purpose() {
        return Purpose.PREDICTION;
    }

    /** What it will be opened with: a backend of a name, a precision, values of the definition that are replaced. */
    default Settings settings() {
        return Settings.defaults();
    }

    /**
     * To predict with the model of an archive.
     *
     * @param id of the condition
     * @param archive what a model or a training was saved to
     */
    static ModelNeed toPredict(String id, Path archive) {
        return new DeclaredNeed(id, null, requireGiven(archive, "archive"), Purpose.PREDICTION, Settings.defaults());
    }

    /** To predict with a model that a definition makes. */
    static ModelNeed toPredict(String id, Definition definition) {
        return new DeclaredNeed(id, requireGiven(definition, "definition"), null, Purpose.PREDICTION,
                Settings.defaults());
    }

    /** To train a model that a definition makes. */
    static ModelNeed toTrain(String id, Definition definition) {
        return new DeclaredNeed(id, requireGiven(definition, "definition"), null, Purpose.TRAINING,
                Settings.defaults());
    }

    /** To go on with the training of an archive, or of the newest checkpoint in a folder. */
    static ModelNeed toTrain(String id, Path archive) {
        return new DeclaredNeed(id, null, requireGiven(archive, "archive"), Purpose.TRAINING, Settings.defaults());
    }

    /** The same, opened with other settings. */
    default ModelNeed with(Settings settings) {
        return new DeclaredNeed(id(), definition().orElse(null), archive().orElse(null), purpose(),
                requireGiven(settings, "settings"));
    }
}

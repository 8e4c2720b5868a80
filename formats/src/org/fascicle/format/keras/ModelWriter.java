package org.fascicle.format.keras;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.model.Model;
import org.fascicle.api.technique.Techniques;

/** Makes the configuration and the weights of a model as Keras has them. Used once. */
final class ModelWriter {
    private final Techniques techniques;
    private final Model model;
    private final List<String> left;
    private final Hdf5Writer weights = new Hdf5Writer();

    /**
     * A writer.
     *
     * @param left receives what Keras has no place for
     */
    ModelWriter(Techniques techniques, Model model, List<String> left) {
        this.techniques = techniques;
        this.model = model;
        this.left = left;
    }

    /** The weights, once the model was written. */
    Hdf5Writer weights() {
        return weights;
    }

    /** The object of the model, with what it is compiled with. */
    ObjectNode write(Optional<TrainingState> training) throws IOException {
        Map<?, ?> definition = definition(model);
        TechniqueWriter writer =
                new TechniqueWriter(techniques, training.map(state -> state.stepsPerEpoch().orElse(0)).orElse(0L));
        NetworkWriter network = new NetworkWriter(model, writer, weights);
        ObjectNode config = network.write(definition);
        TrainingWriter trainer = new TrainingWriter(writer, left);
        ObjectNode compiled = trainer.write(definition);
        if (compiled != null) {
            config.set("compile_config", compiled);
        }
        training.ifPresent(state -> trainer.write(state, compiled, network.trained(), weights));
        return config;
    }

    /** What a model file says of a model. */
    static Map<?, ?> definition(Model model) throws IOException {
        return (Map<?, ?>) Objects.requireNonNull(Config.value(Config.parse(model.json().getBytes(StandardCharsets.UTF_8))));
    }
}

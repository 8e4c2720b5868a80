package org.fascicle.core.readiness;

import java.nio.file.Path;
import java.util.Optional;

import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.ModelNeed.Purpose;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.model.ModelFile;

/** What a need asks for, as data: nothing of it belongs to the bundle that registered the need. Immutable. */
final class Wish {
    private final String id;
    private final String model;
    private final String json;
    private final boolean archived;
    private final Purpose purpose;
    private final Settings settings;

    private Wish(String id, String model, String json, boolean archived, Purpose purpose, Settings settings) {
        this.id = id;
        this.model = model;
        this.json = json;
        this.archived = archived;
        this.purpose = purpose;
        this.settings = settings;
    }

    /**
     * Reads a need, and the model file or the archive that it names.
     *
     * @throws InputException if it names none, or one that cannot be read
     */
    static Wish of(ModelNeed need) {
        String id = id(need);
        Optional<Path> archive = need.archive();
        Optional<Definition> definition = need.definition();
        if (archive.isPresent() == definition.isPresent()) {
            throw new InputException(null, null,
                    archive.isPresent() ? "it names an archive and a definition, and only one can be meant"
                            : "it names no model",
                    "Give either an archive or a definition");
        }
        String model = archive.map(Path::toString).orElseGet(() -> definition.orElseThrow().label());
        String json = archive.map(Archive::readModelJson).orElseGet(() -> ModelFile.text(definition.orElseThrow()));
        return new Wish(id, model, json, archive.isPresent(), need.purpose(), need.settings());
    }

    /** The id of a need, if it has one that can be used. */
    static String id(ModelNeed need) {
        String id = need.id();
        if (id == null || id.isBlank()) {
            throw new InputException(null, null, "it has no id", "Give it the id that the condition is to have");
        } else if (id.equals("true")) {
            throw new InputException(null, null, "its id is 'true', and that is the framework's own condition",
                    "Choose another id");
        }
        return id;
    }

    String id() {
        return id;
    }

    /** What messages call the model. */
    String model() {
        return model;
    }

    String json() {
        return json;
    }

    /** Whether parameters come out of an archive, so that nothing initializes them. */
    boolean isArchived() {
        return archived;
    }

    Purpose purpose() {
        return purpose;
    }

    Settings settings() {
        return settings;
    }
}
